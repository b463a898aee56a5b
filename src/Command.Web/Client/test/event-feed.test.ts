import assert from "node:assert/strict";
import { test } from "node:test";
import { EventFeed, type FeedLoss } from "../api/event-feed";
import { FakeClock, settle } from "./fake-clock";

type Reply = { status: number; stream?: ReadableStream<Uint8Array> } | "broken";

function arrange(replies: Reply[]) {
  const clock = new FakeClock();
  const told: string[] = [];
  const losses: FeedLoss[] = [];
  let asked = 0;
  const fetcher = ((_: unknown, init: RequestInit) => {
    const reply = replies[Math.min(asked++, replies.length - 1)];
    if (reply === undefined || reply === "broken") {
      return Promise.reject(new TypeError("refused"));
    }
    const body = reply.stream ?? null;
    init.signal?.addEventListener("abort", () => told.push("aborted"), { once: true });
    return Promise.resolve(new Response(body, { status: reply.status }));
  }) as typeof fetch;
  const feed = new EventFeed(
    "/events",
    () => ({}),
    { open: () => told.push("open"), event: (event) => told.push(event.name), lost: (loss) => (losses.push(loss), told.push("lost")) },
    clock,
    () => 0.5,
    fetcher,
  );
  return { clock, told, losses, feed, asked: () => asked };
}

/** Streams need turns of the real event loop, not only micro-tasks. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) {
    await turn();
  }
}

test("no answer: tried again after 1, 2, 4 seconds for ever", async () => {
  const { clock, losses, feed, asked } = arrange(["broken"]);
  feed.start();
  await settle();
  for (const wait of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
    const before = asked();
    clock.advance(wait - 1);
    await settle();
    assert.equal(asked(), before);
    clock.advance(1);
    await settle();
    assert.equal(asked(), before + 1);
  }
  assert.equal(losses.at(-1)?.attempts, 7);
  assert.equal(losses.at(-1)?.status, null);
  feed.stop();
});

test("401 is told as such", async () => {
  const { losses, feed } = arrange([{ status: 401 }]);
  feed.start();
  await settle();
  assert.equal(losses[0]?.status, 401);
  feed.stop();
});

test("events arrive, and a line that ends is opened again with a short wait", async () => {
  const stream = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode("event: hello\ndata: {}\n\n"));
        controller.close();
      },
    });
  const { clock, told, losses, feed } = arrange([
    { status: 200, stream: stream() },
    { status: 200, stream: stream() },
  ]);
  feed.start();
  await turns();
  assert.deepEqual(
    told.filter((what) => what !== "aborted"),
    ["open", "hello", "lost"],
  );
  assert.equal(losses[0]?.attempts, 1);
  clock.advance(1_000);
  await turns();
  assert.deepEqual(
    told.filter((what) => what !== "aborted"),
    ["open", "hello", "lost", "open", "hello", "lost"],
  );
  assert.equal(losses[1]?.attempts, 1);
  feed.stop();
});

test("a line without even heartbeats for 25 seconds is given up", async () => {
  const silent = new ReadableStream<Uint8Array>({ start: () => undefined });
  const { clock, told, feed } = arrange([{ status: 200, stream: silent }]);
  feed.start();
  await turns();
  assert.deepEqual(told, ["open"]);
  clock.advance(24_999);
  assert.deepEqual(told, ["open"]);
  clock.advance(1);
  assert.deepEqual(told, ["open", "aborted"]);
  feed.stop();
});

test("kick tries at once while waiting", async () => {
  const { feed, asked } = arrange(["broken"]);
  feed.start();
  await settle();
  assert.equal(asked(), 1);
  feed.kick();
  await settle();
  assert.equal(asked(), 2);
  feed.stop();
});
