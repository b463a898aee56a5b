import type { WallTile } from "../api/types";

export type Cells = 1 | 4 | 9 | 16;
export const AllCells: readonly Cells[] = [1, 4, 9, 16];

export interface Grid {
  columns: number;
  rows: number;
}

/** Square on a screen; on an upright phone few columns, since pictures are wide. */
export function gridOf(cells: Cells, width: number, height: number): Grid {
  const side = Math.sqrt(cells);
  if (width >= height * 0.9) {
    return { columns: side, rows: side };
  }
  const columns = cells <= 4 ? 1 : 2;
  return { columns, rows: Math.ceil(cells / columns) };
}

export type Direction = "left" | "right" | "up" | "down";

/** The slot an arrow leads to; the same one at an edge. */
export function neighbour(slot: number, direction: Direction, cells: number, columns: number): number {
  const column = slot % columns;
  switch (direction) {
    case "left":
      return column > 0 ? slot - 1 : slot;
    case "right":
      return column < columns - 1 && slot + 1 < cells ? slot + 1 : slot;
    case "up":
      return slot >= columns ? slot - columns : slot;
    case "down":
      return slot + columns < cells ? slot + columns : slot;
  }
}

/** Anything saved by an older or newer client becomes a layout this one can show. */
export function toCells(value: number): Cells {
  return AllCells.find((cells) => cells >= value) ?? 16;
}

/** Slot → device, for all 16 slots; slots outside the present layout keep theirs for when it grows again. */
export type Places = Map<number, string>;

export function placesOf(tiles: readonly WallTile[]): Places {
  return new Map(
    tiles.filter((tile) => tile.slot >= 0 && tile.slot < 16 && tile.deviceId !== "").map((tile) => [tile.slot, tile.deviceId]),
  );
}

export function tilesOf(places: Places): WallTile[] {
  return [...places].map(([slot, deviceId]) => ({ slot, deviceId })).sort((a, b) => a.slot - b.slot);
}

export function swapped(places: Places, from: number, to: number): Places {
  const next = new Map(places);
  const a = places.get(from);
  const b = places.get(to);
  next.delete(from);
  next.delete(to);
  if (a !== undefined) {
    next.set(to, a);
  }
  if (b !== undefined) {
    next.set(from, b);
  }
  return next;
}

/** Puts a device into a slot; one that is already on show in the layout moves there, and what was there takes its old place. */
export function placed(places: Places, slot: number, deviceId: string, cells: number): Places {
  const from = [...places].find(([at, id]) => id === deviceId && at < cells)?.[0];
  return from === undefined ? new Map(places).set(slot, deviceId) : swapped(places, from, slot);
}

/**
 * Where a device goes that a person adds without naming a slot: the selected tile if empty, the first empty one, the selected one, or a
 * larger layout. Only a full wall of 16 without a selection loses its last tile.
 */
export function slotForNew(places: Places, cells: Cells, selected: number | null): { slot: number; cells: Cells } {
  if (selected !== null && selected < cells && !places.has(selected)) {
    return { slot: selected, cells };
  }
  for (let slot = 0; slot < cells; slot++) {
    if (!places.has(slot)) {
      return { slot, cells };
    }
  }
  if (selected !== null && selected < cells) {
    return { slot: selected, cells };
  }
  const larger = AllCells.find((candidate) => candidate > cells);
  if (larger === undefined) {
    return { slot: cells - 1, cells };
  }
  for (let slot = cells; slot < larger; slot++) {
    if (!places.has(slot)) {
      return { slot, cells: larger };
    }
  }
  return { slot: cells, cells: larger };
}

/**
 * Which running tile serves which slot next, so that no picture that stays on the wall is interrupted: same place first, then the same
 * device elsewhere, then any tile left over.
 * @returns For each slot the slot whose tile it takes over, or null for a new tile.
 */
export function planReuse(before: ReadonlyArray<string | null>, places: Places, cells: number): Array<number | null> {
  const free = new Set(before.keys());
  const plan = new Array<number | null>(cells).fill(null);
  const take = (slot: number, from: number) => {
    plan[slot] = from;
    free.delete(from);
  };
  const wanted = (slot: number) => places.get(slot) ?? null;
  for (let slot = 0; slot < cells; slot++) {
    if (free.has(slot) && wanted(slot) !== null && before[slot] === wanted(slot)) {
      take(slot, slot);
    }
  }
  for (let slot = 0; slot < cells; slot++) {
    if (plan[slot] === null && wanted(slot) !== null) {
      const from = [...free].find((candidate) => before[candidate] === wanted(slot));
      if (from !== undefined) {
        take(slot, from);
      }
    }
  }
  for (let slot = 0; slot < cells; slot++) {
    if (plan[slot] === null) {
      const from = free.has(slot) ? slot : [...free][0];
      if (from !== undefined) {
        take(slot, from);
      }
    }
  }
  return plan;
}
