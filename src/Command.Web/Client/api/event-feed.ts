import { Backoff } from "./backoff";
import type { Clock } from "./clock";
import { SseParser, type ServerEvent } from "./sse-parser";

/** The server sends a comment every 10 s; two missed ones and a half mean that the line is dead although nobody closed it. */
const SilenceMs = 25_000;

export interface FeedLoss {
  /** HTTP status of the refusal, or null when there was no answer. */
  status: number | null;
  attempts: number;
  /** Monotonic time of the next try. */
  nextAt: number;
}

export interface FeedHandlers {
  open(): void;
  event(event: ServerEvent): void;
  lost(loss: FeedLoss): void;
}

/**
 * Server-sent events over fetch, because EventSource hides the status (401 must read "signed out"), hides the heartbeats and gives up
 * for ever on an error status. Reconnects for as long as it runs.
 */
export class EventFeed {
  readonly #backoff: Backoff;
  #abort: AbortController | null = null;
  #cancelRetry: (() => void) | null = null;
  #running = false;

  constructor(
    private readonly url: string,
    private readonly headers: () => Record<string, string>,
    private readonly handlers: FeedHandlers,
    private readonly clock: Clock,
    random: () => number = Math.random,
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
  ) {
    this.#backoff = new Backoff(random);
  }

  start(): void {
    this.#running = true;
    void this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#cancelRetry?.();
    this.#abort?.abort();
  }

  /** Tries at once when a retry is waiting (the network came back, the page woke up). */
  kick(): void {
    if (this.#cancelRetry !== null) {
      this.#cancelRetry();
      this.#cancelRetry = null;
      void this.#connect();
    }
  }

  async #connect(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    let watch = this.clock.after(SilenceMs, () => abort.abort());
    let status: number | null = null;
    try {
      const headers = { ...this.headers(), Accept: "text/event-stream" };
      const response = await this.fetcher(this.url, { headers, credentials: "same-origin", cache: "no-store", signal: abort.signal });
      status = response.ok ? null : response.status;
      if (response.ok && response.body !== null) {
        this.#backoff.reset();
        this.handlers.open();
        const parser = new SseParser((event) => this.handlers.event(event));
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          watch();
          watch = this.clock.after(SilenceMs, () => abort.abort());
          parser.push(read.value);
        }
      }
    } catch {
      // No answer, or the line broke: the retry below says so to the handlers.
    } finally {
      watch();
      abort.abort();
    }
    if (this.#running) {
      const delay = this.#backoff.next();
      this.handlers.lost({ status, attempts: this.#backoff.attempt, nextAt: this.clock.now() + delay });
      this.#cancelRetry = this.clock.after(delay, () => {
        this.#cancelRetry = null;
        void this.#connect();
      });
    }
  }
}
