import assert from "node:assert/strict";
import { test } from "node:test";
import type { HubConnection, HubConnectionBuilder } from "../shell/blazor";
import { startsAfresh } from "../shell/link";

function connect(): { connection: HubConnection; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const record = (...call: unknown[]) => {
    calls.push(call);
    return Promise.resolve(undefined);
  };
  const builder: HubConnectionBuilder = { build: () => ({ invoke: record, send: record }) };
  startsAfresh(builder);
  return { connection: builder.build(), calls };
}

const batch = (...operations: [string, number][]) =>
  JSON.stringify({ batchId: 1, operations: operations.map(([type, ssrComponentId]) => ({ type, ssrComponentId })) });

test("a resume that no server can grant becomes a circuit with nothing in it", async () => {
  const { connection, calls } = connect();
  await connection.invoke("ResumeCircuit", "old", "http://x/", "http://x/wall", "[]", "");
  assert.deepEqual(calls, [["StartCircuit", "http://x/", "http://x/wall", "[]", ""]]);
});

test("the new circuit hears of an island only once it has been added", async () => {
  const { connection, calls } = connect();
  await connection.invoke("ResumeCircuit", "old", "http://x/", "http://x/wall", "[]", "");
  await connection.send("UpdateRootComponents", batch(["update", 1], ["remove", 2]), "state");
  await connection.send("UpdateRootComponents", batch(["add", 1]), "");
  await connection.send("UpdateRootComponents", batch(["update", 1], ["update", 2]), "");
  assert.deepEqual(calls.slice(1), [
    ["UpdateRootComponents", batch(), "state"],
    ["UpdateRootComponents", batch(["add", 1]), ""],
    ["UpdateRootComponents", batch(["update", 1]), ""],
  ]);
});

test("an ordinary circuit is left alone", async () => {
  const { connection, calls } = connect();
  await connection.invoke("ConnectCircuit", "id");
  await connection.send("UpdateRootComponents", batch(["update", 7]), "");
  await connection.send("OnRenderCompleted", 1, null);
  assert.deepEqual(calls, [
    ["ConnectCircuit", "id"],
    ["UpdateRootComponents", batch(["update", 7]), ""],
    ["OnRenderCompleted", 1, null],
  ]);
});
