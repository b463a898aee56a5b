import assert from "node:assert/strict";
import { test } from "node:test";
import { SseParser, type ServerEvent } from "../api/sse-parser";

const Text = 'event: hello\ndata: {"node":"a"}\nid: 1\n\n: heartbeat\n\ndata: one\ndata: two\n\nevent: x\n\nevent: y\r\ndata:3\r\n\r\n';
const Expected: ServerEvent[] = [
  { name: "hello", data: '{"node":"a"}' },
  { name: "message", data: "one\ntwo" },
  { name: "y", data: "3" },
];

function parse(chunks: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const parser = new SseParser((event) => events.push(event));
  chunks.forEach((chunk) => parser.push(chunk));
  return events;
}

test("names, data of several lines, comments and CRLF", () => {
  assert.deepEqual(parse([Text]), Expected);
});

test("chunks may end anywhere", () => {
  for (let cut = 1; cut < Text.length; cut++) {
    assert.deepEqual(parse([Text.slice(0, cut), Text.slice(cut)]), Expected, `cut at ${cut}`);
  }
  assert.deepEqual(parse([...Text]), Expected);
});
