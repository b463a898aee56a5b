import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "../api/api-client";
import { localFailure } from "../api/failure";
import type { WallLayout } from "../api/types";
import { LayoutStore, type LayoutApi } from "../wall/layout-store";
import { FakeClock, settle } from "./fake-clock";

function arrange(layout: WallLayout | null = { cells: 4, tiles: [{ slot: 0, deviceId: "a" }], version: 3 }) {
  const clock = new FakeClock();
  const server = { layout, puts: [] as WallLayout[], up: layout !== null };
  let hold: Promise<void> | null = null;
  const lost = { ok: false, failure: localFailure("server-unreachable") } as const;
  const api: LayoutApi = {
    get: async <T>() => (server.up ? { ok: true, value: server.layout as T } : lost) as Answer<T>,
    put: async <T>(_: string, body: unknown) => {
      await hold;
      if (!server.up) {
        return lost as Answer<T>;
      }
      const next = { ...(body as WallLayout), version: (server.layout?.version ?? 0) + 1 };
      server.layout = next;
      server.puts.push(next);
      return { ok: true, value: next as T };
    },
  };
  let changes = 0;
  const saves: boolean[] = [];
  const store = new LayoutStore(api, { changed: () => changes++, saved: (saved) => saves.push(saved) }, clock);
  const holdPuts = () => {
    let release = () => undefined as void;
    hold = new Promise((resolve) => (release = resolve));
    return () => ((hold = null), release());
  };
  return { clock, server, store, saves, changes: () => changes, holdPuts };
}

test("the person's layout is read and shown", async () => {
  const { store, changes } = arrange();
  await store.load();
  assert.deepEqual([store.cells, [...store.places], changes()], [4, [[0, "a"]], 1]);
});

test("several changes are saved once, a moment later", async () => {
  const { store, clock, server } = arrange();
  await store.load();
  store.change(
    4,
    new Map([
      [0, "a"],
      [1, "b"],
    ]),
  );
  clock.advance(300);
  store.change(9, store.places);
  clock.advance(399);
  assert.equal(server.puts.length, 0);
  clock.advance(1);
  await settle();
  assert.equal(server.puts.length, 1);
  assert.deepEqual([server.puts[0]?.cells, server.puts[0]?.tiles.length], [9, 2]);
});

test("nothing is saved before the person's own layout was seen", async () => {
  const { store, clock, server } = arrange(null);
  await store.load();
  store.change(1, new Map());
  clock.advance(60_000);
  await settle();
  assert.equal(server.puts.length, 0);
});

test("another page's change is shown, an old or own one is not", async () => {
  const { store, changes } = arrange();
  await store.load();
  store.remote({ cells: 9, tiles: [], version: 3 });
  assert.equal(store.cells, 4);
  store.remote({ cells: 9, tiles: [], version: 4 });
  assert.deepEqual([store.cells, changes()], [9, 2]);
});

test("while own changes wait, others' are ignored: the last writer wins", async () => {
  const { store, clock, server } = arrange();
  await store.load();
  store.change(1, new Map([[0, "z"]]));
  store.remote({ cells: 16, tiles: [], version: 9 });
  assert.equal(store.cells, 1);
  clock.advance(400);
  await settle();
  assert.equal(server.layout?.cells, 1);
});

test("a newer layout that arrives while saving is taken afterwards", async () => {
  const { store, clock, holdPuts } = arrange();
  await store.load();
  const release = holdPuts();
  store.change(1, new Map());
  clock.advance(400);
  store.remote({ cells: 16, tiles: [], version: 5 });
  assert.equal(store.cells, 1);
  release();
  await settle();
  assert.equal(store.cells, 16);
});

test("a save that fails is tried again and told", async () => {
  const { store, clock, server, saves } = arrange();
  await store.load();
  server.up = false;
  store.change(9, store.places);
  clock.advance(400);
  await settle();
  assert.deepEqual(saves, [false]);
  server.up = true;
  clock.advance(2_000);
  await settle();
  assert.deepEqual(saves, [false, true]);
  assert.equal(server.layout?.cells, 9);
});

test("after a restart of the server, unsaved changes are saved rather than overwritten", async () => {
  const { store, clock, server } = arrange();
  await store.load();
  server.up = false;
  store.change(16, store.places);
  clock.advance(400);
  await settle();
  server.up = true;
  await store.load();
  clock.advance(0);
  await settle();
  assert.deepEqual([store.cells, server.layout?.cells], [16, 16]);
});
