/** 1900 to 1970 in milliseconds: browsers give estimatedPlayoutTimestamp on the NTP scale. */
const NtpToUnixMs = 2_208_988_800_000;
/** Beyond this a computed age says that a clock is wrong, not that the picture is old. */
const PlausibleMs = 60_000;

/**
 * How far the shown picture lags behind its sender's clock, from RTCP sender reports; null when the sender's clock is unknown or absurd.
 * @param playoutTimestamp `estimatedPlayoutTimestamp` of the inbound video, on the NTP or the Unix scale.
 * @param serverEpochMs The server's present time.
 */
export function playoutLatency(playoutTimestamp: number | undefined, serverEpochMs: number): number | null {
  if (playoutTimestamp === undefined || !Number.isFinite(playoutTimestamp) || playoutTimestamp <= 0) {
    return null;
  }
  const unix = playoutTimestamp > NtpToUnixMs + serverEpochMs / 2 ? playoutTimestamp - NtpToUnixMs : playoutTimestamp;
  const latency = serverEpochMs - unix;
  // Clocks are compared over one way of a line: a little below zero is zero.
  return latency < -1_000 || latency > PlausibleMs ? null : Math.max(0, latency);
}

/** What a browser tells of one presented frame, all on its own monotonic clock. */
export interface FrameTimes {
  presentationTime: number;
  /** Estimated moment of capture; only where the sender's clock is known. */
  captureTime?: number | undefined;
  /** Arrival of the frame's last packet. */
  receiveTime?: number | undefined;
}

/** Lag of one frame: since its capture where that is known, else since its arrival here; null when neither is told. */
export function frameLatency(times: FrameTimes): number | null {
  for (const begin of [times.captureTime, times.receiveTime]) {
    const latency = begin === undefined ? -1 : times.presentationTime - begin;
    if (latency >= 0 && latency <= PlausibleMs) {
      return latency;
    }
  }
  return null;
}

/** Age of the picture on show: the lag of the newest frame plus the time it has been standing. */
export function pictureAge(latencyMs: number | null, lastFrameAt: number, now: number): number {
  return (latencyMs ?? 0) + Math.max(0, now - lastFrameAt);
}
