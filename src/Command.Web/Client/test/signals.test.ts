import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "../api/api-client";
import { localFailure } from "../api/failure";
import { SignalBook } from "../api/signal-book";
import type { Signal, SignalColour, SignalPage } from "../api/types";
import { translator } from "../i18n";
import { AlarmSound, Patterns, type Tone } from "../wall/alarm-sound";
import { alarmedDevices, coloursOf, isReason, lineOf, stackOf } from "../wall/alarm-view";
import { FakeClock, settle } from "./fake-clock";

const At = "2026-11-24T15:00:00Z";

const signal = (id: string, change: Partial<Signal> = {}): Signal => ({
  id,
  source: "sos",
  subject: { kind: "recorder", id: `r-${id}`, name: "执法仪 07" },
  unitId: "u1",
  colour: "red",
  state: "new",
  at: At,
  raisedAt: At,
  lastAt: At,
  count: 1,
  grouped: 0,
  evidence: [],
  dueAt: "2026-11-24T15:00:30Z",
  overdue: false,
  simulated: false,
  version: 1,
  ...change,
});

function arrange(...pages: Array<Signal[] | "fails">) {
  const clock = new FakeClock();
  const asked: string[] = [];
  let tell: { restored(): void; signalChanged(signal: Signal): void } | null = null;
  let refuse = false;
  const holds: Array<() => void> = [];
  let hold = false;
  const api = {
    get: async <T>(path: string): Promise<Answer<T>> => {
      asked.push(path);
      const page = pages.shift() ?? [];
      if (hold) {
        await new Promise<void>((resolve) => holds.push(resolve));
      }
      return page === "fails"
        ? { ok: false, failure: localFailure("server-unreachable") }
        : { ok: true, value: { signals: page, next: null, total: page.length } as SignalPage as T };
    },
    post: (path: string, body: unknown): Promise<Answer<null>> => {
      asked.push(`${path} ${JSON.stringify(body)}`);
      return Promise.resolve(refuse ? { ok: false, failure: localFailure("conflict") } : { ok: true, value: null });
    },
  };
  const book = new SignalBook({ listen: (listener) => ((tell = listener), () => {}) }, api, clock);
  return {
    book,
    clock,
    asked,
    tell: () => tell as NonNullable<typeof tell>,
    refuse: () => (refuse = true),
    holdReads: () => (hold = true),
    releaseReads: () => (holds.splice(0).forEach((release) => release()), (hold = false)),
  };
}

const ids = (signals: readonly Signal[]) => signals.map((one) => one.id);

test("the book reads what is open, the most urgent and newest first, and follows", async () => {
  const yellow = signal("y", { colour: "yellow" });
  const { book, tell } = arrange([
    yellow,
    signal("a"),
    signal("b", { raisedAt: "2026-11-24T15:00:05Z" }),
    signal("k", { state: "acknowledged" }),
  ]);
  await settle();
  assert.deepEqual(ids(book.waiting), ["b", "a", "y"]);
  tell().signalChanged(signal("a", { state: "acknowledged", version: 2 }));
  tell().signalChanged(signal("n", { colour: "orange" }));
  assert.deepEqual(ids(book.waiting), ["b", "n", "y"]);
  assert.deepEqual([book.count("red"), book.count("orange"), book.count("blue")], [1, 1, 0]);
});

test("after a loss of the line it reads again: what was answered meanwhile goes", async () => {
  const { book, tell } = arrange([signal("a"), signal("b")], [signal("b")]);
  await settle();
  tell().restored();
  await settle();
  assert.deepEqual(ids(book.waiting), ["b"]);
});

test("news during a reading is not undone by the older page", async () => {
  const { book, tell, holdReads, releaseReads } = arrange([signal("a")], [signal("a"), signal("c")]);
  await settle();
  holdReads();
  tell().restored();
  await settle();
  tell().signalChanged(signal("a", { state: "acknowledged", version: 2 }));
  tell().signalChanged(signal("n"));
  tell().signalChanged(signal("c", { state: "dismissed", version: 2 }));
  releaseReads();
  await settle();
  assert.deepEqual(ids(book.waiting), ["n"]);
});

test("a reading that failed is tried again", async () => {
  const { book, clock } = arrange("fails", [signal("a")]);
  await settle();
  assert.deepEqual(ids(book.waiting), []);
  clock.advance(1_200);
  await settle();
  assert.deepEqual(ids(book.waiting), ["a"]);
});

test("an accepted answer takes effect at once, and late older news does not bring the alarm back", async () => {
  const { book, tell, asked } = arrange([signal("a")]);
  await settle();
  await book.dismiss(signal("a"), "误触");
  assert.deepEqual(ids(book.waiting), []);
  tell().signalChanged(signal("a", { state: "offered", version: 1 }));
  assert.deepEqual(ids(book.waiting), []);
  assert.equal(asked.at(-1), '/signals/a/dismiss {"reason":"误触"}');
});

test("a refused answer leaves the alarm and reads again", async () => {
  const { book, refuse, asked } = arrange([signal("a")], [signal("a")]);
  await settle();
  refuse();
  assert.equal((await book.acknowledge(signal("a"))).ok, false);
  await settle();
  assert.deepEqual(ids(book.waiting), ["a"]);
  assert.equal(asked.filter((path) => path.startsWith("/signals?open=true")).length, 2);
});

test("three banners, the rest is counted; only red with a picture takes tiles", () => {
  const reds = ["a", "b", "c", "d", "e"].map((id) => signal(id));
  assert.deepEqual([ids(stackOf(reds, "red").shown), stackOf(reds, "red").more], [["a", "b", "c"], 2]);
  const mixed = [signal("a"), signal("g", { subject: { kind: "unit", id: "u", name: "" } }), signal("o", { colour: "orange" })];
  assert.deepEqual(alarmedDevices([...mixed, signal("a")]), ["r-a"]);
  assert.deepEqual(
    [...coloursOf(mixed)],
    [
      ["r-a", "red"],
      ["u", "red"],
      ["r-o", "orange"],
    ],
  );
});

test("a banner says what, who, where, since when, how often and what it needs", () => {
  const t = translator("zh-CN");
  const place = { address: null, latitudeDegrees: 31.2204, longitudeDegrees: 121.4263 };
  const line = lineOf(signal("a", { count: 3, place }), Date.parse(At) + 12_000, "江苏路司法所", "李明", t);
  assert.deepEqual(
    [line.what, line.object, line.officer, line.place, line.count, line.need, line.overdue],
    ["红色 · SOS 求助", "执法仪 07", "李明", "江苏路司法所 · 31.22040, 121.42630", "共 3 次", "请在 18 秒内确认", false],
  );
  const late = lineOf(signal("a"), Date.parse(At) + 35_000, null, null, translator("en"));
  assert.deepEqual([late.need, late.overdue], ["Overdue by 5 s: acknowledge now", true]);
  assert.equal(lineOf(signal("a", { source: "gas-leak" }), 0, null, null, t).what, "红色 · gas-leak");
});

test("a reason has 3 to 200 characters", () => {
  assert.deepEqual(["", " ab ", "误触误", "x".repeat(200), "x".repeat(201)].map(isReason), [false, false, true, true, false]);
});

test("each colour sounds different; red comes back until it is answered, blue is silent", () => {
  const clock = new FakeClock();
  const heard: Array<readonly Tone[]> = [];
  const speaker = {
    allowed: true,
    allow: () => Promise.resolve(),
    play: (tones: readonly Tone[]) => void (tones.length > 0 && heard.push(tones)),
  };
  const sound = new AlarmSound(speaker, clock);
  sound.update("red", "red");
  clock.advance(4_500);
  assert.equal(heard.length, 3);
  sound.update("orange", null);
  assert.notDeepEqual(heard.at(-1), heard[0]);
  sound.update("yellow", "yellow");
  clock.advance(60_000);
  assert.equal(heard.length, 5);
  sound.update("yellow", "yellow");
  assert.equal(heard.length, 6);
  sound.update("blue", "blue");
  sound.update(null, null);
  clock.advance(60_000);
  assert.equal(heard.length, 6);
  const shapes = (["red", "orange", "yellow", "blue"] as SignalColour[]).map((colour) => JSON.stringify(Patterns[colour].tones));
  assert.equal(new Set(shapes).size, 4);
});

test("before a gesture nothing sounds; the gesture lets a standing alarm be heard at once", async () => {
  const clock = new FakeClock();
  let heard = 0;
  const speaker = { allowed: false, allow: () => ((speaker.allowed = true), Promise.resolve()), play: () => void heard++ };
  const sound = new AlarmSound(speaker, clock);
  sound.update("red", "red");
  clock.advance(5_000);
  assert.deepEqual([heard, sound.armed], [0, false]);
  await sound.arm();
  assert.deepEqual([heard, sound.armed], [1, true]);
});
