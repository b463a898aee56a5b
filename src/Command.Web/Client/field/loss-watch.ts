/** Timers that stand still so long mean that the system froze the page. */
const FrozenMs = 5_000;

export interface Loss {
  /** Epoch milliseconds. */
  from: number;
  until: number;
}

/**
 * Notices pictures that a locked screen or another app has cost: from the moment the tracks fell silent, the connection broke or the page was
 * frozen while it was hidden, until pictures leave again.
 */
export class LossWatch {
  #hidden = false;
  #from: number | null = null;
  #tickedAt: number | null = null;

  constructor(private readonly lost: (loss: Loss) => void) {}

  get hidden(): boolean {
    return this.#hidden;
  }

  hide(at: number): void {
    this.#hidden = true;
    this.#tickedAt = at;
  }

  show(at: number): void {
    this.tick(at);
    this.#hidden = false;
  }

  /** A track was muted or ended, or the connection was lost. In sight of the person the page says so by itself. */
  broke(at: number): void {
    if (this.#hidden) {
      this.#from ??= at;
    }
  }

  /** Called every second while streaming. */
  tick(at: number): void {
    if (this.#tickedAt !== null && at - this.#tickedAt > FrozenMs) {
      this.#from ??= this.#tickedAt;
    }
    this.#tickedAt = at;
  }

  /** Pictures leave again. */
  live(at: number): void {
    if (this.#from !== null && !this.#hidden) {
      const from = this.#from;
      this.#from = null;
      this.lost({ from, until: at });
    }
  }

  /** The person stopped: what comes is no loss. */
  stop(): void {
    this.#from = this.#tickedAt = null;
  }
}
