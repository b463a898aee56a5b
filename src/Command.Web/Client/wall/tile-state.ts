import type { DeviceFacts } from "../api/facts";
import type { Failure } from "../api/failure";
import type { Profile } from "../api/types";
import { pictureAge } from "../player/age";
import { ResubscribeAfterMs, StaleAfterMs } from "../player/stream-player";

// The life of a tile as a pure function: events in, what to show out. No DOM, no clock of its own.

export interface TileState {
  deviceId: string | null;
  facts: DeviceFacts | null;
  /** The server knows no such device (any more). */
  gone: boolean;
  profile: Profile | null;
  /** Why the wished profile is not the one shown. */
  fallback: string | null;
  picture: boolean;
  lastFrameAt: number | null;
  frames: number;
  latencyMs: number | null;
  trying: boolean;
  attempt: number;
  nextTryAt: number | null;
  failure: Failure | null;
  /** Monotonic start of the present time without a picture. */
  darkSince: number;
  /** Epoch milliseconds; null while the event line stands. */
  linkLostSince: number | null;
  /** The server no longer knows who is watching here. */
  signedOut: boolean;
}

export type TileEvent =
  | { type: "assigned"; deviceId: string | null; at: number }
  | { type: "facts"; facts: DeviceFacts }
  | { type: "gone" }
  | { type: "trying"; attempt: number; profile: Profile }
  | { type: "picture"; profile: Profile; fallback: string | null }
  | { type: "frames"; lastFrameAt: number | null; frames: number; latencyMs: number | null }
  | { type: "changeFailed"; nextTryAt: number }
  | { type: "failed"; failure: Failure; nextTryAt: number | null; at: number }
  | { type: "link"; lostSince: number | null; signedOut: boolean };

export type TileStatus = "empty" | "connecting" | "playing" | "stale" | "down" | "refused";

export type TileProgress =
  | { kind: "trying"; attempt: number }
  | { kind: "next"; attempt: number; seconds: number }
  | { kind: "device-next"; seconds: number }
  | { kind: "resubscribe"; seconds: number };

export interface TileView {
  status: TileStatus;
  reason: string | null;
  /** The server's own words for a reason we have none for. */
  title: string | null;
  detail: string | null;
  /** Epoch milliseconds of the beginning of this status; null when it does not matter. */
  since: number | null;
  /** Full seconds since then. */
  seconds: number;
  progress: TileProgress | null;
  ageMs: number | null;
  showPicture: boolean;
}

export function emptyTile(linkLostSince: number | null = null, signedOut = false): TileState {
  return {
    deviceId: null,
    facts: null,
    gone: false,
    profile: null,
    fallback: null,
    picture: false,
    lastFrameAt: null,
    frames: 0,
    latencyMs: null,
    trying: false,
    attempt: 0,
    nextTryAt: null,
    failure: null,
    darkSince: 0,
    linkLostSince,
    signedOut,
  };
}

export function reduce(state: TileState, event: TileEvent): TileState {
  switch (event.type) {
    case "assigned":
      return { ...emptyTile(state.linkLostSince, state.signedOut), deviceId: event.deviceId, darkSince: event.at };
    case "facts":
      return { ...state, facts: event.facts, gone: false };
    case "gone":
      return { ...state, gone: true, picture: false };
    case "trying":
      return { ...state, trying: true, attempt: event.attempt, nextTryAt: null, profile: state.picture ? state.profile : event.profile };
    case "picture": {
      const { profile, fallback } = event;
      return { ...state, picture: true, profile, fallback, trying: false, attempt: 0, nextTryAt: null, failure: null };
    }
    case "frames":
      return { ...state, lastFrameAt: event.lastFrameAt, frames: event.frames, latencyMs: event.latencyMs };
    case "changeFailed":
      return { ...state, trying: false, nextTryAt: event.nextTryAt };
    case "failed":
      return {
        ...state,
        picture: false,
        latencyMs: null,
        trying: false,
        nextTryAt: event.nextTryAt,
        failure: event.failure,
        // From the last picture on, or since the tile was filled: a chain of different failures is one dark time.
        darkSince: state.picture ? (state.lastFrameAt ?? event.at) : state.darkSince,
      };
    case "link":
      return { ...state, linkLostSince: event.lostSince, signedOut: event.signedOut };
  }
}

/** @param now Monotonic. @param epoch Server time in epoch milliseconds. */
export function viewOf(state: TileState, now: number, epoch: number): TileView {
  if (state.deviceId === null) {
    return { ...Blank, status: "empty" };
  }
  if (state.picture && state.lastFrameAt !== null) {
    const standing = now - state.lastFrameAt;
    return standing < StaleAfterMs ? playing(state, now) : stale(state, now, epoch);
  }
  return dark(state, now, epoch);
}

const Blank: TileView = {
  status: "empty",
  reason: null,
  title: null,
  detail: null,
  since: null,
  seconds: 0,
  progress: null,
  ageMs: null,
  showPicture: false,
};

function playing(state: TileState, now: number): TileView {
  return { ...Blank, status: "playing", ageMs: pictureAge(state.latencyMs, state.lastFrameAt ?? now, now), showPicture: true };
}

function stale(state: TileState, now: number, epoch: number): TileView {
  const last = state.lastFrameAt ?? now;
  const standing = now - last;
  const cause = deviceCause(state);
  const progress: TileProgress = state.trying
    ? { kind: "trying", attempt: state.attempt }
    : { kind: "resubscribe", seconds: Math.max(0, Math.ceil((ResubscribeAfterMs - standing) / 1000)) };
  return {
    status: "stale",
    reason: cause?.code ?? silence(state),
    title: null,
    detail: cause?.detail ?? null,
    since: epoch - standing,
    seconds: Math.floor(standing / 1000),
    progress,
    ageMs: pictureAge(state.latencyMs, last, now),
    showPicture: true,
  };
}

function silence(state: TileState): string {
  if (state.signedOut) {
    return "signed-out";
  }
  return state.linkLostSince === null ? "no-new-picture" : "server-unreachable";
}

function dark(state: TileState, now: number, epoch: number): TileView {
  const { failure } = state;
  const own = { since: epoch - (now - state.darkSince), title: failure?.title ?? null, detail: failure?.detail ?? null };
  const cause = deviceCause(state);
  const view = (status: TileStatus, reason: string, told: { since: number; title?: string | null; detail: string | null }): TileView => ({
    ...Blank,
    status,
    reason,
    title: told.title ?? null,
    detail: told.detail,
    since: told.since,
    seconds: Math.max(0, Math.floor((epoch - told.since) / 1000)),
    progress: progressOf(state, now, epoch),
  });
  if (state.signedOut || failure?.code === "signed-out") {
    return view("refused", "signed-out", own);
  }
  if (state.linkLostSince !== null) {
    return view("down", "server-unreachable", { since: Math.min(own.since, state.linkLostSince), detail: null });
  }
  if (state.gone) {
    return view("refused", "device-removed", { ...own, detail: null });
  }
  if (cause?.code === "disabled-by-person" || failure === null || failure.kind === "down") {
    if (cause !== null) {
      return view("down", cause.code, cause);
    }
  }
  if (failure !== null && failure.code !== "connecting" && !(failure.code === NotLive && state.facts?.recorder?.live === true)) {
    return view(failure.kind, failure.code, own);
  }
  return view("connecting", "connecting", { since: own.since, detail: null });
}

/** What the server says of the source, where that explains a missing picture. */
function deviceCause(state: TileState): { code: string; detail: string | null; since: number } | null {
  const { facts } = state;
  if (facts === null) {
    return null;
  }
  if (!facts.enabled || facts.state === "disabled") {
    return { code: "disabled-by-person", detail: null, since: facts.since };
  }
  if (facts.recorder !== null) {
    return recorderCause(facts);
  }
  const source = (state.profile === null ? undefined : facts.streams[state.profile]) ?? facts;
  const broken = source.state === "offline" || source.state === "degraded";
  return broken && !SilentCauses.has(source.cause.code)
    ? { code: source.cause.code, detail: source.cause.detail ?? null, since: source.since }
    : null;
}

/** Why a recorder gives no picture: it is away, or it does not stream. That its battery is low does not explain it. */
function recorderCause(facts: DeviceFacts): { code: string; detail: string | null; since: number } | null {
  const away = facts.state === "offline" || (facts.state === "connecting" && facts.recorder?.live !== true);
  if (away && !SilentCauses.has(facts.cause.code)) {
    return { code: facts.cause.code, detail: facts.cause.detail ?? null, since: facts.since };
  }
  return facts.recorder?.live === false ? { code: NotLive, detail: null, since: facts.streams.live?.since ?? facts.since } : null;
}

/** Nobody sends the stream now. */
export const NotLive = "not-live";

/** Codes that tell of an act or of nothing, not of a fault. */
const SilentCauses = new Set(["none", "idle", "created", "changed", "enabled-by-person", "server-started"]);

function progressOf(state: TileState, now: number, epoch: number): TileProgress | null {
  if (state.trying) {
    return { kind: "trying", attempt: state.attempt };
  }
  const retryAt = state.profile === null ? null : (state.facts?.streams[state.profile]?.retryAt ?? null);
  if (retryAt !== null && retryAt > epoch && state.linkLostSince === null && deviceCause(state) !== null) {
    return { kind: "device-next", seconds: Math.ceil((retryAt - epoch) / 1000) };
  }
  if (state.nextTryAt !== null) {
    return { kind: "next", attempt: state.attempt + 1, seconds: Math.max(0, Math.ceil((state.nextTryAt - now) / 1000)) };
  }
  return null;
}
