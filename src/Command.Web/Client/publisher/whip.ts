import type { Clock } from "../api/clock";
import { localFailure, type Failure } from "../api/failure";
import { SdpExchange, type SdpEnvironment } from "../api/sdp-exchange";
import { needsTrickle } from "../api/trickle";
import { audioEncoding, linesOf, preferH264, tuneVideo, videoEncoding } from "./tuning";
import { readUplink, type UplinkReading } from "./uplink";

const AnswerTimeoutMs = 10_000;
const ConnectTimeoutMs = 6_000;
/** ICE may recover from a short silence by itself. */
const DisconnectedMs = 2_000;
const FarewellMs = 1_000;

export interface WhipEvents {
  connected(): void;
  /** At most once; the session is closed by then. */
  failed(failure: Failure): void;
}

export interface WhipEnvironment extends SdpEnvironment {
  clock: Clock;
  createPeer(): RTCPeerConnection;
  videoCodecs(): readonly RTCRtpCodec[];
}

/** What keeps one publication going needs of it; tests have their own. */
export interface Publication {
  readonly sessionId: string | null;
  /** Null when the connection is gone. */
  read(): Promise<UplinkReading | null>;
  tune(rung: number): void;
  replace(track: MediaStreamTrack): void;
  /** @param reason Why, where it is not that the person stopped. */
  close(reason?: string): void;
}

/** One publication by WHIP (RFC 9725): offer, answer, a transport, and its end told to the server. Never retries; its owner does. */
export class WhipSession implements Publication {
  readonly #peer: RTCPeerConnection;
  readonly #http: SdpExchange;
  #closed = false;
  #cancelTimer: (() => void) | null = null;

  constructor(
    url: string,
    private readonly media: MediaStream,
    private readonly rung: number,
    private readonly events: WhipEvents,
    private readonly environment: WhipEnvironment,
  ) {
    this.#http = new SdpExchange(url, environment);
    this.#peer = environment.createPeer();
    this.#peer.addEventListener("connectionstatechange", () => this.#transport());
    void this.#negotiate();
  }

  get sessionId(): string | null {
    return this.#http.sessionId;
  }

  async read(): Promise<UplinkReading | null> {
    const report = await this.#peer.getStats().catch(() => null);
    return report === null || this.#closed ? null : readUplink(report);
  }

  tune(rung: number): void {
    const sender = this.#sender("video");
    if (sender !== null) {
      void tuneVideo(sender, rung);
    }
  }

  replace(track: MediaStreamTrack): void {
    void this.#sender(track.kind)
      ?.replaceTrack(track)
      .catch(() => undefined);
  }

  close(reason?: string): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#cancelTimer?.();
      // The server hears of the end in words before the transport goes; one that does not answer keeps nothing open.
      const cancel = this.environment.clock.after(FarewellMs, () => this.#peer.close());
      void this.#http.end(reason ?? null).then(() => {
        cancel();
        this.#peer.close();
      });
    }
  }

  #fail(failure: Failure): void {
    if (!this.#closed) {
      this.close();
      this.events.failed(failure);
    }
  }

  #sender(kind: string): RTCRtpSender | null {
    return this.#peer.getSenders().find((sender) => sender.track?.kind === kind) ?? null;
  }

  async #negotiate(): Promise<void> {
    const peer = this.#peer;
    try {
      this.#addTracks();
      await peer.setLocalDescription(await peer.createOffer());
    } catch (error) {
      this.#fail(localFailure("no-webrtc", text(error), "refused"));
      return;
    }
    if (this.#closed) {
      return;
    }
    const offer = peer.localDescription?.sdp ?? "";
    const answer = await this.#http.offer(offer, AnswerTimeoutMs);
    if (!answer.ok) {
      this.#fail(answer.failure);
      return;
    }
    if (this.#closed) {
      void this.#http.end();
      return;
    }
    try {
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    } catch (error) {
      this.#fail(localFailure("bad-answer", text(error)));
      return;
    }
    if (this.#closed) {
      return;
    }
    if (peer.connectionState !== "connected") {
      this.#wait(ConnectTimeoutMs, "connect-timeout");
    }
    if (needsTrickle(answer.sdp)) {
      await this.#http.trickle(peer, offer, answer.etag);
    }
  }

  #addTracks(): void {
    const streams = [this.media];
    for (const track of this.media.getVideoTracks()) {
      const sendEncodings = [videoEncoding(this.rung, linesOf(track))];
      const video = this.#peer.addTransceiver(track, { direction: "sendonly", streams, sendEncodings });
      const codecs = preferH264(this.environment.videoCodecs());
      if (codecs.length > 0) {
        video.setCodecPreferences?.(codecs);
      }
    }
    for (const track of this.media.getAudioTracks()) {
      this.#peer.addTransceiver(track, { direction: "sendonly", streams, sendEncodings: [audioEncoding()] });
    }
  }

  #wait(milliseconds: number, code: string): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.environment.clock.after(milliseconds, () => this.#fail(localFailure(code)));
  }

  #transport(): void {
    switch (this.#peer.connectionState) {
      case "connected":
        if (!this.#closed) {
          this.#cancelTimer?.();
          this.#cancelTimer = null;
          this.events.connected();
        }
        break;
      case "disconnected":
        this.#wait(DisconnectedMs, "connection-lost");
        break;
      case "failed":
      case "closed":
        this.#fail(localFailure("connection-lost"));
        break;
    }
  }
}

function text(error: unknown): string | null {
  return error instanceof Error ? error.message : null;
}
