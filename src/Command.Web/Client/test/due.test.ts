import assert from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../i18n";
import { dueText } from "../shell/due";

test("time left is rounded up, time over is rounded down", () => {
  const t = translator("en");
  assert.deepEqual(dueText(30_000, t), { text: "30 s left", late: false });
  assert.deepEqual(dueText(1, t), { text: "1 s left", late: false });
  assert.deepEqual(dueText(0, t), { text: "overdue by 0 s", late: true });
  assert.deepEqual(dueText(-61_900, t), { text: "overdue by 1 min", late: true });
  assert.equal(dueText(125_000, translator("zh-CN")).text, "剩 2 分");
});
