import type { Clock } from "../api/clock";
import type { SignalColour } from "../api/types";

export interface Tone {
  hertz: number;
  /** From the beginning of the pattern, in milliseconds. */
  at: number;
  ms: number;
  gain: number;
}

export interface Pattern {
  tones: readonly Tone[];
  /** Until it is answered; null for once. */
  everyMs: number | null;
}

const tone = (hertz: number, at: number, ms: number, gain: number): Tone => ({ hertz, at, ms, gain });

/** Each colour is known by ear: red falls three times and comes back at once, orange rises twice, yellow is one soft tone, blue is silent. */
export const Patterns: Readonly<Record<SignalColour, Pattern>> = {
  red: {
    tones: [0, 320, 640].flatMap((at) => [tone(988, at, 140, 0.5), tone(698, at + 150, 140, 0.5)]),
    everyMs: 2_200,
  },
  orange: { tones: [0, 420].flatMap((at) => [tone(587, at, 160, 0.35), tone(784, at + 170, 180, 0.35)]), everyMs: 10_000 },
  yellow: { tones: [tone(523, 0, 300, 0.25)], everyMs: null },
  blue: { tones: [], everyMs: null },
};

export interface Speaker {
  /** False while the browser waits for a gesture of the person. */
  readonly allowed: boolean;
  allow(): Promise<void>;
  play(tones: readonly Tone[]): void;
}

/** Sounds the most urgent alarm that nobody has answered. */
export class AlarmSound {
  #colour: SignalColour | null = null;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly speaker: Speaker,
    private readonly clock: Clock,
  ) {}

  get armed(): boolean {
    return this.speaker.allowed;
  }

  /** Call it from a gesture. An alarm that stands is heard at once. */
  async arm(): Promise<void> {
    if (!this.speaker.allowed) {
      await this.speaker.allow();
      if (this.speaker.allowed && this.#colour !== null) {
        this.#sound(this.#colour);
      }
    }
  }

  /** @param fresh A colour that has just come, which is heard once even when something more urgent does not repeat over it. */
  update(urgent: SignalColour | null, fresh: SignalColour | null): void {
    if (urgent !== this.#colour) {
      this.#colour = urgent;
      this.#cancel?.();
      this.#cancel = null;
      if (urgent !== null) {
        this.#sound(urgent);
      }
    } else if (fresh !== null && fresh === urgent && Patterns[fresh].everyMs === null) {
      this.speaker.play(Patterns[fresh].tones);
    }
  }

  dispose(): void {
    this.#cancel?.();
    this.#colour = null;
  }

  #sound(colour: SignalColour): void {
    const { tones, everyMs } = Patterns[colour];
    this.#cancel?.();
    this.#cancel = null;
    if (this.speaker.allowed) {
      this.speaker.play(tones);
    }
    if (everyMs !== null) {
      this.#cancel = this.clock.after(everyMs, () => this.#sound(colour));
    }
  }
}

/** Tones made by the browser itself: no file to load, nothing to miss when the network is gone. */
export class WebAudioSpeaker implements Speaker {
  #context: AudioContext | null = null;

  constructor() {
    // Without a gesture a context would only earn a warning; where the page has had one, or the browser asks for none, it runs at once.
    if (navigator.userActivation?.hasBeenActive === true) {
      void this.allow();
    }
  }

  get allowed(): boolean {
    return this.#context?.state === "running";
  }

  async allow(): Promise<void> {
    this.#context ??= new AudioContext();
    await this.#context.resume().catch(() => undefined);
  }

  play(tones: readonly Tone[]): void {
    const context = this.#context;
    if (context === null) {
      return;
    }
    const start = context.currentTime + 0.02;
    for (const { hertz, at, ms, gain } of tones) {
      const oscillator = context.createOscillator();
      const volume = context.createGain();
      const from = start + at / 1000;
      const until = from + ms / 1000;
      oscillator.type = "triangle";
      oscillator.frequency.value = hertz;
      // Ramps of 15 ms: an edge would click.
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(gain, from + 0.015);
      volume.gain.setValueAtTime(gain, until - 0.015);
      volume.gain.linearRampToValueAtTime(0, until);
      oscillator.connect(volume).connect(context.destination);
      oscillator.start(from);
      oscillator.stop(until);
    }
  }
}
