/** What one reading of a sending connection's statistics tells. Counters only grow. */
export interface UplinkReading {
  /** Bytes of everything sent on the transport. */
  bytesSent: number;
  /** Bytes of anything the server said: as long as media reaches it, its feedback comes several times a second. */
  bytesReceived: number;
  availableBitsPerSecond: number | null;
  /** 0 to 1. */
  fractionLost: number | null;
  roundTripMs: number | null;
  framesSent: number;
  /** Lines of the picture that leaves; null while none does. */
  height: number | null;
}

/** The members we read; browsers give some of them. */
interface Entry {
  type: string;
  kind?: string;
  id?: string;
  nominated?: boolean;
  state?: string;
  selectedCandidatePairId?: string;
  bytesSent?: number;
  bytesReceived?: number;
  availableOutgoingBitrate?: number;
  currentRoundTripTime?: number;
  fractionLost?: number;
  roundTripTime?: number;
  framesSent?: number;
  frameWidth?: number;
  frameHeight?: number;
}

export function readUplink(report: { forEach(visit: (entry: Entry) => void): void }): UplinkReading {
  const entries: Entry[] = [];
  report.forEach((entry) => entries.push(entry));
  const transport = entries.find((entry) => entry.type === "transport");
  const pairs = entries.filter((entry) => entry.type === "candidate-pair");
  const pair =
    pairs.find((entry) => entry.id === transport?.selectedCandidatePairId) ??
    pairs.find((entry) => entry.nominated === true && entry.state === "succeeded");
  const outbound = entries.filter((entry) => entry.type === "outbound-rtp");
  const video = outbound.find((entry) => entry.kind === "video");
  const reports = entries.filter((entry) => entry.type === "remote-inbound-rtp");
  const told = reports.find((entry) => entry.kind === "video") ?? reports[0];
  const sent = outbound.reduce((sum, entry) => sum + (entry.bytesSent ?? 0), 0);
  const roundTrip = told?.roundTripTime ?? pair?.currentRoundTripTime;
  const { frameWidth: width, frameHeight: height } = video ?? {};
  return {
    bytesSent: transport?.bytesSent ?? pair?.bytesSent ?? sent,
    bytesReceived: transport?.bytesReceived ?? pair?.bytesReceived ?? 0,
    availableBitsPerSecond: pair?.availableOutgoingBitrate ?? null,
    fractionLost: told?.fractionLost ?? null,
    roundTripMs: roundTrip === undefined ? null : Math.round(roundTrip * 1000),
    framesSent: video?.framesSent ?? 0,
    height: width === undefined || height === undefined ? null : Math.min(width, height),
  };
}
