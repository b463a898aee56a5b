// What the server says on the wire (camelCase JSON, kebab-case enums, ISO 8601 times).

export type DeviceState = "unknown" | "connecting" | "online" | "degraded" | "offline" | "disabled";
/** A camera has main and sub, a recorder has live alone. */
export type Profile = "main" | "sub" | "live";

export interface StateCause {
  code: string;
  detail?: string | null;
}

export interface DeviceSummary {
  id: string;
  kind: string;
  name: string;
  code?: string | null;
  unitId: string;
  state: DeviceState;
  cause: StateCause;
  since: string;
  simulated: boolean;
  hasSub: boolean;
  enabled: boolean;
  alwaysOn: boolean;
  notPlayable?: string | null;
  recorder?: RecorderMarks | null;
}

/** What lists show of a recorder beside its state. */
export interface RecorderMarks {
  batteryPercent?: number | null;
  live: boolean;
  weak: boolean;
  sos: boolean;
  officer?: string | null;
}

export interface TrackInfo {
  kind: string;
  codec: string;
  notPlayable?: string | null;
}

export interface StreamStatus {
  profile: string;
  state: DeviceState;
  cause: StateCause;
  since: string;
  retryAt?: string | null;
  tracks?: TrackInfo[] | null;
}

export interface CameraStatus {
  id: string;
  name: string;
  subAddress?: string | null;
  enabled: boolean;
  unitId: string;
  state: DeviceState;
  cause: StateCause;
  since: string;
  simulated: boolean;
  streams?: StreamStatus[] | null;
}

export interface RecorderStatus {
  id: string;
  name: string;
  enabled: boolean;
  unitId: string;
  state: DeviceState;
  cause: StateCause;
  since: string;
  simulated: boolean;
  officer?: { number: string; name: string } | null;
  health?: { batteryPercent?: number | null } | null;
  session?: { state: string } | null;
  sos: boolean;
  stream: StreamStatus;
  connected: boolean;
}

export type SignalColour = "blue" | "yellow" | "orange" | "red";
export type SignalState = "new" | "offered" | "acknowledged" | "dismissed" | "closed";

export interface Signal {
  id: string;
  source: string;
  subject: { kind: string; id: string; name: string };
  unitId: string;
  colour: SignalColour;
  state: SignalState;
  at: string;
  raisedAt: string;
  lastAt: string;
  count: number;
  grouped: number;
  place?: { address?: string | null; latitudeDegrees?: number | null; longitudeDegrees?: number | null } | null;
  detail?: string | null;
  /** The newest; an SOS names each press as `event`, `sos {id}`. */
  evidence: Array<{ kind: string; text: string; at: string }>;
  dueAt?: string | null;
  overdue: boolean;
  answeredBy?: string | null;
  answeredAt?: string | null;
  reason?: string | null;
  causeEndedAt?: string | null;
  simulated: boolean;
  version: number;
}

export interface SignalPage {
  signals: Signal[];
  next?: string | null;
  total: number;
}

export interface WallTile {
  slot: number;
  deviceId: string;
}

export interface WallLayout {
  cells: number;
  tiles: WallTile[];
  version: number;
}

export interface UnitDetails {
  id: string;
  name: string;
}

/** A stream name in an event: plain text, or the wrapped form some serialisers give. */
export type StreamName = string | { value: string };

export interface StreamChanged {
  stream: StreamName;
  state: DeviceState;
  cause: StateCause;
  retryAt?: string | null;
}

export interface ViewingEnded {
  sessionId: string;
  stream: StreamName;
  reason: string;
}

export interface Hello {
  node?: string;
  serverTime?: string;
  version?: string;
}

export function streamText(name: StreamName): string {
  return typeof name === "string" ? name : name.value;
}
