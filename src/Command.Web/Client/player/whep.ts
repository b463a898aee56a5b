import type { Clock } from "../api/clock";
import { localFailure, type Failure } from "../api/failure";
import { SdpExchange, type SdpEnvironment } from "../api/sdp-exchange";
import { needsTrickle } from "../api/trickle";

/** A pull that the server starts for us may take a few seconds; longer is a server in trouble. */
const AnswerTimeoutMs = 12_000;
/** From the answer to a connected transport. A handshake that hangs is seen now and then; a new session cures it. */
const ConnectTimeoutMs = 5_000;

export interface WhepEvents {
  connected(): void;
  tracks(stream: MediaStream): void;
  /** At most once; the session is closed by then. */
  failed(failure: Failure): void;
}

export interface WhepEnvironment extends SdpEnvironment {
  clock: Clock;
  createPeer(): RTCPeerConnection;
}

/** One viewing by WHEP: offer, answer, a transport, and its end told to the server. Never retries; its owner does. */
export class WhepSession {
  readonly #peer: RTCPeerConnection;
  readonly #stream = new MediaStream();
  readonly #http: SdpExchange;
  #closed = false;
  #cancelTimer: (() => void) | null = null;

  constructor(
    url: string,
    private readonly events: WhepEvents,
    private readonly environment: WhepEnvironment,
  ) {
    this.#http = new SdpExchange(url, environment);
    this.#peer = environment.createPeer();
    this.#peer.addEventListener("track", (event) => this.#track(event));
    this.#peer.addEventListener("connectionstatechange", () => this.#transport());
    void this.#negotiate();
  }

  /** The session's public id, known after the answer. */
  get sessionId(): string | null {
    return this.#http.sessionId;
  }

  videoReceiver(): RTCRtpReceiver | null {
    return this.#peer.getReceivers().find((receiver) => receiver.track.kind === "video") ?? null;
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#cancelTimer?.();
      this.#peer.close();
      void this.#http.end();
    }
  }

  fail(failure: Failure): void {
    if (!this.#closed) {
      this.close();
      this.events.failed(failure);
    }
  }

  async #negotiate(): Promise<void> {
    const peer = this.#peer;
    try {
      peer.addTransceiver("video", { direction: "recvonly" });
      peer.addTransceiver("audio", { direction: "recvonly" });
      await peer.setLocalDescription(await peer.createOffer());
    } catch (error) {
      // Also an answer: closed while preparing.
      this.fail(localFailure("no-webrtc", text(error), "refused"));
      return;
    }
    const offer = peer.localDescription?.sdp ?? "";
    const answer = await this.#http.offer(offer, AnswerTimeoutMs);
    if (!answer.ok) {
      this.fail(answer.failure);
      return;
    }
    if (this.#closed) {
      void this.#http.end();
      return;
    }
    try {
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    } catch (error) {
      this.fail(localFailure("bad-answer", text(error)));
      return;
    }
    if (this.#closed) {
      return;
    }
    if (/^m=video 0 /m.test(answer.sdp)) {
      this.fail(localFailure("no-video"));
      return;
    }
    if (peer.connectionState !== "connected") {
      this.#cancelTimer = this.environment.clock.after(ConnectTimeoutMs, () => this.fail(localFailure("connect-timeout")));
    }
    if (needsTrickle(answer.sdp)) {
      await this.#http.trickle(peer, offer, answer.etag);
    }
  }

  #track(event: RTCTrackEvent): void {
    lowLatency(event.receiver);
    this.#stream.addTrack(event.track);
    if (!this.#closed) {
      this.events.tracks(this.#stream);
    }
  }

  #transport(): void {
    const state = this.#peer.connectionState;
    if (state === "connected" && !this.#closed) {
      this.#cancelTimer?.();
      this.events.connected();
    } else if (state === "failed" || state === "closed") {
      this.fail(localFailure("connection-lost"));
    }
  }
}

/** A wall wants the newest picture, not the smoothest. The hint is what older browsers understand. */
function lowLatency(receiver: RTCRtpReceiver & { jitterBufferTarget?: number | null; playoutDelayHint?: number | null }): void {
  if ("jitterBufferTarget" in receiver) {
    receiver.jitterBufferTarget = 0;
  } else if ("playoutDelayHint" in receiver) {
    (receiver as { playoutDelayHint?: number }).playoutDelayHint = 0;
  }
}

function text(error: unknown): string | null {
  return error instanceof Error ? error.message : null;
}
