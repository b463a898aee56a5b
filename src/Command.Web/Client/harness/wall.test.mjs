// The wall in a real browser over the fake server: what a person would see and do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasBrowser, launch } from "./browser.mjs";
import { recorder, signal, startFake } from "./server.mjs";

const options = { skip: hasBrowser ? false : "no Chromium", timeout: 60_000 };
let browser;

before(async () => {
  if (hasBrowser) browser = await launch();
});
after(async () => {
  await browser?.close();
});

const four = [0, 1, 2, 3].map((slot) => ({ slot, deviceId: `cam${slot + 1}` }));

/** A page on a fake server of its own; both go away with the test. */
async function open(t, { path = "/", size = { width: 1366, height: 768 }, arrange, ...fakeOptions } = {}) {
  const fake = await startFake({ tiles: four, ...fakeOptions });
  arrange?.(fake);
  const context = await browser.newContext({ viewport: size, acceptDownloads: true });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  t.after(async () => {
    await context.close();
    await fake.kill();
    assert.deepEqual(errors, []);
  });
  await page.goto(fake.url + path);
  return { fake, page, tile: (slot) => page.locator(`[data-slot="${slot}"]`) };
}

async function becomes(tile, attribute, value, timeout = 15_000) {
  const deadline = Date.now() + timeout;
  let last;
  while (Date.now() < deadline) {
    last = await tile.getAttribute(attribute);
    if (value instanceof RegExp ? value.test(last ?? "") : last === value) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${attribute} is "${last}", expected "${value}"`);
}

const frames = async (tile) => Number(await tile.getAttribute("data-frames-decoded"));
const playing = (...tiles) => Promise.all(tiles.map((tile) => becomes(tile, "data-state", "playing")));

test("four tiles play, the small ones the sub stream, frames rise", options, async (t) => {
  const { tile } = await open(t);
  await playing(tile(0), tile(1), tile(2), tile(3));
  assert.equal(await tile(0).getAttribute("data-profile"), "sub");
  assert.equal(await tile(3).getAttribute("data-profile"), "main");
  const before = await frames(tile(0));
  await becomes(tile(0), "data-frames-decoded", new RegExp(`^(?!${before}$)\\d+$`));
  assert.ok((await frames(tile(0))) > before);
  assert.equal(await tile(0).locator(".sim").textContent(), "模拟 SIM");
});

test("layout keys keep running pictures: no new offer, the same element, frames go on", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(0), tile(1), tile(2), tile(3));
  await tile(0).evaluate((element) => (element.video.mark = "same"));
  const offers = fake.log.whep.length;
  await page.keyboard.press("9");
  await becomes(tile(8), "data-state", "empty");
  await page.keyboard.press("4");
  await page.keyboard.press("0");
  await becomes(tile(15), "data-state", "empty");
  const before = await frames(tile(0));
  await becomes(tile(0), "data-frames-decoded", new RegExp(`^(?!${before}$)\\d+$`));
  assert.equal(await tile(0).evaluate((element) => element.video.mark), "same");
  assert.equal(fake.log.whep.length, offers);
  await page.waitForFunction(() => true);
  await until(() => fake.log.puts.at(-1)?.cells === 16);
});

test("dragging one tile onto another swaps them without a new offer, and is saved", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(0), tile(1), tile(2), tile(3));
  const offers = fake.log.whep.length;
  await drag(page, 0, 3);
  await becomes(tile(0), "data-device-id", "cam4");
  assert.equal(await tile(3).getAttribute("data-device-id"), "cam1");
  await playing(tile(0), tile(3));
  assert.equal(fake.log.whep.length, offers);
  await until(() => fake.log.puts.at(-1)?.tiles.find((x) => x.slot === 0)?.deviceId === "cam4");
});

test("a device dragged from the tree, or added by event, finds its tile", options, async (t) => {
  const { page, tile } = await open(t, { tiles: [] });
  await becomes(tile(0), "data-state", "empty");
  await page.evaluate(async () => {
    const { makeDraggable, addToWall } = await import("/harness/tree.js");
    makeDraggable();
    addToWall("cam5");
  });
  await becomes(tile(0), "data-device-id", "cam5");
  await page.locator('li[data-device-id="cam2"]').dragTo(tile(2));
  await becomes(tile(2), "data-device-id", "cam2");
  await playing(tile(0), tile(2));
});

test("a frozen picture is stale with seconds, is subscribed again, and plays", options, async (t) => {
  const { fake, page, tile } = await open(t, { cells: 1, tiles: [{ slot: 0, deviceId: "cam1" }] });
  await playing(tile(0));
  const offers = fake.log.whep.length;
  await page.evaluate(() => window.fakeMedia.freeze("camera/cam1/main", true));
  await becomes(tile(0), "data-state", "stale");
  assert.match(await tile(0).locator(".banner").textContent(), /画面停滞 \d+ 秒/);
  await playing(tile(0));
  assert.equal(fake.log.whep.length, offers + 1);
});

test("a camera that stops says why and since when; when it is back its picture is, at once", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(1));
  fake.state.verdicts.cam2 = { status: 503, reason: "host-unreachable", detail: "No route to host 192.0.2.9:554." };
  fake.device("cam2", {
    state: "offline",
    cause: { code: "host-unreachable", detail: "No route to host 192.0.2.9:554." },
    since: new Date().toISOString(),
  });
  fake.emit("viewing-ended", { sessionId: await sessionOf(fake, "camera/cam2/sub"), stream: "camera/cam2/sub", reason: "source-closed" });
  await becomes(tile(1), "data-state", "down");
  await becomes(tile(1), "data-reason", "host-unreachable");
  assert.match(await tile(1).locator(".panel").textContent(), /设备主机不可达.*已 \d+ 秒（自 \d\d:\d\d:\d\d）.*192\.0\.2\.9/);
  await page.waitForTimeout(2_500);
  delete fake.state.verdicts.cam2;
  fake.device("cam2", { state: "online", cause: { code: "none" }, since: new Date().toISOString() });
  await becomes(tile(1), "data-state", "playing", 3_000);
});

test("the server dies: what runs runs on, what is dark says so, and all comes back without a page load", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(0), tile(1));
  await page.evaluate(() => (window.mark = "same page"));
  await fake.kill();
  await until(async () => /与服务器的连接已中断/.test(await page.locator(".notice").textContent()));
  const before = await frames(tile(0));
  await becomes(tile(0), "data-frames-decoded", new RegExp(`^(?!${before}$)\\d+$`));
  assert.equal(await tile(0).getAttribute("data-state"), "playing");
  await page.evaluate(() => window.fakeMedia.freeze("camera/cam2/sub", true));
  await becomes(tile(1), "data-state", "down", 20_000);
  assert.equal(await tile(1).getAttribute("data-reason"), "server-unreachable");
  assert.match(await tile(1).locator(".panel").textContent(), /服务器无法连接.*已 .*第 \d+ 次尝试/);
  await fake.revive();
  await playing(tile(0), tile(1), tile(2), tile(3));
  await until(async () => (await page.locator(".notice").textContent()) === "");
  assert.equal(await page.evaluate(() => window.mark), "same page");
});

test("signed out: running pictures go on, a dark tile and the bar offer to sign in", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(0), tile(1));
  fake.state.signedOut = true;
  await fake.kill();
  await fake.revive();
  await page.evaluate(() => window.fakeMedia.freeze("camera/cam2/sub", true));
  await becomes(tile(1), "data-state", "refused", 20_000);
  assert.equal(await tile(1).getAttribute("data-reason"), "signed-out");
  assert.match(await tile(1).locator(".sign-in").getAttribute("href"), /^\/sign-in\?returnUrl=/);
  assert.equal(await page.locator(".bar a.act").isVisible(), true);
  assert.equal(await tile(0).getAttribute("data-state"), "playing");
});

test("enlarging changes to the main stream within a second and without a dark moment", options, async (t) => {
  const { page, tile } = await open(t);
  await playing(tile(0));
  assert.equal(await tile(0).getAttribute("data-profile"), "sub");
  const sizes = page.evaluate(async () => {
    const seen = [];
    const tile = document.querySelector("command-wall").shadowRoot.querySelector('[data-slot="0"]');
    for (const end = performance.now() + 2_500; performance.now() < end;) {
      seen.push(tile.video === null ? 0 : tile.video.videoWidth);
      await new Promise(requestAnimationFrame);
    }
    return seen;
  });
  await tile(0).focus();
  await page.keyboard.press("Enter");
  await becomes(tile(0), "data-profile", "main", 2_000);
  const seen = await sizes;
  // Every frame of the change had a picture (its size is the fake encoder's choice).
  assert.ok(Math.min(...seen) > 0);
  await page.keyboard.press("Escape");
  await becomes(tile(0), "data-profile", "sub", 3_000);
});

test("keys: arrows move the focus, Delete clears, slash asks for search, typing is left alone", options, async (t) => {
  const { page, tile } = await open(t);
  await playing(tile(0));
  await tile(0).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.equal(await tile(3).getAttribute("aria-current"), "true");
  await page.keyboard.press("Delete");
  await becomes(tile(3), "data-state", "empty");
  await page.evaluate(async () => (await import("/harness/tree.js")).focusOnSearch("#search"));
  await page.keyboard.press("/");
  await page.keyboard.type("149");
  assert.equal(await page.locator("#search").inputValue(), "149");
  assert.equal(await tile(4).count(), 0);
});

test("another page's layout appears here", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(0));
  fake.emit("wall-changed", { layout: { cells: 9, tiles: [{ slot: 8, deviceId: "cam1" }], version: 50 } });
  await becomes(tile(8), "data-device-id", "cam1");
  await playing(tile(8));
  await becomes(tile(0), "data-state", "empty");
  await page.waitForTimeout(600);
  assert.equal(fake.log.puts.length, 0);
});

test("S saves what is on show", options, async (t) => {
  const { page, tile } = await open(t);
  await playing(tile(0));
  await tile(0).focus();
  const download = page.waitForEvent("download");
  await page.keyboard.press("s");
  assert.match((await download).suggestedFilename(), /^北门_3号机_\d{8}-\d{6}\.png$/);
});

test("leaving the page ends its sessions on the server", options, async (t) => {
  const { fake, page, tile } = await open(t);
  await playing(tile(0), tile(1), tile(2), tile(3));
  await page.goto("about:blank");
  await until(() => fake.log.deleted.length >= 4);
});

test("a main stream that no browser plays: the sub stream plays, with the reason beside the name", options, async (t) => {
  const arrange = (fake) => (fake.state.verdicts["camera/cam1/main"] = { status: 406, reason: "not-playable-h265" });
  const { tile } = await open(t, { cells: 1, tiles: [{ slot: 0, deviceId: "cam1" }], path: "/?lang=en", arrange });
  await playing(tile(0));
  assert.equal(await tile(0).getAttribute("data-profile"), "sub");
  assert.match(await tile(0).locator(".note").textContent(), /Not playable here yet: H\.265/);
});

test("the single player shows its stream, and why not", options, async (t) => {
  const { fake, page } = await open(t, { path: "/player?lang=en" });
  const tile = page.locator("command-player .tile");
  await playing(tile);
  assert.equal(await tile.getAttribute("data-profile"), "main");
  fake.state.devices.delete("cam1");
  fake.emit("device-removed", { deviceId: "cam1" });
  await becomes(tile, "data-reason", "device-removed");
});

const withRecorder = (change) => (fake) => fake.state.recorders.set("rec1", recorder("rec1", change));

test("a recorder's tile shows officer, battery and a weak network; not streaming says since when and asks it", options, async (t) => {
  const tiles = [{ slot: 0, deviceId: "rec1" }];
  const { fake, tile } = await open(t, { tiles, arrange: withRecorder({ session: { state: "weak" }, health: { batteryPercent: 15 } }) });
  await playing(tile(0));
  assert.equal(await tile(0).getAttribute("data-profile"), "live");
  assert.equal(await tile(0).locator(".officer").textContent(), "李明");
  assert.equal(await tile(0).locator(".battery").getAttribute("data-low"), "low");
  assert.equal(await tile(0).locator(".weak").isVisible(), true);
  const stream = { profile: "live", state: "offline", cause: { code: "not-live" }, since: new Date(Date.now() - 90_000).toISOString() };
  fake.recorder("rec1", { session: null, stream });
  fake.emit("viewing-ended", {
    sessionId: await sessionOf(fake, "recorder/rec1/live"),
    stream: "recorder/rec1/live",
    reason: "source-closed",
  });
  await becomes(tile(0), "data-reason", "not-live");
  await until(async () => /没有推流.*已 1 分（自 \d\d:\d\d:\d\d）.*正在请它开始/.test(await tile(0).locator(".panel").textContent()));
  fake.recorder("rec1", { session: { state: "live" } });
  await playing(tile(0));
});

test(
  "SOS: banner, picture in a tile with a red frame; after the answer the tile is what it was and nothing is saved",
  options,
  async (t) => {
    const { fake, page, tile } = await open(t, { arrange: withRecorder({ sos: true }) });
    await playing(tile(0), tile(3));
    fake.signal(signal("sos1"));
    const banner = page.locator('.alarm-card[data-signal-id="sos1"]');
    await banner.waitFor({ timeout: 1_000 });
    await becomes(tile(3), "data-device-id", "rec1", 1_000);
    await becomes(tile(3), "data-alarm", "red");
    await playing(tile(3));
    await until(async () => /红色 · SOS 求助.*执法仪 07.*李明.*江苏路司法所.*请在 \d+ 秒内确认/s.test(await banner.textContent()));
    await until(() => fake.log.offers.length === 1);
    assert.equal(await page.locator('.strip [data-colour="red"] .n').textContent(), "1");
    await page.keyboard.press("a");
    await becomes(tile(3), "data-device-id", "cam4");
    await playing(tile(3));
    assert.equal(await banner.count(), 0);
    assert.deepEqual(fake.log.answers, [{ id: "sos1", act: "acknowledge" }]);
    await page.waitForTimeout(600);
    assert.equal(fake.log.puts.length, 0);
    assert.equal(fake.log.offers.length, 1);
  },
);

test("dismissing needs a reason, by keyboard alone; typing it does not operate the wall", options, async (t) => {
  const { fake, page, tile } = await open(t, { arrange: withRecorder() });
  await playing(tile(0));
  fake.signal(signal("sos1"));
  await page.locator(".alarm-card").waitFor();
  await page.keyboard.press("d");
  await page.keyboard.type("a9");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
  assert.deepEqual(fake.log.answers, []);
  await page.keyboard.type(" 误触按键");
  await page.keyboard.press("Enter");
  await until(() => fake.log.answers.length === 1);
  assert.deepEqual(fake.log.answers, [{ id: "sos1", act: "dismiss", reason: "a9 误触按键" }]);
  assert.equal(await tile(4).count(), 0);
});

test("five alarms: three banners and a count; orange pops up, yellow and blue are counted", options, async (t) => {
  const { fake, page } = await open(t, { arrange: withRecorder() });
  for (let i = 1; i <= 5; i++) fake.signal(signal(`s${i}`, { subject: { kind: "unit", id: `u${i}`, name: `单位 ${i}` } }));
  fake.signal(signal("o1", { colour: "orange", source: "tamper" }));
  fake.signal(signal("y1", { colour: "yellow", source: "battery-low" }));
  await until(async () => (await page.locator(".alarms .alarm-card").count()) === 3);
  assert.match(await page.locator(".alarms .more").textContent(), /还有 2 条/);
  assert.equal(await page.locator(".popups .alarm-card").count(), 1);
  assert.deepEqual(await page.locator(".strip .n").allTextContents(), ["5", "1", "1", "0"]);
});

test("an alarm raised while the server was away is on the wall when it is back", options, async (t) => {
  const { fake, page, tile } = await open(t, { arrange: withRecorder() });
  await playing(tile(0));
  await fake.kill();
  fake.state.signals.set("sos1", signal("sos1"));
  await fake.revive();
  await page.locator('.alarm-card[data-signal-id="sos1"]').waitFor({ timeout: 20_000 });
  await becomes(tile(3), "data-device-id", "rec1");
});

async function until(condition, timeout = 15_000) {
  for (const deadline = Date.now() + timeout; Date.now() < deadline;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("the condition did not come true");
}

async function sessionOf(fake, stream) {
  return `s${fake.log.whep.lastIndexOf(stream) + 1}`;
}

async function drag(page, from, to) {
  await page.evaluate(
    ([a, b]) => {
      const root = document.querySelector("command-wall").shadowRoot;
      const dataTransfer = new DataTransfer();
      const fire = (slot, type) =>
        root
          .querySelector(`[data-slot="${slot}"]`)
          .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
      fire(a, "dragstart");
      fire(b, "dragover");
      fire(b, "drop");
    },
    [from, to],
  );
}
