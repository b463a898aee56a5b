import type { CameraStatus, DeviceState, DeviceSummary, Profile, RecorderStatus } from "./types";
import type { StateCause, StreamChanged, StreamStatus } from "./types";

/** One stream of a device as far as a tile needs it. Times are epoch milliseconds. */
export interface StreamFacts {
  state: DeviceState;
  cause: StateCause;
  since: number;
  retryAt: number | null;
}

/** What a tile shows of a recorder beside its state. */
export interface RecorderFacts {
  batteryPercent: number | null;
  live: boolean;
  weak: boolean;
  sos: boolean;
  officer: string | null;
  /** The server can ask it to start; null until its status was read. */
  connected: boolean | null;
}

/** What a tile knows of its device. */
export interface DeviceFacts {
  id: string;
  kind: string;
  name: string;
  unitId: string;
  state: DeviceState;
  cause: StateCause;
  since: number;
  simulated: boolean;
  hasSub: boolean;
  enabled: boolean;
  /** Code of an audio codec that a browser cannot play, so that the tile can say why it is silent. */
  audioNotPlayable: string | null;
  streams: Partial<Record<Profile, StreamFacts>>;
  /** Null for other devices. */
  recorder: RecorderFacts | null;
}

export function fromCamera(camera: CameraStatus): DeviceFacts {
  const streams: Partial<Record<Profile, StreamFacts>> = {};
  let audioNotPlayable: string | null = null;
  for (const stream of camera.streams ?? []) {
    if (stream.profile === "main" || stream.profile === "sub") {
      streams[stream.profile] = fromStream(stream);
    }
    audioNotPlayable ??= stream.tracks?.find((track) => track.kind === "audio")?.notPlayable ?? null;
  }
  return {
    id: camera.id,
    kind: "camera",
    name: camera.name,
    unitId: camera.unitId,
    state: camera.state,
    cause: camera.cause,
    since: Date.parse(camera.since),
    simulated: camera.simulated,
    hasSub: Boolean(camera.subAddress),
    enabled: camera.enabled,
    audioNotPlayable,
    streams,
    recorder: null,
  };
}

export function fromRecorder(status: RecorderStatus): DeviceFacts {
  const session = status.session?.state;
  return {
    id: status.id,
    kind: "recorder",
    name: status.name,
    unitId: status.unitId,
    state: status.state,
    cause: status.cause,
    since: Date.parse(status.since),
    simulated: status.simulated,
    hasSub: false,
    enabled: status.enabled,
    audioNotPlayable: null,
    streams: { live: fromStream(status.stream) },
    recorder: {
      batteryPercent: status.health?.batteryPercent ?? null,
      live: session === "live" || session === "weak",
      weak: session === "weak",
      sos: status.sos,
      officer: status.officer?.name ?? null,
      connected: status.connected,
    },
  };
}

/** A summary replaces what it tells and keeps what it does not (per-stream facts, audio). */
export function mergeSummary(known: DeviceFacts | null, device: DeviceSummary): DeviceFacts {
  const marks = device.recorder;
  return {
    id: device.id,
    kind: device.kind,
    name: device.name,
    unitId: device.unitId,
    state: device.state,
    cause: device.cause,
    since: Date.parse(device.since),
    simulated: device.simulated,
    hasSub: device.hasSub,
    enabled: device.enabled,
    audioNotPlayable: known?.audioNotPlayable ?? null,
    streams: known?.streams ?? {},
    recorder: marks
      ? {
          batteryPercent: marks.batteryPercent ?? null,
          live: marks.live,
          weak: marks.weak,
          sos: marks.sos,
          officer: marks.officer ?? null,
          connected: known?.recorder?.connected ?? null,
        }
      : null,
  };
}

export function mergeStream(known: DeviceFacts, profile: Profile, change: StreamChanged, at: number): DeviceFacts {
  const before = known.streams[profile];
  const same = before !== undefined && before.state === change.state && before.cause.code === change.cause.code;
  const stream: StreamFacts = {
    state: change.state,
    cause: change.cause,
    since: same ? before.since : at,
    retryAt: change.retryAt ? Date.parse(change.retryAt) : null,
  };
  return { ...known, streams: { ...known.streams, [profile]: stream } };
}

export function streamPath(kind: string, id: string, profile: Profile): string {
  return `${kind}/${id}/${profile}`;
}

/** `camera/{id}/main` or `recorder/{id}/live` → its parts; null for names that are not a device's picture. */
export function parseStreamPath(path: string): { kind: string; id: string; profile: Profile } | null {
  const [kind, id, profile, ...rest] = path.split("/");
  const known = kind === "recorder" ? profile === "live" : profile === "main" || profile === "sub";
  return kind && id && known && rest.length === 0 ? { kind, id, profile: profile as Profile } : null;
}

function fromStream(stream: StreamStatus): StreamFacts {
  return {
    state: stream.state,
    cause: stream.cause,
    since: Date.parse(stream.since),
    retryAt: stream.retryAt ? Date.parse(stream.retryAt) : null,
  };
}
