import type { Clock } from "../api/clock";
import { localFailure, type Failure } from "../api/failure";
import type { Profile } from "../api/types";
import { frameLatency, playoutLatency } from "./age";
import { WhepSession, type WhepEnvironment } from "./whep";

/** A connected session without a picture (audio only, or nothing) counts as a failure. */
const FirstFrameTimeoutMs = 8_000;
const StatsEveryMs = 1_000;

export interface TakeEvents {
  firstFrame(): void;
  /** At most once, before or after the first frame; the take is closed by then. */
  failed(failure: Failure): void;
}

/** One try at showing one stream. What the player needs of it; tests have their own. */
export interface Take {
  readonly profile: Profile;
  readonly sessionId: string | null;
  /** Decoded pictures so far. */
  readonly frames: number;
  /** Monotonic time of the newest one; null before the first. */
  readonly lastFrameAt: number | null;
  /** Lag of the newest picture, as much of its way as is known; null when nothing is. */
  readonly latencyMs: number | null;
  fail(failure: Failure): void;
  close(): void;
}

export interface TakeEnvironment extends WhepEnvironment {
  clock: Clock;
  /** The server's present time in epoch milliseconds. */
  serverEpoch(): number;
}

/** A WHEP session and the video element that shows it. Frames are counted where they are presented; the decoder's own count fills in
 * while the page is hidden, when browsers present nothing. */
export class VideoTake implements Take {
  readonly video: HTMLVideoElement;
  frames = 0;
  lastFrameAt: number | null = null;
  hasAudio = false;
  /** From sender reports. Chromium tells it only where sound and picture are synchronised. */
  #senderLatency: number | null = null;
  #frameLatency: number | null = null;
  readonly #session: WhepSession;
  #cancelFirstFrame: (() => void) | null = null;
  #cancelStats: (() => void) | null = null;
  #closed = false;

  constructor(
    url: string,
    readonly profile: Profile,
    private readonly events: TakeEvents,
    private readonly environment: TakeEnvironment,
  ) {
    this.video = document.createElement("video");
    this.video.muted = true;
    this.video.autoplay = true;
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.video.tabIndex = -1;
    this.video.setAttribute("aria-hidden", "true");
    this.#session = new WhepSession(
      url,
      {
        connected: () => this.#connected(),
        tracks: (stream) => this.#tracks(stream),
        failed: (failure) => this.#failed(failure),
      },
      environment,
    );
    this.#awaitFrame();
  }

  get latencyMs(): number | null {
    return this.#senderLatency ?? this.#frameLatency;
  }

  get sessionId(): string | null {
    return this.#session.sessionId;
  }

  fail(failure: Failure): void {
    this.#session.fail(failure);
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#cancelFirstFrame?.();
      this.#cancelStats?.();
      this.#session.close();
      this.video.srcObject = null;
      this.video.remove();
    }
  }

  #tracks(stream: MediaStream): void {
    this.hasAudio = stream.getAudioTracks().length > 0;
    if (this.video.srcObject !== stream) {
      this.video.srcObject = stream;
    }
    // Muted playback is always allowed; a refusal here is a source that went away, which the session tells.
    void this.video.play().catch(() => undefined);
  }

  #connected(): void {
    if (this.frames === 0) {
      this.#cancelFirstFrame ??= this.environment.clock.after(FirstFrameTimeoutMs, () => this.fail(localFailure("no-first-frame")));
    }
    this.#cancelStats ??= this.environment.clock.after(0, () => void this.#readStats());
  }

  #failed(failure: Failure): void {
    this.close();
    this.events.failed(failure);
  }

  #awaitFrame(): void {
    // Browsers without this call are served by the decoder's count alone.
    this.video.requestVideoFrameCallback?.((_, metadata) => {
      if (!this.#closed) {
        this.#frameLatency = frameLatency(metadata);
        this.#frame(metadata.presentedFrames);
        this.#awaitFrame();
      }
    });
  }

  #frame(count: number): void {
    const first = this.frames === 0;
    this.frames = Math.max(this.frames + 1, count);
    this.lastFrameAt = this.environment.clock.now();
    if (first) {
      this.#cancelFirstFrame?.();
      this.events.firstFrame();
    }
  }

  async #readStats(): Promise<void> {
    const report = await this.#session
      .videoReceiver()
      ?.getStats()
      .catch(() => null);
    if (this.#closed) {
      return;
    }
    report?.forEach((entry: { type: string; framesDecoded?: number; estimatedPlayoutTimestamp?: number }) => {
      if (entry.type === "inbound-rtp") {
        this.#senderLatency = playoutLatency(entry.estimatedPlayoutTimestamp, this.environment.serverEpoch());
        if ((entry.framesDecoded ?? 0) > this.frames) {
          this.#frame(entry.framesDecoded ?? 0);
        }
      }
    });
    this.#cancelStats = this.environment.clock.after(StatsEveryMs, () => void this.#readStats());
  }
}
