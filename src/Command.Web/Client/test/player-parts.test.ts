import assert from "node:assert/strict";
import { test } from "node:test";
import { localFailure } from "../api/failure";
import type { Profile } from "../api/types";
import { frameLatency, pictureAge, playoutLatency } from "../player/age";
import { chooseProfile, wishedProfile } from "../player/profile";
import { needsTrickle, trickleFragment } from "../api/trickle";

test("sub stream up to 640 px, where there is one", () => {
  assert.equal(wishedProfile(640, true), "sub");
  assert.equal(wishedProfile(641, true), "main");
  assert.equal(wishedProfile(320, false), "main");
});

test("the other profile stands in for one that does not play", () => {
  const refused = new Map<Profile, ReturnType<typeof localFailure>>([["main", localFailure("not-playable-h265")]]);
  assert.deepEqual(chooseProfile("main", true, refused), { profile: "sub", fallback: "not-playable-h265" });
  assert.deepEqual(chooseProfile("main", false, refused), { profile: "main", fallback: null });
  assert.deepEqual(chooseProfile("sub", true, refused), { profile: "sub", fallback: null });
  assert.deepEqual(chooseProfile("live", false, new Map([["live", localFailure("not-live")]])), { profile: "live", fallback: null });
  refused.set("sub", localFailure("not-found"));
  assert.deepEqual(chooseProfile("main", true, refused), { profile: "main", fallback: null });
});

test("latency from the sender's clock, on the NTP and on the Unix scale", () => {
  const server = Date.parse("2026-11-24T15:00:00Z");
  assert.equal(playoutLatency(server - 180, server), 180);
  assert.equal(playoutLatency(server - 180 + 2_208_988_800_000, server), 180);
  assert.equal(playoutLatency(server + 30, server), 0);
});

test("a clock that cannot be right gives no age", () => {
  const server = Date.parse("2026-11-24T15:00:00Z");
  for (const absurd of [undefined, 0, Number.NaN, server - 3_600_000, server + 60_000]) {
    assert.equal(playoutLatency(absurd, server), null);
  }
});

test("a standing picture grows older", () => {
  assert.equal(pictureAge(200, 5_000, 5_040), 240);
  assert.equal(pictureAge(null, 5_000, 9_000), 4_000);
});

test("trickle only for servers that are not ICE-lite", () => {
  assert.equal(needsTrickle("v=0\r\na=ice-lite\r\nm=video 9"), false);
  assert.equal(needsTrickle("v=0\r\nm=video 9"), true);
  const offer = "v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:secret\r\na=mid:0\r\n";
  const body = trickleFragment(offer, [{ candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host" } as RTCIceCandidate]);
  const lines = body.trimEnd().split("\r\n");
  assert.deepEqual(lines, [
    "a=ice-ufrag:abcd",
    "a=ice-pwd:secret",
    "m=audio 9 RTP/AVP 0",
    "a=mid:0",
    "a=candidate:1 1 udp 1 127.0.0.1 9 typ host",
    "a=end-of-candidates",
  ]);
});

test("a frame's lag counts from its capture, else from its arrival, and never from an absurd time", () => {
  assert.equal(frameLatency({ presentationTime: 1_000, captureTime: 780, receiveTime: 985 }), 220);
  assert.equal(frameLatency({ presentationTime: 1_000, receiveTime: 985 }), 15);
  assert.equal(frameLatency({ presentationTime: 1_000, captureTime: 5_000, receiveTime: 985 }), 15);
  assert.equal(frameLatency({ presentationTime: 1_000 }), null);
});
