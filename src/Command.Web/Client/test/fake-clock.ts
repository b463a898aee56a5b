/// <reference types="node" />
import type { Clock } from "../api/clock";

/** Time that moves only when a test says so. */
export class FakeClock implements Clock {
  #now = 1_000;
  #timers: Array<{ at: number; run: () => void }> = [];
  epochOffset = Date.parse("2026-11-24T15:00:00Z");

  now(): number {
    return this.#now;
  }

  epoch(): number {
    return this.epochOffset + this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }
}

/** Lets promises that are already settled run their continuations. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await Promise.resolve();
  }
}
