import { Backoff } from "../api/backoff";
import type { Clock } from "../api/clock";
import { localFailure, type Failure } from "../api/failure";
import { Ladder } from "./ladder";
import type { UplinkReading } from "./uplink";
import type { Publication, WhipEvents } from "./whip";

const ReadEveryMs = 1_000;
/** Without a word from the server for so long, what we send does not arrive. */
const UnacknowledgedMs = 3_000;
/** After a change of network the old path is given less time. */
const AfterChangeMs = 1_500;
/** A connection that lasts so long was a good one: the next trouble is met at once. */
const GoodAfterMs = 5_000;
const RefusedRetryMs = 15_000;

export type PublishState = "idle" | "connecting" | "live" | "waiting";

export interface PublishView {
  state: PublishState;
  /** Monotonic beginning of the state. */
  since: number;
  /** The present or next try, counted since the last good connection. */
  attempt: number;
  /** Monotonic; while waiting. */
  nextTryAt: number | null;
  failure: Failure | null;
  rung: number;
  bitsPerSecond: number;
  roundTripMs: number | null;
  fractionLost: number | null;
  lines: number | null;
}

/** Keeps one stream going: tries for ever, notices a dead path within seconds, and sends what the uplink carries. */
export class Publisher {
  readonly #backoff: Backoff;
  readonly #ladder = new Ladder();
  #view: PublishView;
  #publication: Publication | null = null;
  #last: { reading: UplinkReading; at: number } | null = null;
  #heardAt = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelRead: (() => void) | null = null;
  #cancelCheck: (() => void) | null = null;

  constructor(
    private readonly open: (rung: number, events: WhipEvents) => Publication,
    private readonly changed: (view: PublishView) => void,
    private readonly clock: Clock,
    random: () => number = Math.random,
  ) {
    this.#backoff = new Backoff(random);
    this.#view = this.#blank("idle");
  }

  get view(): PublishView {
    return this.#view;
  }

  get sessionId(): string | null {
    return this.#publication?.sessionId ?? null;
  }

  start(): void {
    if (this.#view.state === "idle") {
      this.#backoff.reset();
      this.#begin(null);
    }
  }

  stop(): void {
    this.#drop();
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#show(this.#blank("idle"));
  }

  /** The camera or the microphone is another one now. */
  replace(track: MediaStreamTrack): void {
    this.#publication?.replace(track);
    this.#publication?.tune(this.#ladder.rung);
  }

  /** Nothing can be sent for a while (the phone is locked): the session ends in good order, and begins again by `restart`. */
  suspend(failure: Failure): void {
    if (this.#view.state !== "idle") {
      this.#cancelRetry?.();
      this.#cancelRetry = null;
      this.#drop(failure.code);
      this.#show({ ...this.#blank("waiting"), failure });
    }
  }

  /** The server ended this session and says why. */
  ended(sessionId: string, reason: string): void {
    if (this.#publication !== null && this.#publication.sessionId === sessionId) {
      this.#lost(localFailure(reason));
    }
  }

  /** The tracks are others altogether: only a new offer tells them. */
  restart(): void {
    if (this.#view.state !== "idle") {
      this.#cancelRetry?.();
      this.#drop();
      this.#begin(null);
    }
  }

  /** The network is another one, or is back: a waiting try is due now, and a running connection has to show that it lives. */
  networkChanged(): void {
    if (this.#view.state === "waiting" && this.#cancelRetry !== null) {
      this.#backoff.reset();
      this.#begin(this.#view.failure);
    } else if (this.#view.state === "live") {
      const changedAt = this.clock.now();
      this.#cancelCheck?.();
      this.#cancelCheck = this.clock.after(AfterChangeMs, () => {
        if (this.#view.state === "live" && this.#heardAt <= changedAt) {
          this.#lost(localFailure("network-changed"));
        }
      });
    }
  }

  #begin(failure: Failure | null): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#show({ ...this.#blank("connecting"), failure, attempt: this.#backoff.attempt + 1 });
    const publication: Publication = this.open(this.#ladder.rung, {
      connected: () => publication === this.#publication && this.#connected(),
      failed: (why) => publication === this.#publication && this.#lost(why),
    });
    this.#publication = publication;
  }

  #connected(): void {
    if (this.#view.state === "live") {
      return;
    }
    const now = this.clock.now();
    this.#heardAt = now;
    this.#last = null;
    this.#ladder.begin(now);
    this.#show({ ...this.#blank("live"), attempt: this.#backoff.attempt });
    this.#cancelRead = this.clock.after(ReadEveryMs, () => void this.#read());
  }

  async #read(): Promise<void> {
    const publication = this.#publication;
    const reading = (await publication?.read()) ?? null;
    if (publication === null || publication !== this.#publication || this.#view.state !== "live") {
      return;
    }
    const now = this.clock.now();
    if (reading !== null) {
      this.#judge(publication, reading, now);
    }
    if (now - this.#view.since >= GoodAfterMs) {
      this.#backoff.reset();
    }
    if (now - this.#heardAt >= UnacknowledgedMs) {
      this.#lost(localFailure("no-acknowledgement"));
      return;
    }
    this.#cancelRead = this.clock.after(ReadEveryMs, () => void this.#read());
  }

  #judge(publication: Publication, reading: UplinkReading, now: number): void {
    const before = this.#last;
    this.#last = { reading, at: now };
    if (before === null || reading.bytesReceived > before.reading.bytesReceived) {
      this.#heardAt = now;
    }
    if (before === null || now <= before.at) {
      return;
    }
    const sent = ((reading.bytesSent - before.reading.bytesSent) * 8_000) / (now - before.at);
    const rung = this.#ladder.judge({
      at: now,
      availableBitsPerSecond: reading.availableBitsPerSecond,
      sentBitsPerSecond: sent,
      fractionLost: reading.fractionLost,
    });
    if (rung !== this.#view.rung) {
      publication.tune(rung);
    }
    const { roundTripMs, fractionLost } = reading;
    const lines = reading.framesSent > before.reading.framesSent ? reading.height : this.#view.lines;
    this.#show({ ...this.#view, rung, bitsPerSecond: Math.max(0, Math.round(sent)), roundTripMs, fractionLost, lines });
  }

  #lost(failure: Failure): void {
    const wasGood = this.#view.state === "live" && this.clock.now() - this.#view.since >= GoodAfterMs;
    this.#drop();
    if (wasGood) {
      // The first try is made at once: most breaks are a change of network that is over already.
      this.#backoff.reset();
      this.#begin(failure);
      return;
    }
    const backoff = this.#backoff.next();
    const least = failure.retryAfterMs ?? (failure.kind === "refused" ? RefusedRetryMs : 0);
    const delay = Math.min(Math.max(least, backoff), RefusedRetryMs);
    const nextTryAt = this.clock.now() + delay;
    this.#show({ ...this.#blank("waiting"), failure, attempt: this.#backoff.attempt + 1, nextTryAt });
    this.#cancelRetry = this.clock.after(delay, () => this.#begin(failure));
  }

  #drop(reason?: string): void {
    this.#cancelRead?.();
    this.#cancelCheck?.();
    this.#cancelRead = this.#cancelCheck = null;
    const publication = this.#publication;
    this.#publication = null;
    publication?.close(reason);
  }

  #blank(state: PublishState): PublishView {
    return {
      state,
      since: this.clock.now(),
      attempt: 0,
      nextTryAt: null,
      failure: null,
      rung: this.#ladder.rung,
      bitsPerSecond: 0,
      roundTripMs: null,
      fractionLost: null,
      lines: null,
    };
  }

  #show(view: PublishView): void {
    this.#view = view;
    this.changed(view);
  }
}
