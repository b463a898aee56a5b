import assert from "node:assert/strict";
import { test } from "node:test";
import type { Places } from "../wall/grid";
import { Takeover } from "../wall/takeover";

const places = (...devices: Array<string | null>): Places =>
  new Map(devices.flatMap((device, slot) => (device === null ? [] : [[slot, device] as [number, string]])));
const shown = (takeover: Takeover, layout: Places, cells: number) =>
  Array.from({ length: cells }, (_, slot) => takeover.over(layout).get(slot) ?? null);

test("an alarm takes a free tile, and gives it back", () => {
  const takeover = new Takeover();
  const layout = places("a", null, "b", null);
  takeover.update(["r"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", "r", "b", null]);
  takeover.update([], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", null, "b", null]);
});

test("on a full wall it takes the last tile, a second one the tile before, and each former picture returns", () => {
  const takeover = new Takeover();
  const layout = places("a", "b", "c", "d");
  takeover.update(["r"], layout, 4);
  takeover.update(["q", "r"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", "b", "q", "r"]);
  takeover.update(["q"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", "b", "q", "d"]);
  assert.deepEqual([...layout.values()], ["a", "b", "c", "d"]);
});

test("a device that is on the wall already takes no second tile, and its tile is not taken", () => {
  const takeover = new Takeover();
  const layout = places("a", "b", "c", "r");
  takeover.update(["r", "q"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", "b", "q", "r"]);
});

test("more alarms than tiles: the most urgent have them", () => {
  const takeover = new Takeover();
  takeover.update(["p", "q", "r"], places("a"), 1);
  assert.deepEqual(shown(takeover, places("a"), 1), ["p"]);
  takeover.update(["o", "p", "q", "r"], places("a"), 1);
  assert.deepEqual(shown(takeover, places("a"), 1), ["o"]);
});

test("a smaller layout keeps the alarm in sight", () => {
  const takeover = new Takeover();
  const layout = places("a", "b", "c", "d");
  takeover.update(["r"], layout, 4);
  takeover.update(["r"], layout, 1);
  assert.deepEqual(shown(takeover, layout, 1), ["r"]);
});

test("a person who clears the tile has it back while the alarm stands; a new alarm of the device asks again", () => {
  const takeover = new Takeover();
  const layout = places("a", "b", "c", "d");
  takeover.update(["r"], layout, 4);
  assert.equal(takeover.has(3), true);
  assert.equal(takeover.decline(3), true);
  assert.equal(takeover.decline(3), false);
  takeover.update(["r"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", "b", "c", "d"]);
  takeover.update([], layout, 4);
  takeover.update(["r"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["a", "b", "c", "r"]);
});

test("a guest can be dragged elsewhere; what was under it is back", () => {
  const takeover = new Takeover();
  const layout = places("a", "b", "c", "d");
  takeover.update(["r"], layout, 4);
  assert.equal(takeover.move(3, 0), true);
  takeover.update(["r"], layout, 4);
  assert.deepEqual(shown(takeover, layout, 4), ["r", "b", "c", "d"]);
  assert.equal(takeover.move(1, 2), false);
});

test("a person who puts the device on the wall ends the visit", () => {
  const takeover = new Takeover();
  takeover.update(["r"], places("a", "b"), 4);
  takeover.update(["r"], places("a", "r"), 4);
  assert.deepEqual(shown(takeover, places("a", "r"), 4), ["a", "r", null, null]);
});
