/** Why something the client asked for did not happen; `code` finds the words for people. */
export interface Failure {
  /** refused: asking again changes nothing until somebody acts. down: asking again may work. */
  kind: "refused" | "down";
  code: string;
  /** Facts for an engineer (address, status line), never needed to understand the reason. */
  detail: string | null;
  /** The server's own localised words, used when we have none for the code. */
  title: string | null;
  retryAfterMs: number | null;
}

interface Problem {
  reason?: string;
  title?: string;
  detail?: string;
}

const NoProblem: Problem = {};

/** RFC 9457 body and status → failure. The status decides the kind, since a device's cause may carry the same word as ours. */
export function failureOf(status: number, problem: Problem | null, retryAfter: string | null): Failure {
  const { reason, title, detail } = problem ?? NoProblem;
  const seconds = retryAfter === null || retryAfter === "" ? Number.NaN : Number(retryAfter);
  return {
    ...classify(status, reason),
    detail: detail ?? null,
    title: title ?? null,
    retryAfterMs: Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null,
  };
}

export function localFailure(code: string, detail: string | null = null, kind: Failure["kind"] = "down"): Failure {
  return { kind, code, detail, title: null, retryAfterMs: null };
}

function classify(status: number, reason: string | undefined): { kind: Failure["kind"]; code: string } {
  switch (status) {
    case 401:
      return { kind: "refused", code: "signed-out" };
    case 403:
      return { kind: "refused", code: "forbidden" };
    case 404:
      return { kind: "refused", code: "device-removed" };
    case 409:
      return { kind: "down", code: reason ?? "conflict" };
    case 406:
      return { kind: "refused", code: reason ?? "no-common-codec" };
    case 429:
      return { kind: "down", code: "busy" };
    case 502:
    case 504:
      return { kind: "down", code: "server-unreachable" };
    case 503:
      return { kind: "down", code: reason ?? "busy" };
    default:
      return status >= 500 ? { kind: "down", code: "server-error" } : { kind: "refused", code: "bad-offer" };
  }
}

/** Failures of one stream of a device: another profile of the same device may still play. */
export function concernsProfileOnly(code: string): boolean {
  return code.startsWith("not-playable") || ProfileCodes.has(code);
}

const ProfileCodes = new Set([
  "not-found",
  "no-video",
  "bad-sdp",
  "no-common-codec",
  "device-removed",
  "no-first-frame",
  "transport-refused",
]);

export async function readFailure(response: Response): Promise<Failure> {
  let problem: Problem | null = null;
  try {
    const parsed: unknown = JSON.parse(await response.text());
    if (typeof parsed === "object" && parsed !== null) {
      problem = parsed as Problem;
    }
  } catch {
    // A proxy's HTML page tells nothing; the status does.
  }
  return failureOf(response.status, problem, response.headers.get("Retry-After"));
}
