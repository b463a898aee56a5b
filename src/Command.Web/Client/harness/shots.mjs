// node harness/shots.mjs DIRECTORY: pictures of the wall in its states, sizes and languages, to look at.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { startFake } from "./server.mjs";

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
await browser.close();
process.exit(0);
