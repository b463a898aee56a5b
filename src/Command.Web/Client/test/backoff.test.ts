import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "../api/backoff";

test("waits grow 1, 2, 4, 8, 15, 15 seconds and start over after a reset", () => {
  const backoff = new Backoff(() => 0.5);
  const waits = Array.from({ length: 7 }, () => backoff.next());
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  assert.equal(backoff.attempt, 7);
  backoff.reset();
  assert.equal(backoff.next(), 1_000);
});

test("waits are spread by 15 percent to either side", () => {
  assert.equal(new Backoff(() => 0).next(), 850);
  assert.equal(new Backoff(() => 1).next(), 1_150);
});

test("thousands of failures do not overflow the wait", () => {
  const backoff = new Backoff(() => 0.5);
  for (let i = 0; i < 5_000; i++) {
    backoff.next();
  }
  assert.equal(backoff.next(), 15_000);
});
