import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer, ApiClient } from "../api/api-client";
import { localFailure } from "../api/failure";
import { RefusedTile } from "../wall/refused";

function fakeApi(answer: () => Answer<unknown>) {
  const asked: unknown[] = [];
  const api = {
    ask: (path: string, body: unknown) => {
      asked.push([path, body]);
      return Promise.resolve(answer());
    },
  } as unknown as ApiClient;
  return { api, asked };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a refused tile asks once who can grant the right", async () => {
  const { api, asked } = fakeApi(() => ({ ok: true, value: { grantedBy: ["甲", "乙", "丙", "丁"] } }));
  let told = 0;
  const tile = new RefusedTile(api, () => told++);
  tile.seen("forbidden", "camera", "c1", "、");
  tile.seen("forbidden", "camera", "c1", "、");
  await settled();
  assert.equal(tile.granters, "甲、乙、丙");
  assert.equal(told, 1);
  assert.deepEqual(asked, [["/access/why", { right: "live.watch", kind: "camera", id: "c1" }]]);
});

test("other reasons ask nothing and forget what was said of another device", async () => {
  const { api, asked } = fakeApi(() => ({ ok: true, value: { grantedBy: ["甲"] } }));
  const tile = new RefusedTile(api, () => {});
  tile.seen("right-ended", "camera", "c1", "、");
  await settled();
  assert.equal(tile.granters, "甲");
  tile.seen("stalled", "camera", "c1", "、");
  assert.equal(tile.granters, null);
  tile.seen(null, "camera", "c2", "、");
  assert.equal(asked.length, 1);
});

test("without an answer the general hint stays", async () => {
  const { api } = fakeApi(() => ({ ok: false, failure: localFailure("server-unreachable") }));
  const tile = new RefusedTile(api, () => assert.fail("nothing was told"));
  tile.seen("forbidden", "recorder", "r1", ", ");
  await settled();
  assert.equal(tile.granters, null);
});
