import type { ApiClient, Answer } from "./api-client";
import { Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Signal, SignalColour, SignalPage } from "./types";

/** More open signals than this are counted by the alarm list, not by the wall. */
const MostPages = 5;
const PageSize = 200;

/** From the most to the least urgent. */
export const Colours: readonly SignalColour[] = ["red", "orange", "yellow", "blue"];

export interface SignalSource {
  listen(listener: { restored(): void; signalChanged(signal: Signal): void }): () => void;
}

/** Signals that nobody answers for yet: read at the start and after each loss of the line, followed in between. */
export class SignalBook {
  readonly #open = new Map<string, Signal>();
  /** Versions of what was answered here, or while a reading was under way: older news may still show it open. */
  readonly #answered = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #backoff = new Backoff();
  #reading = false;
  #again = false;
  #cancelRetry: (() => void) | null = null;

  constructor(
    source: SignalSource,
    private readonly api: Pick<ApiClient, "get" | "post">,
    private readonly clock: Clock,
  ) {
    source.listen({ restored: () => void this.load(), signalChanged: (signal) => this.apply(signal) });
    void this.load();
  }

  /** Most urgent first, the newest of a colour first. */
  get waiting(): Signal[] {
    return [...this.#open.values()].sort(
      (a, b) => Colours.indexOf(a.colour) - Colours.indexOf(b.colour) || b.raisedAt.localeCompare(a.raisedAt) || b.id.localeCompare(a.id),
    );
  }

  count(colour: SignalColour): number {
    let count = 0;
    for (const signal of this.#open.values()) {
      count += signal.colour === colour ? 1 : 0;
    }
    return count;
  }

  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  apply(signal: Signal): void {
    const known = this.#open.get(signal.id)?.version ?? this.#answered.get(signal.id) ?? -1;
    if (signal.version < known) {
      return;
    }
    if (isWaiting(signal)) {
      this.#open.set(signal.id, signal);
    } else {
      this.#open.delete(signal.id);
      this.#answered.delete(signal.id);
      if (this.#reading) {
        this.#answered.set(signal.id, signal.version);
      }
    }
    this.#tell();
  }

  /** Told once it is on a screen that a person can see. */
  offer(signal: Signal): Promise<Answer<null>> {
    return this.api.post(`/signals/${encodeURIComponent(signal.id)}/offer`, {});
  }

  acknowledge(signal: Signal): Promise<Answer<null>> {
    return this.#answer(signal, "acknowledge", {});
  }

  dismiss(signal: Signal, reason: string): Promise<Answer<null>> {
    return this.#answer(signal, "dismiss", { reason });
  }

  async load(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    const before = new Map(this.#open);
    const read = await this.#readAll();
    this.#reading = false;
    if (read === null) {
      this.#cancelRetry = this.clock.after(this.#backoff.next(), () => void this.load());
    } else {
      this.#backoff.reset();
      this.#take(read, before);
    }
    this.#answered.clear();
    if (this.#again) {
      this.#again = false;
      await this.load();
    }
  }

  async #readAll(): Promise<Signal[] | null> {
    const signals: Signal[] = [];
    let after = "";
    for (let page = 0; page < MostPages; page++) {
      const answer = await this.api.get<SignalPage>(`/signals?open=true&take=${PageSize}${after}`);
      if (!answer.ok) {
        return null;
      }
      signals.push(...answer.value.signals);
      if (!answer.value.next) {
        break;
      }
      after = `&after=${encodeURIComponent(answer.value.next)}`;
    }
    return signals;
  }

  #take(read: Signal[], before: ReadonlyMap<string, Signal>): void {
    const seen = new Set(read.map((signal) => signal.id));
    for (const [id, signal] of before) {
      // Gone while we were not listening; one that changed during the reading speaks for itself.
      if (!seen.has(id) && this.#open.get(id) === signal) {
        this.#open.delete(id);
      }
    }
    for (const signal of read) {
      const known = Math.max(this.#open.get(signal.id)?.version ?? -1, this.#answered.get(signal.id) ?? -1);
      if (isWaiting(signal) && signal.version >= known) {
        this.#open.set(signal.id, signal);
      } else if (!isWaiting(signal) && signal.version >= known) {
        this.#open.delete(signal.id);
      }
    }
    this.#tell();
  }

  /** What was accepted is shown at once; the event that follows says who it was. */
  async #answer(signal: Signal, act: "acknowledge" | "dismiss", body: unknown): Promise<Answer<null>> {
    const answer = await this.api.post(`/signals/${encodeURIComponent(signal.id)}/${act}`, body);
    if (answer.ok && this.#open.get(signal.id)?.version === signal.version) {
      this.#open.delete(signal.id);
      this.#answered.set(signal.id, signal.version + 1);
      this.#tell();
    } else if (!answer.ok) {
      void this.load();
    }
    return answer;
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }
}

function isWaiting(signal: Signal): boolean {
  return signal.state === "new" || signal.state === "offered";
}
