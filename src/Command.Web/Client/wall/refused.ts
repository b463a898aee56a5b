import type { ApiClient } from "../api/api-client";

/** Reasons of a tile that come from a missing right. */
const Refused = new Set(["forbidden", "right-ended", "shift-over", "view-time-over"]);

interface WhyAnswer {
  grantedBy?: string[];
}

/**
 * Whom to ask when a picture is refused: asked once for each refusal of a device, never in a loop. A device that is hidden, a server that does
 * not answer, or nobody who could grant it, leave the general hint.
 */
export class RefusedTile {
  #asked: string | null = null;
  #names: string | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly told: () => void,
  ) {}

  /** Names of the people who can grant the right; null while nobody is known. */
  get granters(): string | null {
    return this.#names;
  }

  /** @param separator Stands between names in the page's language. */
  seen(reason: string | null, kind: string, deviceId: string | null, separator: string): void {
    const refusal = reason !== null && Refused.has(reason) && deviceId !== null ? `${reason} ${deviceId}` : null;
    if (refusal === this.#asked) {
      return;
    }
    this.#asked = refusal;
    this.#names = null;
    if (refusal !== null) {
      void this.#ask(refusal, kind, deviceId, separator);
    }
  }

  async #ask(refusal: string, kind: string, deviceId: string | null, separator: string): Promise<void> {
    const answer = await this.api.ask<WhyAnswer>("/access/why", { right: "live.watch", kind, id: deviceId });
    const names = answer.ok ? (answer.value.grantedBy ?? []) : [];
    if (this.#asked === refusal && names.length > 0) {
      this.#names = names.slice(0, 3).join(separator);
      this.told();
    }
  }
}
