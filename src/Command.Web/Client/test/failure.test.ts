import assert from "node:assert/strict";
import { test } from "node:test";
import { concernsProfileOnly, failureOf, readFailure } from "../api/failure";

test("the status decides whether asking again can help", () => {
  const cases: Array<[number, string | undefined, "refused" | "down", string]> = [
    [401, "token-expired", "refused", "signed-out"],
    [403, "no-right", "refused", "forbidden"],
    [404, "unknown-stream", "refused", "device-removed"],
    [406, "not-playable-h265", "refused", "not-playable-h265"],
    [406, undefined, "refused", "no-common-codec"],
    [400, "bad-offer", "refused", "bad-offer"],
    [413, undefined, "refused", "bad-offer"],
    [429, undefined, "down", "busy"],
    [500, undefined, "down", "server-error"],
    [502, undefined, "down", "server-unreachable"],
    [503, "host-unreachable", "down", "host-unreachable"],
    [503, "not-found", "down", "not-found"],
    [503, undefined, "down", "busy"],
    [504, undefined, "down", "server-unreachable"],
  ];
  for (const [status, reason, kind, code] of cases) {
    const failure = failureOf(status, reason === undefined ? null : { reason }, null);
    assert.deepEqual([failure.kind, failure.code], [kind, code], `${status} ${reason}`);
  }
});

test("Retry-After in seconds is kept, anything else is not", () => {
  assert.equal(failureOf(503, null, "3").retryAfterMs, 3_000);
  assert.equal(failureOf(503, null, "Wed, 21 Oct 2026 07:28:00 GMT").retryAfterMs, null);
  assert.equal(failureOf(503, null, null).retryAfterMs, null);
});

test("words of the server are kept beside the code", async () => {
  const body = JSON.stringify({ reason: "unauthorized", title: "设备拒绝", detail: "401 Unauthorized from 192.0.2.4:554." });
  const failure = await readFailure(new Response(body, { status: 503 }));
  assert.deepEqual([failure.code, failure.title, failure.detail], ["unauthorized", "设备拒绝", "401 Unauthorized from 192.0.2.4:554."]);
});

test("a body that is not JSON leaves the status", async () => {
  assert.equal((await readFailure(new Response("<html>502", { status: 502 }))).code, "server-unreachable");
  assert.equal((await readFailure(new Response("3", { status: 503 }))).code, "busy");
});

test("faults of one stream are told from faults of the device", () => {
  for (const code of ["not-playable-h265", "not-found", "no-video", "bad-sdp", "no-first-frame"]) {
    assert.equal(concernsProfileOnly(code), true, code);
  }
  for (const code of ["host-unreachable", "unauthorized", "timeout", "signed-out", "server-unreachable", "connecting"]) {
    assert.equal(concernsProfileOnly(code), false, code);
  }
});
