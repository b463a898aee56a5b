import assert from "node:assert/strict";
import { test } from "node:test";
import { Ladder, Rungs } from "../publisher/ladder";
import { linesOf, preferH264, videoEncoding } from "../publisher/tuning";
import { readUplink } from "../publisher/uplink";

/** A network that carries so much; the estimate never rises above half as much again as is sent, as a browser's does. */
function run(ladder: Ladder, from: number, seconds: number, carries: (second: number) => number, loss = 0): number[] {
  const rungs: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const rung = Rungs[ladder.rung];
    const capacity = carries(second);
    const sent = Math.min(capacity, (rung?.maxBitsPerSecond ?? 0) * 0.7 + 32_000);
    const available = Math.min(capacity, sent * 1.5 + 10_000);
    rungs.push(
      ladder.judge({ at: (from + second) * 1_000, availableBitsPerSecond: available, sentBitsPerSecond: sent, fractionLost: loss }),
    );
  }
  return rungs;
}

const started = () => {
  const ladder = new Ladder();
  ladder.begin(0);
  return ladder;
};

test("a good uplink stays at the top, also while the first estimate is still low", () => {
  const ladder = started();
  assert.equal(ladder.judge({ at: 2_000, availableBitsPerSecond: 300_000, sentBitsPerSecond: 250_000, fractionLost: 0 }), 0);
  assert.deepEqual(new Set(run(ladder, 6, 60, () => 3_000_000)), new Set([0]));
});

test("a shrinking uplink goes down to what it carries within seconds, and to sound alone when nothing else fits", () => {
  const ladder = started();
  assert.equal(run(ladder, 6, 8, () => 400_000).at(-1), 1);
  assert.equal(run(ladder, 20, 8, () => 150_000).at(-1), 2);
  assert.equal(run(ladder, 40, 8, () => 60_000).at(-1), 3);
  assert.equal(run(ladder, 60, 8, () => 30_000).at(-1), 4);
});

test("a collapse skips rungs and is seen sooner", () => {
  assert.ok(run(started(), 6, 3, () => 70_000).includes(3));
});

test("a short dip changes nothing", () => {
  assert.deepEqual(new Set(run(started(), 6, 30, (second) => (second === 10 ? 400_000 : 3_000_000))), new Set([0]));
});

test("from sound alone it climbs all the way when the network is good again", () => {
  const ladder = started();
  run(ladder, 6, 20, () => 20_000);
  assert.equal(ladder.rung, 4);
  assert.equal(run(ladder, 60, 120, () => 3_000_000).at(-1), 0);
});

test("between two rungs it tries ever more seldom instead of swinging", () => {
  const ladder = started();
  const rungs = run(ladder, 6, 300, () => 300_000);
  const climbs = rungs.filter((rung, index) => index > 0 && rung < (rungs[index - 1] ?? 0)).length;
  assert.ok(rungs.filter((rung) => rung === 1).length > 200);
  assert.ok(climbs <= 8, `${climbs} climbs`);
});

test("heavy loss goes down although the estimate is fine; light loss keeps it from climbing", () => {
  assert.ok((run(started(), 6, 10, () => 3_000_000, 0.25).at(-1) ?? 0) > 0);
  const ladder = started();
  run(ladder, 6, 10, () => 400_000);
  assert.equal(run(ladder, 30, 60, () => 3_000_000, 0.08).at(-1), 1);
});

test("a browser without an estimate is judged by loss alone", () => {
  const ladder = started();
  const judge = (at: number, fractionLost: number) =>
    ladder.judge({ at, availableBitsPerSecond: null, sentBitsPerSecond: 500_000, fractionLost });
  const after = (seconds: number) => {
    for (let second = 7; second < 7 + seconds; second++) {
      judge(second * 1_000, 0.25);
    }
    return ladder.rung;
  };
  assert.equal(after(5), 1);
  assert.equal(after(30), 4);
});

test("a rung becomes an encoding: size from the shorter side, frames, bit rate; sound alone switches the picture off", () => {
  assert.deepEqual(videoEncoding(1, 720), {
    priority: "low",
    networkPriority: "low",
    active: true,
    maxBitrate: 800_000,
    maxFramerate: 10,
    scaleResolutionDownBy: 2,
  });
  assert.equal(videoEncoding(0, 480).scaleResolutionDownBy, 1);
  assert.equal(videoEncoding(4, 720).active, false);
  assert.equal(linesOf({ getSettings: () => ({ width: 720, height: 1280 }) } as MediaStreamTrack), 720);
});

test("H.264 is preferred, packetization mode 1 first; the rest stays behind it", () => {
  const codec = (mimeType: string, sdpFmtpLine?: string) => ({ mimeType, clockRate: 90_000, ...(sdpFmtpLine ? { sdpFmtpLine } : {}) });
  const sorted = preferH264([
    codec("video/VP8"),
    codec("video/rtx"),
    codec("video/H264", "packetization-mode=0"),
    codec("video/H264", "packetization-mode=1"),
  ]);
  assert.deepEqual(
    sorted.map((one) => `${one.mimeType} ${one.sdpFmtpLine ?? ""}`.trim()),
    ["video/H264 packetization-mode=1", "video/H264 packetization-mode=0", "video/VP8", "video/rtx"],
  );
});

test("the statistics of a browser are read, and their absence is no error", () => {
  const reading = readUplink(
    new Map(
      Object.entries({
        t: { type: "transport", selectedCandidatePairId: "p2", bytesSent: 5_000, bytesReceived: 700 },
        p1: { type: "candidate-pair", id: "p1", availableOutgoingBitrate: 1 },
        p2: { type: "candidate-pair", id: "p2", availableOutgoingBitrate: 640_000, currentRoundTripTime: 0.2 },
        v: { type: "outbound-rtp", kind: "video", bytesSent: 4_000, framesSent: 30, frameWidth: 720, frameHeight: 1280 },
        r: { type: "remote-inbound-rtp", kind: "video", fractionLost: 0.05, roundTripTime: 0.09 },
      }),
    ),
  );
  assert.deepEqual(reading, {
    bytesSent: 5_000,
    bytesReceived: 700,
    availableBitsPerSecond: 640_000,
    fractionLost: 0.05,
    roundTripMs: 90,
    framesSent: 30,
    height: 720,
  });
  assert.equal(readUplink(new Map()).availableBitsPerSecond, null);
});
