const FirstMs = 1_000;
const CapMs = 15_000;

/** Waits 1, 2, 4, 8, 15, 15 … seconds, ±15 % so that the tiles of many walls do not return in one wave after a restart. */
export class Backoff {
  #attempt = 0;

  constructor(private readonly random: () => number = Math.random) {}

  /** Tries since the last reset. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Delay before the next try, in milliseconds. */
  next(): number {
    const base = Math.min(CapMs, FirstMs * 2 ** Math.min(this.#attempt, 10));
    this.#attempt++;
    return Math.round(base * (0.85 + 0.3 * this.random()));
  }

  reset(): void {
    this.#attempt = 0;
  }
}
