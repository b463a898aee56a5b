import assert from "node:assert/strict";
import { test } from "node:test";
import { fromCamera, mergeStream, mergeSummary, parseStreamPath, streamPath } from "../api/facts";
import { streamText, type CameraStatus, type DeviceSummary } from "../api/types";

const camera: CameraStatus = {
  id: "c1",
  name: "北门",
  subAddress: "rtsp://x/sub",
  enabled: true,
  unitId: "u1",
  state: "online",
  cause: { code: "none" },
  since: "2026-11-24T15:00:00Z",
  simulated: true,
  streams: [
    {
      profile: "main",
      state: "online",
      cause: { code: "none" },
      since: "2026-11-24T15:00:00Z",
      retryAt: null,
      tracks: [
        { kind: "video", codec: "h264", notPlayable: null },
        { kind: "audio", codec: "aac", notPlayable: "aac" },
      ],
    },
  ],
};

const summary: DeviceSummary = {
  ...camera,
  kind: "camera",
  state: "offline",
  cause: { code: "timeout" },
  since: "2026-11-24T16:00:00Z",
  hasSub: true,
  alwaysOn: false,
};

test("a camera's status tells what a tile needs", () => {
  const facts = fromCamera(camera);
  assert.deepEqual([facts.hasSub, facts.simulated, facts.audioNotPlayable, facts.streams.main?.state], [true, true, "aac", "online"]);
  assert.equal(fromCamera({ ...camera, subAddress: null, streams: null }).hasSub, false);
});

test("a summary changes the state and keeps what it does not tell", () => {
  const facts = mergeSummary(fromCamera(camera), summary);
  assert.deepEqual([facts.state, facts.cause.code, facts.audioNotPlayable], ["offline", "timeout", "aac"]);
  assert.equal(facts.since, Date.parse("2026-11-24T16:00:00Z"));
  assert.deepEqual(mergeSummary(null, summary).streams, {});
});

test("a stream's change keeps its beginning while the cause is the same", () => {
  const change = { stream: "camera/c1/main", state: "offline", cause: { code: "stalled" }, retryAt: "2026-11-24T15:00:09Z" } as const;
  const first = mergeStream(fromCamera(camera), "main", change, 1_000);
  const second = mergeStream(first, "main", { ...change, retryAt: "2026-11-24T15:00:19Z" }, 9_000);
  assert.deepEqual([first.streams.main?.since, second.streams.main?.since], [1_000, 1_000]);
  assert.equal(second.streams.main?.retryAt, Date.parse("2026-11-24T15:00:19Z"));
});

test("stream names go both ways", () => {
  assert.deepEqual(parseStreamPath(streamPath("camera", "c1", "sub")), { kind: "camera", id: "c1", profile: "sub" });
  for (const other of ["", "camera/c1", "camera/c1/talk", "camera/c1/main/x", "room/1"]) {
    assert.equal(parseStreamPath(other), null, other);
  }
  assert.equal(streamText({ value: "camera/c1/main" }), "camera/c1/main");
});
