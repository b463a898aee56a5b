import { localFailure, readFailure, type Failure } from "./failure";
import { trickleFragment } from "./trickle";

export interface SdpEnvironment {
  headers(): Record<string, string>;
  fetch: typeof fetch;
}

export type SdpAnswer = { ok: true; sdp: string; etag: string | null } | { ok: false; failure: Failure };

/** The HTTP half of one WHEP or WHIP session (RFC 9725): offer and answer, candidates, and its end. */
export class SdpExchange {
  #location: string | null = null;

  constructor(
    private readonly url: string,
    private readonly environment: SdpEnvironment,
  ) {}

  /** The session's public id, known after the answer. */
  get sessionId(): string | null {
    return this.#location?.split("/").pop() ?? null;
  }

  /** Not cancelled by an early end: an answer that is on its way names a session that must be deleted. */
  async offer(sdp: string, timeoutMs: number): Promise<SdpAnswer> {
    try {
      const response = await this.environment.fetch(this.url, {
        method: "POST",
        headers: { ...this.environment.headers(), "Content-Type": "application/sdp", Accept: "application/sdp" },
        body: sdp,
        credentials: "same-origin",
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        return { ok: false, failure: await readFailure(response) };
      }
      const location = response.headers.get("Location");
      this.#location = location === null ? null : new URL(location, new URL(this.url, document.baseURI)).href;
      return { ok: true, sdp: await response.text().catch(() => ""), etag: response.headers.get("ETag") };
    } catch {
      return { ok: false, failure: localFailure("server-unreachable") };
    }
  }

  /** A server that takes no fragments learns our address from connectivity checks. */
  async trickle(peer: RTCPeerConnection, offer: string, etag: string | null): Promise<void> {
    const candidates: RTCIceCandidate[] = [];
    if (peer.iceGatheringState !== "complete") {
      await new Promise<void>((resolve) => {
        peer.addEventListener("icecandidate", (event) => (event.candidate === null ? resolve() : candidates.push(event.candidate)));
        peer.addEventListener("connectionstatechange", () => resolve(), { once: true });
      });
    }
    if (this.#location !== null && candidates.length > 0) {
      const headers = { ...this.environment.headers(), "Content-Type": "application/trickle-ice-sdpfrag", "If-Match": etag ?? "*" };
      const body = trickleFragment(offer, candidates);
      await this.environment.fetch(this.#location, { method: "PATCH", headers, body, credentials: "same-origin" }).catch(() => undefined);
    }
  }

  /**
   * Idempotent; reaches the server also while the page is leaving. Settles when the server has answered, or cannot.
   * @param reason A reason for the record that the server knows, or null for the usual one.
   */
  async end(reason: string | null = null): Promise<void> {
    const location = this.#location;
    this.#location = null;
    if (location !== null) {
      const init: RequestInit = { method: "DELETE", headers: this.environment.headers(), keepalive: true, credentials: "same-origin" };
      const url = reason === null ? location : `${location}?reason=${encodeURIComponent(reason)}`;
      await this.environment.fetch(url, init).catch(() => undefined);
    }
  }
}
