import type { Clock } from "../api/clock";
import { localFailure, readFailure, type Failure } from "../api/failure";
import { needsTrickle, trickleFragment } from "./trickle";

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

export interface WhepEnvironment {
  clock: Clock;
  headers(): Record<string, string>;
  fetch: typeof fetch;
  createPeer(): RTCPeerConnection;
}

/** One viewing by WHEP: offer, answer, a transport, and its end told to the server. Never retries; its owner does. */
export class WhepSession {
  readonly #peer: RTCPeerConnection;
  readonly #stream = new MediaStream();
  #location: string | null = null;
  #closed = false;
  #cancelTimer: (() => void) | null = null;

  constructor(
    private readonly url: string,
    private readonly events: WhepEvents,
    private readonly environment: WhepEnvironment,
  ) {
    this.#peer = environment.createPeer();
    this.#peer.addEventListener("track", (event) => this.#track(event));
    this.#peer.addEventListener("connectionstatechange", () => this.#transport());
    void this.#negotiate();
  }

  /** The session's public id, known after the answer. */
  get sessionId(): string | null {
    return this.#location?.split("/").pop() ?? null;
  }

  videoReceiver(): RTCRtpReceiver | null {
    return this.#peer.getReceivers().find((receiver) => receiver.track.kind === "video") ?? null;
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#cancelTimer?.();
      this.#peer.close();
      this.#delete();
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
    const response = await this.#post(offer);
    if (response === null) {
      return;
    }
    const answer = await response.text().catch(() => "");
    if (this.#closed) {
      this.#delete();
      return;
    }
    try {
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
    } catch (error) {
      this.fail(localFailure("bad-answer", text(error)));
      return;
    }
    if (this.#closed) {
      return;
    }
    if (/^m=video 0 /m.test(answer)) {
      this.fail(localFailure("no-video"));
      return;
    }
    if (peer.connectionState !== "connected") {
      this.#cancelTimer = this.environment.clock.after(ConnectTimeoutMs, () => this.fail(localFailure("connect-timeout")));
    }
    if (needsTrickle(answer)) {
      await this.#trickle(offer, response.headers.get("ETag"));
    }
  }

  /** Null when there is no session to go on with; the failure is told by then. */
  async #post(offer: string): Promise<Response | null> {
    try {
      // Not cancelled by close(): an answer that is on its way names a session that must be deleted.
      const response = await this.environment.fetch(this.url, {
        method: "POST",
        headers: { ...this.environment.headers(), "Content-Type": "application/sdp", Accept: "application/sdp" },
        body: offer,
        credentials: "same-origin",
        signal: AbortSignal.timeout(AnswerTimeoutMs),
      });
      if (!response.ok) {
        this.fail(await readFailure(response));
        return null;
      }
      const location = response.headers.get("Location");
      this.#location = location === null ? null : new URL(location, new URL(this.url, document.baseURI)).href;
      return response;
    } catch {
      this.fail(localFailure("server-unreachable"));
      return null;
    }
  }

  async #trickle(offer: string, etag: string | null): Promise<void> {
    const candidates: RTCIceCandidate[] = [];
    const peer = this.#peer;
    if (peer.iceGatheringState !== "complete") {
      await new Promise<void>((resolve) => {
        peer.addEventListener("icecandidate", (event) => (event.candidate === null ? resolve() : candidates.push(event.candidate)));
        peer.addEventListener("connectionstatechange", () => resolve(), { once: true });
      });
    }
    if (!this.#closed && this.#location !== null && candidates.length > 0) {
      const headers = { ...this.environment.headers(), "Content-Type": "application/trickle-ice-sdpfrag", "If-Match": etag ?? "*" };
      const body = trickleFragment(offer, candidates);
      // A server that takes no fragments learns our address from connectivity checks; the connect timer judges.
      await this.environment.fetch(this.#location, { method: "PATCH", headers, body, credentials: "same-origin" }).catch(() => undefined);
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

  #delete(): void {
    const location = this.#location;
    this.#location = null;
    if (location !== null) {
      const init: RequestInit = { method: "DELETE", headers: this.environment.headers(), keepalive: true, credentials: "same-origin" };
      void this.environment.fetch(location, init).catch(() => undefined);
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
