/** One step of what is sent: less and less picture, so that the sound comes through. */
export interface Rung {
  /** Lines of the picture's shorter side; null for sound alone. */
  lines: number | null;
  framesPerSecond: number;
  maxBitsPerSecond: number;
  /** Left downwards when the uplink carries less, in bit/s. */
  below: number;
  /** Entered from below when the uplink carries so much, in bit/s. */
  enough: number;
}

/** From the best to sound alone. */
export const Rungs: readonly Rung[] = [
  { lines: 720, framesPerSecond: 15, maxBitsPerSecond: 2_000_000, below: 600_000, enough: 900_000 },
  { lines: 360, framesPerSecond: 10, maxBitsPerSecond: 800_000, below: 220_000, enough: 350_000 },
  { lines: 180, framesPerSecond: 5, maxBitsPerSecond: 300_000, below: 110_000, enough: 170_000 },
  { lines: 180, framesPerSecond: 1, maxBitsPerSecond: 300_000, below: 50_000, enough: 80_000 },
  { lines: null, framesPerSecond: 0, maxBitsPerSecond: 0, below: 0, enough: 0 },
];

const SoundOnly = Rungs.length - 1;
/** An estimate begins low and rises: it is not judged before. */
const SettleMs = 6_000;
const DownAfterMs = 3_000;
/** Much too little is seen sooner. */
const SteepDownAfterMs = 1_000;
const UpAfterMs = 10_000;
const LongestUpAfterMs = 60_000;
/** A step up that is taken back within this time was one too many. */
const TrialMs = 20_000;
const HeavyLoss = 0.15;
const LightLoss = 0.03;

export interface Uplink {
  /** Monotonic milliseconds. */
  at: number;
  /** What the browser thinks it could send, in bit/s; null where it does not tell. */
  availableBitsPerSecond: number | null;
  sentBitsPerSecond: number;
  /** 0 to 1 as the server reports it; null before its first report. */
  fractionLost: number | null;
}

/**
 * Chooses the rung by the uplink, down in seconds and up with patience. What is sent on a low rung proves little of what could be sent (an
 * estimate does not rise far above it): after a calm time the next rung is tried, and after each failed trial the patience doubles.
 */
export class Ladder {
  #rung = 0;
  #settledAt = 0;
  #badSince: number | null = null;
  #goodSince: number | null = null;
  #climbedAt: number | null = null;
  #patienceMs = UpAfterMs;

  get rung(): number {
    return this.#rung;
  }

  /** A new connection: the rung stays, the judgement begins anew. */
  begin(at: number): void {
    this.#settledAt = at + SettleMs;
    this.#badSince = this.#goodSince = null;
  }

  /** @returns The rung to send on from now. */
  judge(uplink: Uplink): number {
    const { at, fractionLost } = uplink;
    const loss = fractionLost ?? 0;
    if (this.#climbedAt !== null && at - this.#climbedAt > TrialMs) {
      this.#climbedAt = null;
      this.#patienceMs = UpAfterMs;
    }
    if (this.#isTooMuch(uplink, loss)) {
      this.#goodSince = null;
      this.#badSince ??= at;
      const available = uplink.availableBitsPerSecond ?? Number.POSITIVE_INFINITY;
      const steep = loss > 2 * HeavyLoss || available < this.#here.below / 2;
      if (at - this.#badSince >= (steep ? SteepDownAfterMs : DownAfterMs)) {
        this.#descend(at, available);
      }
    } else {
      this.#badSince = null;
      this.#consider(uplink, loss);
    }
    return this.#rung;
  }

  get #here(): Rung {
    return Rungs[this.#rung] as Rung; // Never outside the table.
  }

  #isTooMuch({ at, availableBitsPerSecond }: Uplink, loss: number): boolean {
    if (this.#rung === SoundOnly) {
      return false;
    }
    const little = at >= this.#settledAt && availableBitsPerSecond !== null && availableBitsPerSecond < this.#here.below;
    return little || loss > HeavyLoss;
  }

  #descend(at: number, available: number): void {
    const fitting = Rungs.findIndex((rung, index) => index > this.#rung && available >= rung.below);
    if (this.#climbedAt !== null) {
      this.#patienceMs = Math.min(LongestUpAfterMs, this.#patienceMs * 2);
      this.#climbedAt = null;
    }
    this.#move(fitting < 0 ? SoundOnly : fitting, at);
  }

  #consider({ at, availableBitsPerSecond, sentBitsPerSecond }: Uplink, loss: number): void {
    const next = Rungs[this.#rung - 1];
    const enough =
      next !== undefined &&
      (availableBitsPerSecond === null || availableBitsPerSecond >= next.enough || availableBitsPerSecond >= 1.3 * sentBitsPerSecond);
    if (!enough || loss > LightLoss) {
      this.#goodSince = null;
      return;
    }
    this.#goodSince ??= at;
    if (at - this.#goodSince >= this.#patienceMs) {
      this.#climbedAt = at;
      this.#move(this.#rung - 1, at);
    }
  }

  #move(rung: number, at: number): void {
    this.#rung = rung;
    // The estimator needs a moment with the new amount.
    this.#settledAt = at + DownAfterMs;
    this.#badSince = this.#goodSince = null;
  }
}
