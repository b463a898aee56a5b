// The field page in a real browser with a fake camera over the fake server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasBrowser, launch } from "./browser.mjs";
import { recorder, signal, startFake } from "./server.mjs";

const options = { skip: hasBrowser ? false : "no Chromium", timeout: 60_000 };
let browser;

before(async () => {
  if (hasBrowser) browser = await launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
});
after(async () => {
  await browser?.close();
});

async function open(t, { arrange, lang = "zh-CN", permissions = ["camera", "microphone", "geolocation"] } = {}) {
  const fake = await startFake();
  fake.state.recorders.set("rec1", recorder("rec1", { session: null }));
  arrange?.(fake);
  const geolocation = { latitude: 31.22041, longitude: 121.42633, accuracy: 9 };
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    permissions,
    geolocation,
  });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  t.after(async () => {
    await context.close();
    await fake.kill();
    assert.deepEqual(errors, []);
  });
  await page.goto(`${fake.url}/field?lang=${lang}`);
  return { fake, context, page, field: page.locator("command-field") };
}

async function until(condition, timeout = 15_000) {
  for (const deadline = Date.now() + timeout; Date.now() < deadline;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("the condition did not come true");
}

const becomes = (field, name, value, timeout) => until(async () => (await field.getAttribute(`data-${name}`)) === value, timeout);
const received = (page) => page.evaluate(() => window.fakeMedia.received());

async function holdSos(page, milliseconds = 2_300) {
  const box = await page.locator("button.sos").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(milliseconds);
  await page.mouse.up();
}

test(
  "one tap streams picture and sound in H.264 where the browser has it; state, numbers and position are told; one tap ends it",
  options,
  async (t) => {
    const { fake, page, field } = await open(t);
    await page.locator("button.main").click();
    await becomes(field, "state", "live");
    await until(async () => (await received(page)).frames > 5);
    const { kinds, codec } = await received(page);
    assert.deepEqual(kinds, ["audio", "video"]);
    const hasH264 = await page.evaluate(() => RTCRtpSender.getCapabilities("video").codecs.some((one) => one.mimeType === "video/H264"));
    assert.equal(codec, hasH264 ? "video/H264" : "video/VP8");
    assert.deepEqual(fake.log.whip, ["recorder/rec1/live"]);
    await until(async () => /直播中.*bit\/s.*\d+p/s.test(await page.locator(".band").textContent()));
    await until(() => fake.log.positions.length > 0);
    const [report] = fake.log.positions;
    assert.match(report.boot, /^[0-9a-z]{26}$/);
    assert.equal(report.items[0].position.latitudeDegrees, 31.22041);
    await page.locator("button.main").click();
    await becomes(field, "state", "idle");
    await until(() => fake.log.deleted.length === 1);
  },
);

test("a dead path is noticed and replaced by itself", options, async (t) => {
  const { fake, page, field } = await open(t);
  await page.locator("button.main").click();
  await becomes(field, "state", "live");
  await page.waitForTimeout(5_500);
  await page.evaluate(() => window.fakeMedia.cutPublisher());
  await until(() => fake.log.whip.length === 2, 10_000);
  await becomes(field, "state", "live");
});

test("refused, it says why and when it tries again, and goes on when it may", options, async (t) => {
  const { fake, page, field } = await open(t, {
    lang: "en",
    arrange: (fake) => (fake.state.verdicts["recorder/rec1/live"] = { status: 409, reason: "already-published" }),
  });
  await page.locator("button.main").click();
  await until(async () => /Somebody else is sending this stream · Try \d in \d s/.test(await page.locator(".band .more").textContent()));
  delete fake.state.verdicts["recorder/rec1/live"];
  await becomes(field, "state", "live");
});

test("SOS: two seconds of holding, sent at once, streams by itself, and the answer is shown", options, async (t) => {
  const { fake, page, field } = await open(t);
  await holdSos(page, 1_200);
  await page.waitForTimeout(1_200);
  assert.equal(fake.log.sos.length, 0);
  await holdSos(page);
  await until(() => fake.log.sos.length === 1, 1_000);
  assert.match(fake.log.sos[0].id, /^[0-9a-z]{26}$/);
  await becomes(field, "sos", "sent");
  await becomes(field, "state", "live");
  const [raised] = [...fake.state.signals.values()];
  fake.signal({ ...raised, state: "acknowledged", version: 9, answeredBy: "张三", answeredAt: new Date().toISOString() });
  await becomes(field, "sos", "acknowledged");
  assert.match(await page.locator(".sos-card").textContent(), /张三 已于 \d\d:\d\d:\d\d 确认/);
  await page.locator(".sos-card .cancel").click();
  assert.equal(fake.log.sos.length, 1);
  await page.locator(".sos-card .yes").click();
  await becomes(field, "sos", "cancelled");
  assert.equal(fake.log.sos[1].cancelled, true);
});

test("SOS by keyboard, while the server is away: kept over a reload, sent when it is back", options, async (t) => {
  const { fake, context, page, field } = await open(t);
  await until(async () => (await page.locator(".name").textContent()) === "执法仪 07");
  await fake.kill();
  await page.locator("button.sos").focus();
  await page.keyboard.down(" ");
  await page.waitForTimeout(2_200);
  await page.keyboard.up(" ");
  await becomes(field, "sos", "queued");
  assert.match(await page.locator(".sos-card").textContent(), /SOS 尚未送达.*请同时拨打电话求助/s);
  await fake.revive();
  await page.reload();
  await until(() => fake.log.sos.length === 1);
  await becomes(field, "sos", "sent");
  assert.equal(context.pages().length, 1);
});

test("positions of a time without the server arrive afterwards, oldest first and marked", options, async (t) => {
  const { fake, context, page, field } = await open(t);
  await page.locator("button.main").click();
  await becomes(field, "state", "live");
  await until(() => fake.log.positions.length === 1);
  fake.state.verdicts["/positions"] = { status: 503, reason: "busy" };
  for (let i = 1; i <= 3; i++) {
    await page.waitForTimeout(5_300);
    await context.setGeolocation({ latitude: 31.22041 + i * 0.001, longitude: 121.42633, accuracy: 9 });
  }
  await until(async () => /[23] 个位置待补发/.test(await page.locator(".where").textContent()));
  delete fake.state.verdicts["/positions"];
  const numbers = () => fake.log.positions.flatMap((report) => report.items.map((item) => item.sequence));
  await until(() => new Set(numbers()).size === 4, 20_000);
  assert.equal(numbers().length, 4);
});

test("a page that was thrown away while it streamed streams again", options, async (t) => {
  const { fake, page, field } = await open(t);
  await page.locator("button.main").click();
  await becomes(field, "state", "live");
  await page.reload();
  await becomes(field, "state", "live");
  assert.equal(fake.log.whip.length, 2);
});

test("a recorder that is not there, and being signed out, are told with a way out", options, async (t) => {
  const { fake, page } = await open(t, { lang: "en", arrange: (fake) => fake.state.recorders.clear() });
  await page.locator('[data-note="gone"]').waitFor();
  assert.equal(await page.locator("button.main").isDisabled(), true);
  fake.state.signedOut = true;
  await fake.kill();
  await fake.revive();
  await page.locator('[data-note="signed-out"] a').waitFor({ timeout: 20_000 });
  assert.match(await page.locator('[data-note="signed-out"] a').getAttribute("href"), /^\/sign-in\?returnUrl=%2Ffield/);
});

test("the answer to another SOS of the same recorder is no answer to ours", options, async (t) => {
  const { fake, page, field } = await open(t);
  await holdSos(page);
  await becomes(field, "sos", "sent");
  const evidence = [{ kind: "event", text: "sos of-the-device", at: new Date().toISOString() }];
  fake.signal(signal("other", { evidence, state: "acknowledged", answeredBy: "李四", version: 3 }));
  await page.waitForTimeout(400);
  assert.equal(await field.getAttribute("data-sos"), "sent");
});
