// What the server says on the wire (camelCase JSON, kebab-case enums, ISO 8601 times).

export type DeviceState = "unknown" | "connecting" | "online" | "degraded" | "offline" | "disabled";
export type Profile = "main" | "sub";

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
