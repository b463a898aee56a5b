import type { Answer } from "../api/api-client";
import { Backoff } from "../api/backoff";
import type { Clock } from "../api/clock";
import type { Failure } from "../api/failure";
import type { FieldPosition, PositionQueue, StoredPosition } from "./positions";

const BatchSize = 100;
/** Later than this a position was waiting for the network. */
const LateMs = 15_000;

export interface PositionReport {
  boot: string;
  items: Array<{ sequence: number; position: FieldPosition }>;
  batteryPercent: number | null;
}

/** Brings positions to the server: the present one first, and between two of them what waited, oldest first. */
export class PositionSender {
  /** Epoch milliseconds of the last confirmation. */
  sentAt: number | null = null;
  /** Refused by the server as impossible, which asking again would not change. */
  rejected = 0;
  failure: Failure | null = null;
  readonly #backoff: Backoff;
  #sequence = 0;
  #fresh: StoredPosition | null = null;
  #sending = false;
  #cancelRetry: (() => void) | null = null;

  constructor(
    private readonly boot: string,
    readonly queue: PositionQueue,
    private readonly post: (report: PositionReport) => Promise<Answer<null>>,
    private readonly batteryPercent: () => number | null,
    private readonly clock: Clock,
    random: () => number = Math.random,
  ) {
    this.#backoff = new Backoff(random);
  }

  add(position: FieldPosition): void {
    const item = { boot: this.boot, sequence: ++this.#sequence, position };
    this.queue.add(item);
    this.#fresh = item;
    void this.#pump();
  }

  /** The network is back, or the page is: what waits is sent now. */
  kick(): void {
    if (this.#cancelRetry !== null) {
      this.#cancelRetry();
      this.#cancelRetry = null;
    }
    void this.#pump();
  }

  dispose(): void {
    this.#cancelRetry?.();
    // As if a try were waiting for ever.
    this.#cancelRetry = () => {};
  }

  async #pump(): Promise<void> {
    while (!this.#sending && this.#cancelRetry === null) {
      const fresh = this.#fresh;
      this.#fresh = null;
      const batch = fresh !== null ? [fresh] : this.queue.oldest(BatchSize);
      if (batch.length === 0) {
        return;
      }
      this.#sending = true;
      const answer = await this.post(this.#report(batch));
      this.#sending = false;
      this.#took(batch, answer);
    }
  }

  #took(batch: StoredPosition[], answer: Answer<null>): void {
    if (answer.ok) {
      this.failure = null;
      this.#backoff.reset();
      this.sentAt = this.clock.epoch();
      this.queue.remove(batch);
      return;
    }
    this.failure = answer.failure;
    if (answer.failure.code === "bad-offer") {
      // 400: these bytes will never please the server, and must not hold up those behind them.
      this.rejected += batch.length;
      this.queue.remove(batch);
      return;
    }
    const delay = Math.max(answer.failure.retryAfterMs ?? 0, this.#backoff.next());
    this.#cancelRetry = this.clock.after(delay, () => {
      this.#cancelRetry = null;
      void this.#pump();
    });
  }

  #report(batch: StoredPosition[]): PositionReport {
    const now = this.clock.epoch();
    const items = batch.map(({ sequence, position }) => ({
      sequence,
      position: { ...position, buffered: now - Date.parse(position.at) > LateMs },
    }));
    return { boot: batch[0]?.boot ?? this.boot, items, batteryPercent: this.batteryPercent() };
  }
}
