import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceFacts } from "../api/facts";
import { localFailure } from "../api/failure";
import { emptyTile, reduce, viewOf, type TileEvent, type TileState } from "../wall/tile-state";

const Epoch = Date.parse("2026-11-24T15:00:00Z");

const facts = (change: Partial<DeviceFacts> = {}): DeviceFacts => ({
  id: "cam1",
  kind: "camera",
  name: "北门",
  unitId: "u1",
  state: "online",
  cause: { code: "none" },
  since: Epoch - 720_000,
  simulated: false,
  hasSub: true,
  enabled: true,
  audioNotPlayable: null,
  streams: {},
  recorder: null,
  ...change,
});

const run = (...events: TileEvent[]): TileState => events.reduce(reduce, emptyTile());
/** Monotonic zero is `Epoch`. */
const view = (state: TileState, now: number) => viewOf(state, now, Epoch + now);

const assigned: TileEvent = { type: "assigned", deviceId: "cam1", at: 0 };
const known = (change: Partial<DeviceFacts> = {}): TileEvent => ({ type: "facts", facts: facts(change) });
const trying = (attempt = 1): TileEvent => ({ type: "trying", attempt, profile: "sub" });
const picture: TileEvent = { type: "picture", profile: "sub", fallback: null };
const frames = (lastFrameAt: number, latencyMs: number | null = null): TileEvent => ({
  type: "frames",
  lastFrameAt,
  frames: 10,
  latencyMs,
});
const failed = (code: string, at: number, nextTryAt: number | null = at + 2_000, kind: "down" | "refused" = "down"): TileEvent => ({
  type: "failed",
  failure: localFailure(code, null, kind),
  nextTryAt,
  at,
});

test("a tile without a device is empty", () => {
  assert.equal(view(emptyTile(), 0).status, "empty");
  assert.equal(view(run(assigned, { type: "assigned", deviceId: null, at: 5 }), 5).status, "empty");
});

test("the first try reads connecting, with seconds", () => {
  const shown = view(run(assigned, known(), trying()), 4_200);
  assert.deepEqual([shown.status, shown.reason, shown.seconds, shown.showPicture], ["connecting", "connecting", 4, false]);
});

test("pictures within three seconds are playing, with their age", () => {
  const state = run(assigned, known(), trying(), picture, frames(5_000, 180));
  const shown = view(state, 5_040);
  assert.deepEqual([shown.status, shown.ageMs, shown.reason], ["playing", 220, null]);
  assert.equal(view(state, 7_999).status, "playing");
});

test("three seconds without a new picture are stale, counted, and the resubscription is announced", () => {
  const state = run(assigned, known(), trying(), picture, frames(5_000));
  const shown = view(state, 8_000);
  assert.deepEqual([shown.status, shown.reason, shown.seconds, shown.showPicture], ["stale", "no-new-picture", 3, true]);
  assert.deepEqual(shown.progress, { kind: "resubscribe", seconds: 5 });
  assert.equal(view(state, 11_400).seconds, 6);
});

test("while subscribing again the old picture stays stale, never playing", () => {
  const state = run(assigned, known(), picture, frames(5_000), trying());
  const shown = view(state, 14_000);
  assert.deepEqual([shown.status, shown.seconds], ["stale", 9]);
  assert.deepEqual(shown.progress, { kind: "trying", attempt: 1 });
});

test("a stale picture names the cause the server knows", () => {
  const streams = {
    sub: { state: "offline", cause: { code: "stalled", detail: "No RTP for 8 s." }, since: Epoch, retryAt: null },
  } as const;
  const shown = view(run(assigned, known({ streams }), picture, frames(0)), 4_000);
  assert.deepEqual([shown.status, shown.reason, shown.detail], ["stale", "stalled", "No RTP for 8 s."]);
});

test("a failure shows its code, since the last picture, and the next try", () => {
  const state = run(assigned, known(), trying(), picture, frames(5_000), failed("connection-lost", 6_000));
  const shown = view(state, 7_000);
  assert.deepEqual([shown.status, shown.reason, shown.seconds, shown.since], ["down", "connection-lost", 2, Epoch + 5_000]);
  assert.deepEqual(shown.progress, { kind: "next", attempt: 1, seconds: 1 });
  assert.equal(shown.showPicture, false);
});

test("a chain of different failures is one dark time", () => {
  const state = run(assigned, known(), trying(), failed("timeout", 3_000), trying(2), failed("host-unreachable", 9_000));
  assert.equal(view(state, 10_000).seconds, 10);
  assert.equal(view(state, 10_000).reason, "host-unreachable");
});

test("while a retry runs the last reason stays, with the number of the try", () => {
  const state = run(assigned, known(), trying(), failed("timeout", 3_000), trying(2));
  const shown = view(state, 4_000);
  assert.deepEqual([shown.status, shown.reason], ["down", "timeout"]);
  assert.deepEqual(shown.progress, { kind: "trying", attempt: 2 });
});

test("an offline device tells since when, longer than the tile exists, and when the server redials", () => {
  const cause = { code: "host-unreachable", detail: "No route to host." };
  const streams = { sub: { state: "offline", cause, since: Epoch - 600_000, retryAt: Epoch + 9_500 } } as const;
  const state = run(assigned, known({ state: "offline", cause, streams }), trying(), failed("host-unreachable", 500));
  const shown = view(state, 1_000);
  assert.deepEqual([shown.status, shown.reason, shown.seconds, shown.detail], ["down", "host-unreachable", 601, "No route to host."]);
  assert.deepEqual(shown.progress, { kind: "device-next", seconds: 9 });
});

test("the device's cause is preferred over our own symptom", () => {
  const state = run(assigned, known({ state: "offline", cause: { code: "unauthorized" } }), trying(), failed("connect-timeout", 5_000));
  assert.equal(view(state, 6_000).reason, "unauthorized");
});

test("an act or an idle device is no cause", () => {
  for (const code of ["idle", "changed", "enabled-by-person", "none", "server-started"]) {
    const state = run(assigned, known({ state: "offline", cause: { code } }), trying());
    assert.equal(view(state, 1_000).status, "connecting", code);
  }
});

test("a refusal is a refusal, whatever the device does", () => {
  const state = run(
    assigned,
    known({ state: "offline", cause: { code: "timeout" } }),
    trying(),
    failed("not-playable-h265", 100, 15_100, "refused"),
  );
  const shown = view(state, 200);
  assert.deepEqual([shown.status, shown.reason], ["refused", "not-playable-h265"]);
});

test("a device switched off by a person says so", () => {
  const state = run(
    assigned,
    known({ enabled: false, state: "disabled", cause: { code: "disabled-by-person" } }),
    trying(),
    failed("disabled", 5),
  );
  assert.deepEqual([view(state, 10).status, view(state, 10).reason], ["down", "disabled-by-person"]);
});

test("a removed device says so, and comes back with its facts", () => {
  const gone = run(assigned, known(), picture, frames(0), { type: "gone" });
  assert.deepEqual([view(gone, 100).status, view(gone, 100).reason], ["refused", "device-removed"]);
  assert.equal(view([known(), trying()].reduce(reduce, gone), 200).status, "connecting");
});

test("signed out comes before everything else", () => {
  const state = run(assigned, known(), failed("signed-out", 10, 15_010, "refused"), { type: "link", lostSince: Epoch, signedOut: false });
  assert.deepEqual([view(state, 20).status, view(state, 20).reason], ["refused", "signed-out"]);
  const running = run(assigned, known(), picture, frames(1_000), { type: "link", lostSince: Epoch, signedOut: true });
  assert.equal(view(running, 1_100).status, "playing");
  assert.deepEqual([view(running, 5_000).status, view(running, 5_000).reason], ["stale", "signed-out"]);
});

test("a lost server leaves running pictures alone and explains dark tiles", () => {
  const lost: TileEvent = { type: "link", lostSince: Epoch + 1_000, signedOut: false };
  const running = run(assigned, known(), picture, frames(2_000), lost);
  assert.equal(view(running, 2_100).status, "playing");
  const dark = run(assigned, known(), trying(), picture, frames(2_000), lost, trying(2), failed("server-unreachable", 10_000, 14_000));
  const shown = view(dark, 11_000);
  assert.deepEqual([shown.status, shown.reason, shown.since], ["down", "server-unreachable", Epoch + 1_000]);
  assert.deepEqual(shown.progress, { kind: "next", attempt: 3, seconds: 3 });
});

test("a new device starts from nothing but the state of the line", () => {
  const state = run(
    assigned,
    known(),
    picture,
    frames(10),
    { type: "link", lostSince: 5, signedOut: true },
    { type: "assigned", deviceId: "cam2", at: 99 },
  );
  assert.deepEqual(state, { ...emptyTile(5, true), deviceId: "cam2", darkSince: 99 });
});

test("a profile change under way or failed does not disturb a running picture", () => {
  const state = run(assigned, known(), picture, frames(1_000), { type: "trying", attempt: 1, profile: "main" });
  assert.equal(state.profile, "sub");
  const after = reduce(state, { type: "changeFailed", nextTryAt: 3_000 });
  assert.deepEqual([view(after, 1_500).status, after.trying], ["playing", false]);
});

test("an unknown reason keeps the server's words", () => {
  const failure = { ...localFailure("lunar-phase"), title: "月相不对" };
  const state = run(assigned, known(), { type: "failed", failure, nextTryAt: null, at: 0 });
  assert.deepEqual([view(state, 1).reason, view(state, 1).title], ["lunar-phase", "月相不对"]);
});

const recorder = { batteryPercent: 80, live: false, weak: false, sos: false, officer: null, connected: true };
const bodyWorn = (change: Partial<DeviceFacts> = {}): TileEvent =>
  known({
    kind: "recorder",
    hasSub: false,
    recorder,
    streams: { live: { state: "offline", cause: { code: "not-live" }, since: Epoch - 90_000, retryAt: null } },
    ...change,
  });

test("a recorder that nobody streams with says so and since when, not that its battery is low", () => {
  const low = bodyWorn({ state: "degraded", cause: { code: "battery-low" } });
  const shown = view(run(assigned, low, { type: "trying", attempt: 1, profile: "live" }, failed("not-live", 500)), 1_000);
  assert.deepEqual([shown.status, shown.reason, shown.since], ["down", "not-live", Epoch - 90_000]);
});

test("a recorder that is away says that rather than that it does not stream", () => {
  const away = bodyWorn({ state: "offline", cause: { code: "connection-lost" }, since: Epoch - 5_000 });
  const shown = view(run(assigned, away, failed("not-live", 500)), 1_000);
  assert.deepEqual([shown.reason, shown.since], ["connection-lost", Epoch - 5_000]);
});

test("a recorder that has just begun to stream is being connected to, whatever was refused before", () => {
  const live = bodyWorn({ recorder: { ...recorder, live: true } });
  assert.equal(view(run(assigned, bodyWorn(), failed("not-live", 500), live), 1_000).status, "connecting");
});
