import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../i18n/en.json";
import { age, duration, translator } from "../i18n";
import zh from "../i18n/zh-CN.json";
import { isTyping, pageKey, tileKey } from "../wall/keys";
import { safeName, stamp } from "../wall/snapshot";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test("both languages have the same keys with the same values to fill in", () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(zh)) {
    assert.deepEqual(placeholders(text), placeholders((en as Record<string, string>)[key] ?? ""), key);
    assert.notEqual(text.trim(), "", key);
  }
});

test("every cause the server may tell has words", () => {
  const codes = [
    ..."host-unreachable connection-refused timeout unauthorized not-rtsp bad-sdp not-found no-video stalled closed-by-peer".split(" "),
    ..."transport-refused protocol-error server-started server-stopping disabled-by-person idle not-playable".split(" "),
    ..."h265 mjpeg b-frames high-422 high-10 high-444 interlaced aac other-codec".split(" ").map((codec) => `not-playable-${codec}`),
    ..."source-closed right-ended shift-over view-time-over consent-expired never-connected no-common-codec connecting forbidden signed-out busy".split(
      " ",
    ),
    ..."device-removed server-unreachable server-error bad-offer bad-answer connect-timeout no-first-frame connection-lost".split(" "),
    ..."no-new-picture no-webrtc not-live shutdown silent taken-over no-media screen-locked already-published".split(" "),
  ];
  for (const code of codes) {
    assert.ok(`reason.${code}` in zh, code);
  }
});

test("Chinese sentences use full-width punctuation", () => {
  for (const [key, text] of Object.entries(zh)) {
    assert.doesNotMatch(text, /[\u4e00-\u9fff][,;!?:]/, key);
  }
});

test("durations are words, ages of pictures have a decimal", () => {
  const chinese = translator("zh-CN");
  const english = translator("en");
  assert.equal(duration(12.9, chinese), "12 秒");
  assert.equal(duration(725, english), "12 min");
  assert.equal(duration(7_500, english), "2 h 5 min");
  assert.equal(duration(90_000, chinese), "1 天 1 小时");
  assert.equal(age(234, chinese), "0.2 秒");
  assert.equal(age(12_345, english), "12 s");
});

test("an unknown key shows itself rather than nothing", () => {
  assert.equal(translator("en")("no.such.key"), "no.such.key");
});

const press = (key: string, modifier: Partial<{ ctrlKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifier,
});

test("keys of the page and of a tile", () => {
  assert.deepEqual(
    ["1", "4", "9", "0"].map((key) => pageKey(press(key))),
    [1, 4, 9, 16].map((cells) => ({ act: "layout", cells })),
  );
  assert.deepEqual(pageKey(press("/")), { act: "search" });
  assert.equal(pageKey(press("1", { ctrlKey: true })), null);
  assert.deepEqual(tileKey(press("ArrowUp")), { act: "move", direction: "up" });
  assert.deepEqual(
    ["Enter", "Delete", "s", "S", "Escape"].map((key) => tileKey(press(key))?.act),
    ["fullscreen", "clear", "snapshot", "snapshot", "back"],
  );
  assert.deepEqual(
    ["a", "A", "d"].map((key) => pageKey(press(key))?.act),
    ["acknowledge", "acknowledge", "dismiss"],
  );
  for (const later of ["p", "t", "a"]) {
    assert.equal(tileKey(press(later)), null);
  }
});

test("typing is told from operating the wall", () => {
  class Element {
    constructor(
      readonly tagName: string,
      readonly isContentEditable = false,
    ) {}
  }
  Object.assign(globalThis, { HTMLElement: Element });
  const target = (tag: string, editable = false) => new Element(tag, editable) as unknown as EventTarget;
  assert.equal(isTyping(target("INPUT")), true);
  assert.equal(isTyping(target("DIV", true)), true);
  assert.equal(isTyping(target("DIV")), false);
  assert.equal(isTyping(null), false);
});

test("names of snapshots are safe for every file system", () => {
  assert.equal(safeName('北门 3号机/"A":*?'), "北门_3号机_A_");
  assert.equal(safeName("///"), "_");
  assert.match(stamp(0), /^\d{8}-\d{6}$/);
});
