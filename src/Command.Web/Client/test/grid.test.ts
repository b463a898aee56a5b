import assert from "node:assert/strict";
import { test } from "node:test";
import { AllCells, gridOf, neighbour, placed, placesOf, planReuse, slotForNew, swapped, tilesOf, toCells } from "../wall/grid";

test("square on screens, few columns on an upright phone, room for every cell", () => {
  assert.deepEqual(gridOf(4, 1030, 700), { columns: 2, rows: 2 });
  assert.deepEqual(gridOf(16, 1920, 1000), { columns: 4, rows: 4 });
  assert.deepEqual(gridOf(4, 390, 800), { columns: 1, rows: 4 });
  assert.deepEqual(gridOf(9, 390, 800), { columns: 2, rows: 5 });
  for (const cells of AllCells) {
    for (const [width, height] of [
      [390, 800],
      [1920, 1080],
      [0, 0],
    ] as const) {
      const { columns, rows } = gridOf(cells, width, height);
      assert.ok(columns * rows >= cells);
    }
  }
});

test("arrows move by one and stop at edges", () => {
  assert.equal(neighbour(0, "right", 4, 2), 1);
  assert.equal(neighbour(1, "right", 4, 2), 1);
  assert.equal(neighbour(1, "down", 4, 2), 3);
  assert.equal(neighbour(3, "down", 4, 2), 3);
  assert.equal(neighbour(2, "up", 4, 2), 0);
  assert.equal(neighbour(2, "left", 4, 2), 2);
  assert.equal(neighbour(8, "right", 9, 2), 8);
});

test("any number becomes a layout that has room", () => {
  assert.deepEqual([0, 1, 2, 4, 6, 9, 16, 99].map(toCells), [1, 1, 4, 4, 9, 9, 16, 16]);
});

test("a layout from the server is read tolerantly and written sorted", () => {
  const places = placesOf([
    { slot: 3, deviceId: "b" },
    { slot: 0, deviceId: "a" },
    { slot: 77, deviceId: "x" },
    { slot: 1, deviceId: "" },
  ]);
  assert.deepEqual(tilesOf(places), [
    { slot: 0, deviceId: "a" },
    { slot: 3, deviceId: "b" },
  ]);
});

test("dragging between tiles swaps, also with an empty one", () => {
  const places = new Map([
    [0, "a"],
    [1, "b"],
  ]);
  assert.deepEqual([...swapped(places, 0, 1)].sort(), [
    [0, "b"],
    [1, "a"],
  ]);
  assert.deepEqual([...swapped(places, 0, 3)].sort(), [
    [1, "b"],
    [3, "a"],
  ]);
});

test("a device that is on show already moves instead of being shown twice", () => {
  const places = new Map([
    [0, "a"],
    [1, "b"],
  ]);
  assert.deepEqual([...placed(places, 1, "a", 4)].sort(), [
    [0, "b"],
    [1, "a"],
  ]);
  assert.deepEqual(placed(places, 2, "c", 4).get(2), "c");
});

test("a new device goes to the selected empty tile, the first empty one, the selected one, a larger layout", () => {
  const full = new Map([0, 1, 2, 3].map((slot) => [slot, `d${slot}`]));
  assert.deepEqual(slotForNew(new Map([[0, "a"]]), 4, 2), { slot: 2, cells: 4 });
  assert.deepEqual(slotForNew(new Map([[0, "a"]]), 4, 0), { slot: 1, cells: 4 });
  assert.deepEqual(slotForNew(full, 4, 3), { slot: 3, cells: 4 });
  assert.deepEqual(slotForNew(full, 4, null), { slot: 4, cells: 9 });
  const sixteen = new Map(Array.from({ length: 16 }, (_, slot) => [slot, `d${slot}`] as const));
  assert.deepEqual(slotForNew(sixteen, 16, null), { slot: 15, cells: 16 });
});

test("a larger layout does not push out what waits in its slots", () => {
  const places = new Map([0, 1, 2, 3, 4].map((slot) => [slot, `d${slot}`]));
  assert.deepEqual(slotForNew(places, 4, null), { slot: 5, cells: 9 });
});

test("tiles that stay keep their players, wherever they go", () => {
  const before = ["a", "b", null, "c"];
  assert.deepEqual(planReuse(before, placesOf([{ slot: 0, deviceId: "a" }]), 1), [0]);
  const swappedPlaces = new Map([
    [0, "b"],
    [1, "a"],
    [3, "c"],
  ]);
  assert.deepEqual(planReuse(before, swappedPlaces, 4), [1, 0, 2, 3]);
  const grown = planReuse(before, new Map([...swappedPlaces, [7, "d"]]), 9);
  assert.deepEqual(grown.slice(0, 4), [1, 0, 2, 3]);
  assert.deepEqual(grown.slice(4), [null, null, null, null, null]);
});

test("no tile serves two slots", () => {
  const before = ["a", "a", "b", null];
  const plan = planReuse(
    before,
    new Map([
      [0, "b"],
      [1, "a"],
      [2, "a"],
      [3, "a"],
    ]),
    9,
  );
  const used = plan.filter((from) => from !== null);
  assert.equal(new Set(used).size, used.length);
});
