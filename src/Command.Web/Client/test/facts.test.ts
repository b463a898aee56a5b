import assert from "node:assert/strict";
import { test } from "node:test";
import { fromCamera, fromRecorder, mergeStream, mergeSummary, parseStreamPath, streamPath } from "../api/facts";
import { streamText, type CameraStatus, type DeviceSummary, type RecorderStatus } from "../api/types";

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

const bodyWorn: RecorderStatus = {
  ...camera,
  stream: { profile: "live", state: "online", cause: { code: "none" }, since: "2026-11-24T15:00:00Z" },
  officer: { number: "0731", name: "李明" },
  health: { batteryPercent: 35 },
  session: { state: "weak" },
  sos: true,
  connected: false,
};

test("a recorder tells officer, battery, network and alarm; a summary keeps what it does not tell", () => {
  const facts = fromRecorder(bodyWorn);
  assert.deepEqual(facts.recorder, { batteryPercent: 35, live: true, weak: true, sos: true, officer: "李明", connected: false });
  assert.equal(facts.streams.live?.state, "online");
  const marks = { batteryPercent: 30, live: false, weak: false, sos: false, officer: null };
  const later = mergeSummary(facts, { ...summary, kind: "recorder", recorder: marks });
  assert.deepEqual(later.recorder, { ...marks, connected: false });
  assert.equal(mergeSummary(facts, summary).recorder, null);
});

test("the streams of cameras and recorders have their own profiles", () => {
  assert.deepEqual(parseStreamPath("recorder/r1/live"), { kind: "recorder", id: "r1", profile: "live" });
  assert.equal(parseStreamPath("recorder/r1/main"), null);
  assert.equal(parseStreamPath("camera/c1/live"), null);
});
