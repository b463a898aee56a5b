import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "../api/api-client";
import { localFailure } from "../api/failure";
import type { Signal } from "../api/types";
import { networkBars, positionText, rateText, sosWords, statusWords } from "../field/field-words";
import { Hold } from "../field/hold";
import { LossWatch, type Loss } from "../field/loss-watch";
import { PageStore, type KeyValues } from "../field/page-store";
import { PositionSender, type PositionReport } from "../field/position-sender";
import { PositionQueue, PositionRate, type FieldPosition } from "../field/positions";
import { SosLine, type SosReport } from "../field/sos-line";
import { ulid } from "../field/ulid";
import { translator } from "../i18n";
import type { PublishView } from "../publisher/publisher";
import { FakeClock, settle } from "./fake-clock";

class FakeStorage implements KeyValues {
  readonly values = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) {
      throw new DOMException("full", "QuotaExceededError");
    }
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
}

const position = (second: number, change: Partial<FieldPosition> = {}): FieldPosition => ({
  at: new Date(Date.parse("2026-11-24T15:00:00Z") + second * 1_000).toISOString(),
  latitudeDegrees: 31.22,
  longitudeDegrees: 121.42,
  altitudeMetres: null,
  speedKmh: null,
  courseDegrees: null,
  accuracyMetres: 8,
  fix: "2d",
  source: "page",
  buffered: false,
  ...change,
});

const down: Answer<null> = { ok: false, failure: localFailure("server-unreachable") };
const done: Answer<null> = { ok: true, value: null };
const refused: Answer<null> = { ok: false, failure: localFailure("bad-offer", null, "refused") };

test("a ULID is lower case, 26 long, and in order of time", () => {
  const one = ulid(1_764_000_000_000);
  assert.match(one, /^[0-9a-hjkmnp-tv-z]{26}$/);
  assert.ok(one < ulid(1_764_000_000_001));
  assert.equal(
    ulid(0, (bytes) => bytes),
    "0".repeat(26),
  );
});

test("one position in 5 s while moving, one in 30 s while still; a jump within the accuracy is no movement", () => {
  const rate = new PositionRate();
  const taken = (seconds: number[], make: (second: number) => FieldPosition) =>
    seconds.filter((second) => rate.takes(make(second), second * 1_000));
  const every = Array.from({ length: 61 }, (_, second) => second);
  assert.deepEqual(
    taken(every, (second) => position(second)),
    [0, 30, 60],
  );
  const walking = taken([61, 62, 63, 64, 65, 66, 70, 75], (second) => position(second, { speedKmh: 5 }));
  assert.deepEqual(walking, [65, 70, 75]);
  assert.equal(rate.takes(position(82, { latitudeDegrees: 31.2205, accuracyMetres: 100 }), 82_000), false);
  assert.equal(rate.takes(position(83, { latitudeDegrees: 31.2205 }), 83_000), true);
});

test("positions survive a reload, oldest first, each life of the page in its own reports", () => {
  const storage = new FakeStorage();
  const store = () => new PageStore(storage, "f.");
  const queue = new PositionQueue(store());
  for (let i = 1; i <= 120; i++) {
    queue.add({ boot: "a", sequence: i, position: position(i) });
  }
  const later = new PositionQueue(store());
  later.add({ boot: "b", sequence: 1, position: position(200) });
  assert.equal(later.count, 121);
  const batch = later.oldest(100);
  assert.deepEqual([batch.length, batch[0]?.sequence, batch.at(-1)?.sequence], [100, 1, 100]);
  later.remove(batch);
  assert.deepEqual(
    later
      .oldest(100)
      .map((item) => `${item.boot}${item.sequence}`)
      .slice(-2),
    ["a119", "a120"],
  );
  later.remove(later.oldest(100));
  assert.deepEqual(
    new PositionQueue(store()).oldest(100).map((item) => item.boot),
    ["b"],
  );
});

test("a full queue drops the oldest and counts them; full or forbidden storage keeps them in memory", () => {
  const storage = new FakeStorage();
  const queue = new PositionQueue(new PageStore(storage, "f."), 60);
  for (let i = 1; i <= 75; i++) {
    queue.add({ boot: "a", sequence: i, position: position(i) });
  }
  assert.deepEqual([queue.count, queue.dropped, queue.oldest(1)[0]?.sequence], [60, 15, 16]);
  assert.equal(new PositionQueue(new PageStore(storage, "f."), 60).count, 60);
  storage.full = true;
  queue.add({ boot: "a", sequence: 76, position: position(76) });
  assert.equal(queue.oldest(100).at(-1)?.sequence, 76);
});

test("what a crash left half written is as if it had never been", () => {
  const storage = new FakeStorage();
  storage.values.set("f.p", "[0,2]");
  storage.values.set("f.p0", '[{"boot":"a","seq');
  storage.values.set("f.p1", '[{"boot":"a","sequence":7,"position":{"at":"x"}},null,5]');
  assert.deepEqual(
    new PositionQueue(new PageStore(storage, "f.")).oldest(9).map((item) => item.sequence),
    [7],
  );
});

function sender(answers: Answer<null>[]) {
  const clock = new FakeClock();
  clock.epochOffset = Date.parse("2026-11-24T15:10:00Z");
  const reports: PositionReport[] = [];
  const queue = new PositionQueue(new PageStore(new FakeStorage(), "f."));
  const made = new PositionSender(
    "b1",
    queue,
    (report) => (reports.push(report), Promise.resolve(answers.shift() ?? done)),
    () => 55,
    clock,
    () => 0.5,
  );
  return { clock, reports, queue, sender: made };
}

test("the present position goes first, what waited follows oldest first and is marked", async () => {
  const { reports, queue, sender: made, clock } = sender([]);
  queue.add({ boot: "old", sequence: 1, position: position(0) });
  queue.add({ boot: "old", sequence: 2, position: position(5) });
  made.add({ ...position(0), at: new Date(clock.epoch()).toISOString() });
  await settle();
  assert.deepEqual(
    reports.map((report) => [report.boot, report.items.map((item) => [item.sequence, item.position.buffered])]),
    [
      ["b1", [[1, false]]],
      [
        "old",
        [
          [1, true],
          [2, true],
        ],
      ],
    ],
  );
  assert.deepEqual([queue.count, reports[0]?.batteryPercent], [0, 55]);
});

test("without the server they wait and are tried with growing waits; the network's return is used at once", async () => {
  const { reports, queue, sender: made, clock } = sender([down, down, done]);
  made.add(position(0));
  await settle();
  made.add(position(5));
  await settle();
  assert.deepEqual([reports.length, queue.count, made.failure?.code], [1, 2, "server-unreachable"]);
  clock.advance(1_000);
  await settle();
  assert.equal(reports.length, 2);
  made.kick();
  await settle();
  assert.equal(queue.count, 0);
});

test("positions that the server calls impossible do not hold up those behind them", async () => {
  const { queue, sender: made } = sender([refused]);
  made.add(position(0));
  await settle();
  made.add(position(5));
  await settle();
  assert.deepEqual([made.rejected, queue.count], [1, 0]);
});

test("a hold counts after two seconds; letting go early is no press", () => {
  const clock = new FakeClock();
  const told: string[] = [];
  const hold = new Hold(2_000, clock, { begun: () => told.push("begun"), let: () => told.push("let"), done: () => told.push("done") });
  hold.begin();
  clock.advance(1_900);
  hold.end();
  hold.end();
  clock.advance(5_000);
  hold.begin();
  hold.begin();
  clock.advance(2_000);
  hold.end();
  assert.deepEqual(told, ["begun", "let", "begun", "done"]);
});

function sosLine(answers: Array<Answer<null>>, storage = new FakeStorage()) {
  const clock = new FakeClock();
  const sent: SosReport[] = [];
  const signals: Signal[] = [];
  let reads = 0;
  const api = {
    post: (_: string, body: unknown) => (sent.push(body as SosReport), Promise.resolve(answers.shift() ?? done)),
    get: <T>(): Promise<Answer<T>> => (reads++, Promise.resolve({ ok: true, value: { signals, total: 0 } as T })),
  };
  const line = new SosLine(
    "r1",
    api,
    new PageStore(storage, "f."),
    () => {},
    clock,
    () => 0.5,
  );
  return { line, sent, signals, clock, storage, reads: () => reads };
}

/** A signal that these presses raised. */
const signal = (presses: Array<string | undefined>, change: Partial<Signal>): Signal => {
  const evidence = presses.map((id) => ({ kind: "event", text: `sos ${id}`, at: "2026-11-24T15:00:01Z" }));
  return { id: "s", source: "sos", subject: { kind: "recorder", id: "r1", name: "" }, evidence, ...change } as Signal;
};

test("an SOS is sent until the server has answered, with its id, and then says when", async () => {
  const { line, sent, clock } = sosLine([down, down]);
  line.press(position(0));
  await settle();
  assert.deepEqual([line.waiting, line.state?.sentAt, line.failure?.code], [true, null, "server-unreachable"]);
  clock.advance(1_000);
  await settle();
  clock.advance(2_000);
  await settle();
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map((report) => report.id)).size, 1);
  assert.deepEqual([line.waiting, line.state?.sentAt], [false, clock.epoch()]);
});

test("a queued SOS outlives the page", async () => {
  const first = sosLine([down]);
  first.line.press(null);
  await settle();
  first.line.dispose();
  const second = sosLine([], first.storage);
  await settle();
  assert.deepEqual(
    second.sent.map((report) => report.id),
    [first.sent[0]?.id],
  );
  assert.notEqual(second.line.state?.sentAt, null);
});

test("a second press of an open SOS is the same one", async () => {
  const { line, sent } = sosLine([]);
  line.press(null);
  await settle();
  line.press(null);
  await settle();
  assert.equal(sent.length, 1);
});

test("who answers for it is told by an event, or found by asking", async () => {
  const { line, signals, clock, reads } = sosLine([]);
  line.press(null);
  await settle();
  const mine = line.state?.id;
  line.apply(signal([mine], { state: "acknowledged", answeredBy: "李四", subject: { kind: "recorder", id: "other", name: "" } }));
  assert.equal(line.state?.answer, null);
  signals.push(signal(["of the device", mine], { state: "acknowledged", answeredBy: "张三", answeredAt: "2026-11-24T15:00:09Z" }));
  clock.advance(15_000);
  await settle();
  assert.deepEqual(line.state?.answer, { kind: "acknowledged", by: "张三", at: Date.parse("2026-11-24T15:00:09Z"), reason: null });
  const before = reads();
  clock.advance(60_000);
  await settle();
  assert.equal(reads(), before);
});

test("the answer to another SOS of the same recorder is not taken for this one, however late this one is told", async () => {
  const { line, sent, signals, clock } = sosLine([down]);
  line.press(null);
  await settle();
  const other = signal(["of the device"], { state: "acknowledged", answeredBy: "张三" });
  line.apply(other);
  signals.push(other);
  clock.advance(60_000);
  await settle();
  const answeredBy = () => line.state?.answer?.by;
  assert.equal(answeredBy(), undefined);
  line.apply(signal([sent[0]?.id], { state: "acknowledged", answeredBy: "李四" }));
  assert.equal(answeredBy(), "李四");
});

test("who answered the last SOS has not answered the one that is pressed half a minute later", async () => {
  const { line, signals, clock } = sosLine([]);
  line.press(null);
  await settle();
  const first = signal([line.state?.id], { state: "acknowledged", answeredBy: "张三" });
  line.apply(first);
  assert.equal(line.state?.answer?.by, "张三");
  clock.advance(30_000);
  line.press(null);
  signals.push(first);
  await settle();
  clock.advance(15_000);
  await settle();
  line.apply({ ...first, state: "dismissed" });
  assert.equal(line.state?.answer, null);
});

test("a cancellation before delivery is sent after the SOS, so that both are on the record", async () => {
  const { line, sent, clock } = sosLine([down]);
  line.press(null);
  await settle();
  line.cancel(null);
  line.cancel(null);
  await settle();
  clock.advance(5_000);
  await settle();
  assert.deepEqual(
    sent.map((report) => report.cancelled),
    [false, false, true],
  );
  assert.equal(line.open, false);
  assert.notEqual(line.state?.cancelledAt, null);
  line.press(null);
  await settle();
  assert.notEqual(sent.at(-1)?.id, sent[0]?.id);
});

test("an SOS that the server refuses says so and is not sent for ever", async () => {
  const { line, sent, clock } = sosLine([refused]);
  line.press(null);
  await settle();
  clock.advance(60_000);
  await settle();
  assert.deepEqual([sent.length, line.state?.refused, sosWords(line, translator("en"))?.state], [1, true, "refused"]);
});

test("the card of an SOS says how far it has come", async () => {
  const t = translator("zh-CN");
  const { line } = sosLine([down]);
  line.press(null);
  assert.deepEqual([sosWords(line, t)?.state, sosWords(line, t)?.canCancel], ["queued", true]);
  await settle();
  assert.match(sosWords(line, t)?.title ?? "", /SOS 尚未送达：服务器无法连接 · 第 1 次尝试/);
  line.kick();
  await settle();
  assert.match(sosWords(line, t)?.title ?? "", /SOS 已于 .* 送达/);
  line.apply(signal([line.state?.id], { state: "acknowledged", answeredBy: "张三", answeredAt: "2026-11-24T15:00:09Z" }));
  assert.match(sosWords(line, t)?.title ?? "", /张三 已于 .* 确认/);
  line.cancel(null);
  assert.equal(sosWords(line, t)?.state, "cancelling");
  await settle();
  assert.deepEqual([sosWords(line, t)?.state, sosWords(line, t)?.canClose], ["cancelled", true]);
  line.forget();
  assert.equal(sosWords(line, t), null);
});

function losses() {
  const found: Loss[] = [];
  return { found, watch: new LossWatch((loss) => found.push(loss)) };
}

test("a locked screen that silences the camera is a loss until pictures leave again", () => {
  const { found, watch } = losses();
  watch.hide(10_000);
  watch.broke(12_000);
  watch.broke(13_000);
  watch.live(14_000);
  watch.show(15_000);
  watch.live(52_000);
  watch.live(60_000);
  assert.deepEqual(found, [{ from: 12_000, until: 52_000 }]);
});

test("a frozen page is a loss although nobody said anything; a look at another app is none", () => {
  const { found, watch } = losses();
  watch.hide(1_000);
  watch.tick(2_000);
  watch.tick(3_000);
  watch.show(3_500);
  watch.live(4_000);
  assert.deepEqual(found, []);
  watch.tick(5_000);
  watch.tick(65_000);
  watch.live(65_000);
  assert.deepEqual(found, [{ from: 5_000, until: 65_000 }]);
});

test("trouble in sight of the person, and stopping, are no losses of a locked screen", () => {
  const { found, watch } = losses();
  watch.broke(1_000);
  watch.live(9_000);
  watch.hide(10_000);
  watch.broke(11_000);
  watch.stop();
  watch.show(90_000);
  watch.live(95_000);
  assert.deepEqual(found, []);
});

const publishing = (change: Partial<PublishView>): PublishView => ({
  state: "live",
  since: 0,
  attempt: 1,
  nextTryAt: null,
  failure: null,
  rung: 0,
  bitsPerSecond: 1_240_000,
  roundTripMs: 60,
  fractionLost: 0,
  lines: 720,
  ...change,
});

test("the state is told in words, with numbers and with what is tried", () => {
  const t = translator("zh-CN");
  const words = (change: Partial<PublishView>, now = 65_000) => statusWords(publishing(change), false, now, t);
  assert.deepEqual(words({}), { state: "live", word: "直播中", facts: "1.2 Mbit/s · 720p · 已 1 分", more: "网络良好" });
  assert.deepEqual(
    [words({ rung: 4, bitsPerSecond: 31_000 }).state, words({ rung: 4, bitsPerSecond: 31_000 }).facts],
    ["weak", "31 kbit/s · 已 1 分"],
  );
  const waiting = words({ state: "waiting", attempt: 3, nextTryAt: 69_000, failure: localFailure("server-unreachable") });
  assert.deepEqual([waiting.word, waiting.more], ["没有连上，正在重试", "服务器无法连接 · 4 秒后第 3 次尝试"]);
  assert.match(words({ state: "connecting", failure: localFailure("already-published"), attempt: 2 }).more, /另一处正在推/);
  assert.equal(statusWords(publishing({ state: "idle" }), true, 0, t).state, "preparing");
  assert.equal(rateText(843_400, translator("en")), "843 kbit/s");
});

test("the network mark follows the rung", () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((rung) => networkBars(publishing({ rung }), true)),
    [4, 3, 2, 1, 1],
  );
  assert.equal(networkBars(publishing({ fractionLost: 0.2 }), true), 2);
  assert.equal(networkBars(publishing({}), false), 0);
  assert.equal(networkBars(publishing({ state: "idle" }), true), null);
});

test("the position line says when the last one arrived, what waits and what was lost", async () => {
  const t = translator("en");
  const { sender: made, queue, clock } = sender([down]);
  assert.equal(positionText(made, true, null, clock.epoch(), t), "Locating…");
  assert.equal(positionText(made, true, "denied", clock.epoch(), t), "No permission for the position");
  made.add(position(0));
  await settle();
  assert.equal(positionText(made, true, null, clock.epoch(), t), "Locating… · 1 waiting to be sent");
  made.kick();
  await settle();
  queue.dropped = 3;
  assert.equal(positionText(made, true, null, clock.epoch() + 4_000, t), "Position sent 4 s ago · Store full: 3 old positions dropped");
});
