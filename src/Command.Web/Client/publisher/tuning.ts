import { Rungs } from "./ladder";

const SoundBitsPerSecond = 32_000;

type Encoding = RTCRtpEncodingParameters & { networkPriority?: RTCPriorityType };

/** Sound is the last thing to go. */
export function audioEncoding(): Encoding {
  return { maxBitrate: SoundBitsPerSecond, priority: "high", networkPriority: "high" };
}

/** @param lines Lines of the captured picture's shorter side. */
export function videoEncoding(rung: number, lines: number): Encoding {
  const step = Rungs[rung] ?? Rungs[0];
  const encoding: Encoding = { priority: "low", networkPriority: "low", active: step?.lines != null };
  if (step?.lines != null) {
    encoding.maxBitrate = step.maxBitsPerSecond;
    encoding.maxFramerate = step.framesPerSecond;
    encoding.scaleResolutionDownBy = Math.max(1, lines / step.lines);
  }
  return encoding;
}

/** Lines of the shorter side: a phone held upright sends 720 × 1280. */
export function linesOf(track: MediaStreamTrack | null): number {
  const { width, height } = track?.getSettings?.() ?? {};
  return width === undefined || height === undefined ? 720 : Math.min(width, height);
}

/** Changes what a sender does, without a new offer. A browser that refuses a value goes on as before. */
export async function tuneVideo(sender: RTCRtpSender, rung: number): Promise<void> {
  const parameters = sender.getParameters();
  const encoding = parameters.encodings?.[0];
  if (encoding !== undefined) {
    Object.assign(encoding, videoEncoding(rung, linesOf(sender.track)));
    await sender.setParameters(parameters).catch(() => undefined);
  }
}

/** H.264 first (stills and recordings need no transcoding then), packetization mode 1 before 0; everything else stays as a second choice. */
export function preferH264(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const rank = ({ mimeType, sdpFmtpLine }: RTCRtpCodec) =>
    mimeType.toLowerCase() !== "video/h264" ? 2 : /packetization-mode=1/.test(sdpFmtpLine ?? "") ? 0 : 1;
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}
