import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeTimeStrip, stripAge } from "../harness/time-strip";

function strip(width: number, rate: 15 | 25, frame: number, white = 235, black = 16): Uint8ClampedArray {
  const index = Array.from({ length: 11 }, (_, i) => (frame >> (10 - i)) & 1);
  const rateBit = rate === 15 ? 1 : 0;
  const parity = [rateBit, ...index].reduce((sum, bit) => sum ^ bit, 0);
  const bits = [1, 0, rateBit, ...index, parity, 1];
  const side = width / 80;
  const pixels = new Uint8ClampedArray(width * Math.ceil(side) * 4).fill(90);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < 16 * side; x++) {
      pixels.fill(bits[Math.floor(x / side)] === 1 ? white : black, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return pixels;
}

test("every frame number of both rates is read, at both sizes", () => {
  for (const [width, rate] of [
    [1280, 25],
    [640, 15],
  ] as const) {
    for (let frame = 0; frame < 60 * rate; frame++) {
      assert.deepEqual(decodeTimeStrip(strip(width, rate, frame), width), { framesPerSecond: rate, frame });
    }
  }
});

test("a dim strip is read, a flat or damaged one is not", () => {
  assert.equal(decodeTimeStrip(strip(1280, 25, 777, 150, 40), 1280)?.frame, 777);
  assert.equal(decodeTimeStrip(new Uint8ClampedArray(1280 * 16 * 4).fill(200), 1280), null);
  const damaged = strip(1280, 25, 777);
  for (let y = 0; y < 16; y++) {
    damaged.fill(16, (y * 1280 + 13 * 16) * 4, (y * 1280 + 14 * 16) * 4);
  }
  assert.equal(decodeTimeStrip(damaged, 1280), null);
});

test("ages cross the minute", () => {
  const minute = Date.parse("2026-11-24T15:00:00Z");
  assert.equal(stripAge({ framesPerSecond: 25, frame: 25 }, minute + 1_200), 0.19999999999999996);
  assert.ok(Math.abs(stripAge({ framesPerSecond: 25, frame: 1_495 }, minute + 100) - 0.3) < 1e-9);
});
