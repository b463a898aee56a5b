// Bundles each test file for node and runs them with node's own runner (its summary lines are read by tools/test).
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const client = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(client, "node_modules/.cache/tests");
rmSync(outdir, { recursive: true, force: true });
const names = readdirSync(join(client, "test")).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: names.map((name) => join(client, "test", name)),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  charset: "utf8",
  sourcemap: "inline",
  logLevel: "warning",
});
const files = names.map((name) => join(outdir, name.replace(/\.ts$/, ".mjs")));
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...files], { stdio: "inherit" });
process.exit(run.status ?? 1);
