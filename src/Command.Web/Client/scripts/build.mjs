// Bundles the browser's code into wwwroot/dist; with --harness also the test page into node_modules/.cache/harness.
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const client = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = { bundle: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning" };

if (process.argv.includes("--harness")) {
  await build({
    ...shared,
    entryPoints: {
      harness: join(client, "harness/page.ts"),
      "time-strip": join(client, "harness/time-strip.ts"),
      tree: join(client, "glue/tree.ts"),
    },
    outdir: join(client, "node_modules/.cache/harness"),
    sourcemap: "inline",
  });
} else {
  const dist = join(client, "../wwwroot/dist");
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await build({
    ...shared,
    entryPoints: { wall: join(client, "wall/index.ts"), field: join(client, "field/index.ts"), shell: join(client, "shell/index.ts") },
    outdir: dist,
    minify: true,
    sourcemap: true,
  });
}
