import { localFailure, readFailure, type Failure } from "./failure";

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const RequestTimeoutMs = 10_000;

/** JSON over the REST surface, with the person's cookie. Never throws: what went wrong is a value. */
export class ApiClient {
  constructor(
    readonly base: string,
    private readonly language: string,
  ) {}

  /** Where the server's other doors (WHEP, sign-in) start. */
  get root(): string {
    return this.base.replace(/\/api\/v1\/?$/, "");
  }

  headers(extra: Record<string, string> = {}): Record<string, string> {
    return { "X-Command-Client": "1", "Accept-Language": this.language, ...extra };
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.#send<T>(path, { method: "GET" });
  }

  put<T>(path: string, body: unknown, keepalive = false): Promise<Answer<T>> {
    const headers = this.headers({ "Content-Type": "application/json" });
    return this.#send<T>(path, { method: "PUT", body: JSON.stringify(body), keepalive, headers });
  }

  /** Tells the server something; there is nothing to read in the answer. */
  post(path: string, body: unknown, keepalive = false): Promise<Answer<null>> {
    const headers = this.headers({ "Content-Type": "application/json" });
    const init = { method: "POST", body: JSON.stringify(body), keepalive, headers };
    return this.#request(path, init, () => Promise.resolve(null));
  }

  /** Asks something that needs a body; the answer is read. */
  ask<T>(path: string, body: unknown): Promise<Answer<T>> {
    const headers = this.headers({ "Content-Type": "application/json" });
    return this.#send<T>(path, { method: "POST", body: JSON.stringify(body), headers });
  }

  async blob(path: string): Promise<Answer<Blob>> {
    return this.#request(path, { method: "GET" }, (response) => response.blob());
  }

  #send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    return this.#request(path, init, async (response) => (await response.json()) as T);
  }

  async #request<T>(path: string, init: RequestInit, read: (response: Response) => Promise<T>): Promise<Answer<T>> {
    try {
      const response = await fetch(this.base + path, {
        headers: this.headers(),
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(RequestTimeoutMs),
        ...init,
      });
      return response.ok ? { ok: true, value: await read(response) } : { ok: false, failure: await readFailure(response) };
    } catch {
      return { ok: false, failure: localFailure("server-unreachable") };
    }
  }
}
