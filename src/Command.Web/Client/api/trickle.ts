/** RFC 8840 body for candidates found after the offer was sent. Servers that are ICE-lite do not need any. */
export function trickleFragment(offerSdp: string, candidates: readonly RTCIceCandidate[]): string {
  const first = (name: string) => new RegExp(`^a=${name}:(.*)$`, "m").exec(offerSdp)?.[1]?.trim() ?? "";
  const lines = [`a=ice-ufrag:${first("ice-ufrag")}`, `a=ice-pwd:${first("ice-pwd")}`, "m=audio 9 RTP/AVP 0", `a=mid:${first("mid")}`];
  for (const candidate of candidates) {
    lines.push(`a=${candidate.candidate}`);
  }
  lines.push("a=end-of-candidates");
  return lines.join("\r\n") + "\r\n";
}

export function needsTrickle(answerSdp: string): boolean {
  return !/^a=ice-lite\s*$/m.test(answerSdp);
}
