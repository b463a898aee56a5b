import { Backoff } from "../api/backoff";
import type { Clock } from "../api/clock";
import { concernsProfileOnly, localFailure, type Failure } from "../api/failure";
import type { Profile } from "../api/types";
import { chooseProfile } from "./profile";
import type { Take, TakeEvents } from "./take";

/** Without a new picture for so long a picture is stale. */
export const StaleAfterMs = 3_000;
/** Without a new picture for so long the stream is subscribed again. */
export const ResubscribeAfterMs = 8_000;
/** A refusal changes only when somebody acts; still asked again, so that no tile depends on an event that was missed. */
const RefusedRetryMs = 15_000;
/** The server is pulling the device for us right now. */
const ConnectingRetryMs = 1_000;
const WatchEveryMs = 500;

export interface PlayerEvents<T extends Take> {
  trying(attempt: number, profile: Profile): void;
  /** A take shows its first picture: from now on it is the current one. */
  picture(take: T, fallback: string | null): void;
  /** A change of profile did not work; the old picture runs on. */
  changeFailed(nextTryAt: number): void;
  /** There is no picture any more; the next try is due at `nextTryAt` (monotonic). */
  failed(failure: Failure, nextTryAt: number): void;
}

/**
 * Keeps one stream on show: tries for ever, watches for frozen pictures, and changes profile without a dark moment by letting the old
 * take run until the new one has a picture.
 */
export class StreamPlayer<T extends Take> {
  readonly #backoff: Backoff;
  readonly #refused = new Map<Profile, Failure>();
  #current: T | null = null;
  #pending: T | null = null;
  #pendingFallback: string | null = null;
  #wished: Profile = "main";
  #hasSub = false;
  #running = false;
  #cancelRetry: (() => void) | null = null;
  #cancelWatch: (() => void) | null = null;

  constructor(
    private readonly open: (profile: Profile, events: TakeEvents) => T,
    private readonly events: PlayerEvents<T>,
    private readonly clock: Clock,
    random: () => number = Math.random,
  ) {
    this.#backoff = new Backoff(random);
  }

  get current(): T | null {
    return this.#current;
  }

  get pending(): T | null {
    return this.#pending;
  }

  start(wished: Profile, hasSub: boolean): void {
    this.#wished = wished;
    this.#hasSub = hasSub;
    this.#running = true;
    this.#begin();
    this.#watch();
  }

  stop(): void {
    this.#running = false;
    this.#cancelRetry?.();
    this.#cancelWatch?.();
    this.#cancelRetry = this.#cancelWatch = null;
    this.#drop();
  }

  /** Another size, or another set of streams. The picture stays until the new one is there. */
  wish(profile: Profile, hasSub: boolean): void {
    if (!this.#running || (profile === this.#wished && hasSub === this.#hasSub)) {
      return;
    }
    this.#wished = profile;
    this.#hasSub = hasSub;
    const choice = chooseProfile(profile, hasSub, this.#refused);
    if (this.#pending !== null && this.#pending.profile !== choice.profile) {
      this.#closePending();
    }
    if (this.#current?.profile === choice.profile) {
      this.#cancelRetry?.();
      this.#cancelRetry = null;
      this.#closePending();
      this.events.picture(this.#current, choice.fallback);
    } else if (this.#pending === null && (this.#current !== null || this.#cancelRetry === null)) {
      this.#begin();
    }
  }

  /** Something changed for the better (device online, line restored): forget refusals and try at once if there is no picture. */
  kick(): void {
    this.#refused.clear();
    if (!this.#running || this.#pending !== null) {
      return;
    }
    if (this.#current === null) {
      this.#backoff.reset();
      this.#begin();
    } else if (this.#current.profile !== this.#wished || this.#isStale(this.#current)) {
      this.#begin();
    }
  }

  /** The server ended one of our sessions and says why. */
  ended(sessionId: string, reason: string): void {
    for (const take of [this.#current, this.#pending]) {
      if (take !== null && take.sessionId === sessionId) {
        take.fail(localFailure(reason));
      }
    }
  }

  #begin(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const choice = chooseProfile(this.#wished, this.#hasSub, this.#refused);
    this.#pendingFallback = choice.fallback;
    this.events.trying(this.#backoff.attempt + 1, choice.profile);
    const take: T = this.open(choice.profile, {
      firstFrame: () => this.#firstFrame(take),
      failed: (failure) => this.#failed(take, failure),
    });
    this.#pending = take;
  }

  #firstFrame(take: T): void {
    if (take !== this.#pending) {
      return;
    }
    const old = this.#current;
    this.#current = take;
    this.#pending = null;
    this.#backoff.reset();
    this.events.picture(take, this.#pendingFallback);
    old?.close();
  }

  #failed(take: T, failure: Failure): void {
    if (take === this.#pending) {
      this.#pending = null;
    } else if (take === this.#current) {
      this.#current = null;
      if (this.#pending !== null) {
        // A successor is on its way; its outcome decides.
        this.events.failed(failure, this.clock.now());
        this.events.trying(this.#backoff.attempt + 1, this.#pending.profile);
        return;
      }
    } else {
      return;
    }
    if (concernsProfileOnly(failure.code)) {
      this.#refused.set(take.profile, failure);
      const next = chooseProfile(this.#wished, this.#hasSub, this.#refused);
      if (this.#current !== null && this.#current.profile === next.profile) {
        this.events.picture(this.#current, next.fallback);
        return;
      }
      if (!this.#refused.has(next.profile)) {
        this.#begin();
        return;
      }
    }
    if (this.#current !== null && !this.#isStale(this.#current)) {
      const delay = this.#backoff.next();
      this.events.changeFailed(this.clock.now() + delay);
      this.#retryIn(delay);
      return;
    }
    this.#current?.close();
    this.#current = null;
    this.#giveUpFor(this.#refused.get(this.#wished) ?? failure);
  }

  #giveUpFor(failure: Failure): void {
    const backoff = this.#backoff.next();
    // Retry-After is the least the server asks for; a source that stays away is asked ever more seldom. News of the device cut it short.
    const least = failure.retryAfterMs ?? (failure.kind === "refused" ? RefusedRetryMs : 0);
    const delay = failure.code === "connecting" ? ConnectingRetryMs : Math.max(least, backoff);
    const wait = Math.min(delay, RefusedRetryMs);
    this.events.failed(failure, this.clock.now() + wait);
    this.#retryIn(wait);
  }

  #retryIn(delay: number): void {
    this.#cancelRetry?.();
    this.#cancelRetry = this.clock.after(delay, () => {
      this.#cancelRetry = null;
      // A refusal is believed only as long as the other profile plays instead.
      if (this.#current === null) {
        this.#refused.clear();
      }
      this.#begin();
    });
  }

  #watch(): void {
    this.#cancelWatch = this.clock.after(WatchEveryMs, () => {
      const last = this.#current?.lastFrameAt;
      if (last != null && this.#pending === null && this.#cancelRetry === null && this.clock.now() - last >= ResubscribeAfterMs) {
        this.#begin();
      }
      this.#watch();
    });
  }

  #isStale(take: T): boolean {
    return take.lastFrameAt === null || this.clock.now() - take.lastFrameAt >= StaleAfterMs;
  }

  #closePending(): void {
    const pending = this.#pending;
    this.#pending = null;
    pending?.close();
  }

  #drop(): void {
    this.#closePending();
    const current = this.#current;
    this.#current = null;
    current?.close();
    this.#refused.clear();
    this.#backoff.reset();
  }
}
