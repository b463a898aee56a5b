import type { Clock } from "../api/clock";

/** A button that counts only after it was held: the ring grows, letting go early is no press. */
export class Hold {
  #cancel: (() => void) | null = null;

  constructor(
    private readonly milliseconds: number,
    private readonly clock: Clock,
    private readonly events: { begun(): void; let(): void; done(): void },
  ) {}

  get held(): boolean {
    return this.#cancel !== null;
  }

  begin(): void {
    if (this.#cancel === null) {
      this.#cancel = this.clock.after(this.milliseconds, () => {
        this.#cancel = null;
        this.events.done();
      });
      this.events.begun();
    }
  }

  end(): void {
    if (this.#cancel !== null) {
      this.#cancel();
      this.#cancel = null;
      this.events.let();
    }
  }
}
