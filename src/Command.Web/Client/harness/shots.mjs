// node harness/shots.mjs DIRECTORY: pictures of the wall in its states, sizes and languages, to look at.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { recorder, signal, startFake } from "./server.mjs";

const directory = process.argv[2] ?? "shots";
await mkdir(directory, { recursive: true });
const browser = await launch();
const nine = Array.from({ length: 8 }, (_, slot) => ({ slot, deviceId: `cam${slot + 1}` }));

/** One of each: playing, stale, down with cause, refused, connecting, switched off, forbidden, removed, empty. */
async function shoot(name, { width, height, lang, cells, tiles = nine, path = "/", awake = null, dead = false, bare = width < 600 }) {
  const fake = await startFake({ tiles, cells });
  fake.state.verdicts.cam3 = { status: 503, reason: "host-unreachable", detail: "No route to host 192.0.2.10:554 after 5.0 s." };
  fake.state.verdicts.cam4 = { status: 406, reason: "not-playable-h265" };
  fake.state.verdicts.cam5 = "hang";
  fake.state.verdicts.cam6 = { status: 403, reason: "no-right" };
  fake.state.verdicts.cam7 = {
    status: 503,
    reason: "unauthorized",
    detail: '401 Unauthorized from 192.0.2.14:554 (Digest, realm "IP Camera").',
  };
  const since = new Date(Date.now() - 750_000).toISOString();
  Object.assign(fake.state.devices.get("cam3"), { state: "offline", since, retryAt: new Date(Date.now() + 19_000).toISOString() });
  Object.assign(fake.state.devices.get("cam3").cause, { code: "host-unreachable", detail: "No route to host 192.0.2.10:554 after 5.0 s." });
  Object.assign(fake.state.devices.get("cam8"), { state: "disabled", enabled: false, cause: { code: "disabled-by-person" }, since });
  fake.state.devices.get("cam1").audio = "aac";
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: width < 600, isMobile: width < 600 });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(name, error.message));
  await page.goto(`${fake.url}${path}?lang=${lang}${bare ? "&bare" : ""}`);
  await page.waitForTimeout(3_000);
  await page.evaluate(() => ["sub", "main"].forEach((profile) => window.fakeMedia.freeze(`camera/cam2/${profile}`, true)));
  await page.waitForTimeout(5_500);
  if (dead) {
    await fake.kill();
    await page.waitForTimeout(9_500);
  }
  if (awake !== null) {
    const slot = page.locator(`[data-slot="${awake}"]`);
    await slot.hover();
    await page.mouse.move(0, 0);
    await slot.hover();
    await page.waitForTimeout(300);
  }
  await page.screenshot({ path: join(directory, `${name}.png`) });
  await context.close();
  if (!dead) await fake.kill();
}

const desk = { width: 1366, height: 768 };
const large = { width: 1920, height: 1080 };
const phone = { width: 390, height: 844 };
await Promise.all([
  shoot("desk-9-zh", { ...desk, lang: "zh-CN", cells: 9, awake: 0 }),
  shoot("desk-16-en", { ...desk, lang: "en", cells: 16, awake: 1 }),
  shoot("desk-4-en", { ...desk, lang: "en", cells: 4, awake: 1 }),
]);
await Promise.all([
  shoot("desk-4-zh-dead", { ...desk, lang: "zh-CN", cells: 4, dead: true }),
  shoot("large-9-en", { ...large, lang: "en", cells: 9 }),
  shoot("large-1-zh", { ...large, lang: "zh-CN", cells: 1, tiles: [{ slot: 0, deviceId: "cam3" }] }),
]);
await Promise.all([
  shoot("phone-4-zh", { ...phone, lang: "zh-CN", cells: 4 }),
  shoot("phone-16-en", { ...phone, lang: "en", cells: 16 }),
  shoot("phone-9-zh-dead", { ...phone, lang: "zh-CN", cells: 9, dead: true }),
  shoot("player-en", { width: 900, height: 520, lang: "en", cells: 1, path: "/player", awake: 0, bare: true }),
]);

/** Alarms over a running wall: three red ones and two more, an orange one, and counts. */
async function shootAlarms(name, { width, height, lang, cells = 4, many = false, bare = width < 600 }) {
  const tiles = Array.from({ length: 4 }, (_, slot) => ({ slot, deviceId: `cam${slot + 1}` }));
  const fake = await startFake({ tiles, cells });
  const sos = { sos: true, session: { state: "weak" }, health: { batteryPercent: 9 }, simulated: many };
  fake.state.recorders.set("rec1", recorder("rec1", sos));
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: width < 600, isMobile: width < 600 });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(name, error.message));
  await page.goto(`${fake.url}/?lang=${lang}${bare ? "&bare" : ""}`);
  await page.waitForTimeout(2_500);
  if (many) {
    for (let i = 1; i <= 4; i++) {
      const at = new Date(Date.now() - 60_000 * i).toISOString();
      const subject = { kind: "recorder", id: `away${i}`, name: `执法仪 1${i}` };
      fake.signal(signal(`s${i}`, { subject, at, raisedAt: at, dueAt: at, overdue: true, count: i, source: i % 2 ? "man-down" : "sos" }));
    }
    fake.signal(signal("o1", { colour: "orange", source: "tamper", subject: { kind: "camera", id: "cam9", name: "屋顶东南角" } }));
    for (let i = 0; i < 5; i++) fake.signal(signal(`y${i}`, { colour: "yellow", source: "battery-low" }));
    for (let i = 0; i < 11; i++) fake.signal(signal(`b${i}`, { colour: "blue", source: "device-offline" }));
  }
  fake.signal(signal("sos1", { simulated: many }));
  await page.waitForTimeout(2_500);
  if (many) await page.locator('[data-signal-id="sos1"] .dismiss').click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(directory, `${name}.png`) });
  await context.close();
  await fake.kill();
}

await Promise.all([
  shootAlarms("alarm-desk-zh", { ...desk, lang: "zh-CN" }),
  shootAlarms("alarm-desk-many-en", { ...desk, lang: "en", many: true }),
  shootAlarms("alarm-large-many-zh", { ...large, lang: "zh-CN", many: true }),
  shootAlarms("alarm-phone-zh", { ...phone, lang: "zh-CN", cells: 4 }),
]);
await browser.close();

const phoneBrowser = await launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");

/** The field page in a state that `act` brings about. */
async function shootField(
  name,
  { lang, size = phone, act = async () => {}, arrange = () => {}, permissions = ["camera", "microphone", "geolocation"] },
) {
  const fake = await startFake();
  fake.state.recorders.set("rec1", recorder("rec1", { session: null, simulated: true }));
  arrange(fake);
  const geolocation = { latitude: 31.22041, longitude: 121.42633, accuracy: 9 };
  const context = await phoneBrowser.newContext({ viewport: size, hasTouch: true, isMobile: true, permissions, geolocation });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(name, error.message));
  await page.goto(`${fake.url}/field?lang=${lang}`);
  await page.waitForTimeout(1_500);
  await act(page, fake);
  await page.screenshot({ path: join(directory, `${name}.png`) });
  await context.close();
  await fake.kill();
}

const hold = async (page, milliseconds) => {
  const box = await page.locator("button.sos").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(milliseconds);
};
const live = async (page) => {
  await page.locator("button.main").click();
  await page.waitForTimeout(4_500);
};
const pressed = async (page) => {
  await hold(page, 2_200);
  await page.mouse.up();
  await page.waitForTimeout(2_500);
};
await Promise.all([
  shootField("field-idle-zh", { lang: "zh-CN" }),
  shootField("field-live-en", { lang: "en", act: live }),
  shootField("field-holding-zh", { lang: "zh-CN", act: async (page) => (await live(page), await hold(page, 1_400)) }),
  shootField("field-sos-zh", { lang: "zh-CN", act: pressed }),
]);
await Promise.all([
  shootField("field-sos-answered-en", {
    lang: "en",
    act: async (page, fake) => {
      await pressed(page);
      const [raised] = [...fake.state.signals.values()];
      fake.signal({ ...raised, state: "acknowledged", version: 9, answeredBy: "Zhang San", answeredAt: new Date().toISOString() });
      await page.waitForTimeout(300);
      await page.locator(".sos-card .cancel").click();
    },
  }),
  shootField("field-sos-queued-zh", {
    lang: "zh-CN",
    act: async (page, fake) => (await fake.kill(), await pressed(page), await fake.revive()),
  }),
  shootField("field-refused-zh", {
    lang: "zh-CN",
    act: live,
    arrange: (fake) => (fake.state.verdicts["recorder/rec1/live"] = { status: 409, reason: "already-published" }),
  }),
  shootField("field-landscape-zh", { lang: "zh-CN", size: { width: 844, height: 390 }, act: live }),
]);
await phoneBrowser.close();
process.exit(0);
