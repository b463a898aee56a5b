import type { Clock } from "../api/clock";
import type { PositionTrouble } from "./field-words";
import { fromBrowser, PositionRate, type FieldPosition } from "./positions";

/** A phone that lies still is not told of again: asked for after so long. */
const AskEveryMs = 30_000;
/** Older than this a position does not say where somebody is. */
const RecentMs = 120_000;

export interface LocatorEvents {
  position(position: FieldPosition): void;
  changed(): void;
}

/** Follows where the phone is while it streams. */
export class Locator {
  trouble: PositionTrouble | null = null;
  #rate = new PositionRate();
  #last: { position: FieldPosition; at: number } | null = null;
  #watch: number | null = null;
  #cancelAsk: (() => void) | null = null;

  constructor(
    private readonly geolocation: Geolocation | undefined,
    private readonly events: LocatorEvents,
    private readonly clock: Clock,
  ) {}

  get active(): boolean {
    return this.#watch !== null;
  }

  /** The last position, if it is recent enough to help somebody. */
  get recent(): FieldPosition | null {
    return this.#last !== null && this.clock.now() - this.#last.at <= RecentMs ? this.#last.position : null;
  }

  start(): void {
    if (this.#watch === null && this.geolocation !== undefined) {
      const options = { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 };
      this.#watch = this.geolocation.watchPosition(
        (found) => this.#found(found),
        (error) => this.#failed(error),
        options,
      );
      this.#askLater();
    }
  }

  stop(): void {
    if (this.#watch !== null) {
      this.geolocation?.clearWatch(this.#watch);
      this.#watch = null;
      this.#cancelAsk?.();
      this.#cancelAsk = null;
      this.trouble = null;
    }
  }

  #askLater(): void {
    this.#cancelAsk?.();
    this.#cancelAsk = this.clock.after(AskEveryMs, () => {
      this.geolocation?.getCurrentPosition(
        (found) => this.#found(found),
        () => undefined,
        { maximumAge: AskEveryMs, timeout: 10_000 },
      );
      this.#askLater();
    });
  }

  #found(found: GeolocationPosition): void {
    if (this.#watch === null) {
      return;
    }
    const position = fromBrowser(found);
    const at = this.clock.now();
    this.trouble = null;
    this.#last = { position, at };
    if (this.#rate.takes(position, at)) {
      this.events.position(position);
    }
    this.events.changed();
  }

  #failed(error: GeolocationPositionError): void {
    // Denied is final; the others pass.
    this.trouble = error.code === 1 ? "denied" : "failed";
    this.events.changed();
  }
}
