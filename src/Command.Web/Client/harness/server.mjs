// A fake of the HTTP surface that the wall uses, for tests of the browser's code without a server: devices, tree, layout, events, and the
// verdict on each WHEP offer. Pictures are made in the page (page.ts). POST /control changes what it says.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const roots = { "/dist/": join(here, "../../wwwroot/dist"), "/harness/": join(here, "../node_modules/.cache/harness") };
const types = { ".js": "text/javascript", ".map": "application/json", ".html": "text/html" };

export function cameras(count) {
  const names = ["北门 3号机", "调解室 A", "第一法庭", "羁押室走廊", "公证大厅 2号", "停车场入口", "档案室", "接待窗口 5", "屋顶东南角"];
  return Array.from({ length: count }, (_, i) => ({
    id: `cam${i + 1}`,
    kind: "camera",
    name: names[i % names.length] + (i >= names.length ? ` (${i + 1})` : ""),
    unitId: i % 2 === 0 ? "u1" : "u2",
    state: "online",
    cause: { code: "none", detail: null },
    since: new Date(Date.now() - 720_000).toISOString(),
    simulated: i % 3 === 0,
    hasSub: i % 4 !== 3,
    enabled: true,
    alwaysOn: true,
    notPlayable: null,
    audio: null,
  }));
}

/** A body-worn recorder as GET /recorders/{id} tells it. */
export function recorder(id, change = {}) {
  const since = new Date(Date.now() - 300_000).toISOString();
  return {
    id,
    kind: "recorder",
    name: "执法仪 07",
    unitId: "u1",
    state: "online",
    cause: { code: "none", detail: null },
    since,
    simulated: false,
    enabled: true,
    hasSub: false,
    alwaysOn: false,
    officer: { number: "0731", name: "李明" },
    health: { batteryPercent: 62 },
    session: { state: "live" },
    sos: false,
    stream: { profile: "live", state: "online", cause: { code: "none" }, since },
    connected: true,
    ...change,
  };
}

/** What lists and device-changed tell of it. */
const marksOf = (r) => ({
  batteryPercent: r.health?.batteryPercent ?? null,
  live: r.session !== null,
  weak: r.session?.state === "weak",
  sos: r.sos,
  officer: r.officer?.name ?? null,
});

export function signal(id, change = {}) {
  const now = new Date().toISOString();
  return {
    id,
    source: "sos",
    subject: { kind: "recorder", id: "rec1", name: "执法仪 07" },
    unitId: "u1",
    colour: "red",
    state: "new",
    at: now,
    raisedAt: now,
    lastAt: now,
    count: 1,
    grouped: 0,
    place: { address: null, latitudeDegrees: 31.22041, longitudeDegrees: 121.42633 },
    detail: null,
    evidence: [],
    dueAt: new Date(Date.now() + 30_000).toISOString(),
    overdue: false,
    simulated: false,
    version: 1,
    ...change,
  };
}

export async function startFake({ port = 0, count = 16, cells = 4, tiles = [], version = "1" } = {}) {
  const state = {
    devices: new Map(cameras(count).map((c) => [c.id, c])),
    verdicts: {},
    layout: { cells, tiles, version: 1 },
    signedOut: false,
    recorders: new Map(),
    signals: new Map(),
  };
  const log = { whep: [], whip: [], deleted: [], puts: [], offers: [], answers: [], positions: [], sos: [], reads: [] };
  const feeds = new Set();
  const emit = (name, data) => feeds.forEach((feed) => feed.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));

  const json = (res, status, body, headers = {}) => {
    res.writeHead(status, { "Content-Type": "application/json", ...headers });
    res.end(JSON.stringify(body));
  };
  const problem = (res, status, reason, detail, headers) =>
    json(
      res,
      status,
      { type: `urn:command:problem:${reason}`, title: reason, status, reason, detail },
      { "Content-Type": "application/problem+json", ...headers },
    );
  const body = async (req) => {
    let text = "";
    for await (const chunk of req) text += chunk;
    return text;
  };

  async function handle(req, res) {
    const url = new URL(req.url, "http://x");
    const path = url.pathname;
    if (path === "/field") {
      res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
      const lang = url.searchParams.get("lang") ?? "zh-CN";
      res.end(`<!doctype html><html lang="${lang}"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
        <style>html,body{margin:0;height:100%;background:#0E1215}</style>
        <command-field api="/api/v1" recorder="rec1" https-port="8443"></command-field>
        <script type="module" src="/harness/harness.js"></script><script type="module" src="/dist/field.js"></script></html>`);
      return;
    }
    if (path === "/" || path === "/player") {
      const lang = url.searchParams.get("lang") ?? "zh-CN";
      const element =
        path === "/" ? '<command-wall api="/api/v1"></command-wall>' : '<command-player stream="camera/cam1/main"></command-player>';
      res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
      const tree = [...state.devices.values()].map((d) => `<li draggable="true" data-device-id="${d.id}">${d.name}</li>`).join("");
      res.end(`<!doctype html><html lang="${lang}"><meta name="viewport" content="width=device-width,initial-scale=1"><style>
        html,body{margin:0;height:100%;background:#0E1215;color:#A9B4BC;font:14px system-ui}
        body{display:grid;grid-template-columns:${url.searchParams.has("bare") ? "1fr" : "336px 1fr"}}
        ul{margin:0;padding:48px 8px 0 64px;overflow:auto;${url.searchParams.has("bare") ? "display:none" : ""}} command-wall,command-player{height:100vh}</style>
        <ul><input id="search">${tree}</ul>${element}<script type="module" src="/harness/harness.js"></script><script type="module" src="/dist/wall.js"></script></html>`);
      return;
    }
    const root = Object.keys(roots).find((prefix) => path.startsWith(prefix));
    if (root) {
      try {
        const data = await readFile(join(roots[root], path.slice(root.length).replaceAll("..", "")));
        res.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream" });
        res.end(data);
      } catch {
        problem(res, 404, "not-found");
      }
      return;
    }
    if (state.signedOut && path.startsWith("/api/")) return problem(res, 401, "signed-out");
    if (path === "/api/v1/events") {
      res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      res.write(`event: hello\ndata: ${JSON.stringify({ node: "fake", serverTime: new Date().toISOString(), version })}\n\n`);
      feeds.add(res);
      const beat = setInterval(() => res.write(": beat\n\n"), 10_000);
      res.on("close", () => (clearInterval(beat), feeds.delete(res)));
      return;
    }
    if (path === "/api/v1/tree")
      return json(res, 200, {
        units: [
          { id: "u1", name: "江苏路司法所" },
          { id: "u2", name: "天山路司法所" },
        ],
        counts: [],
      });
    if (path === "/api/v1/walls/mine") {
      if (req.method === "PUT") {
        const put = JSON.parse(await body(req));
        log.puts.push(put);
        state.layout = { cells: put.cells, tiles: put.tiles, version: state.layout.version + 1 };
        emit("wall-changed", { layout: state.layout });
      }
      return json(res, 200, state.layout);
    }
    const bodyWorn = /^\/api\/v1\/recorders\/([^/]+)(\/positions|\/sos)?$/.exec(path);
    if (bodyWorn) {
      const known = state.recorders.get(bodyWorn[1]);
      if (!known) return problem(res, 404, "not-found");
      if (!bodyWorn[2]) return json(res, 200, known);
      const told = JSON.parse(await body(req));
      const verdict = state.verdicts[bodyWorn[2]];
      if (verdict) return problem(res, verdict.status, verdict.reason);
      log[bodyWorn[2].slice(1)].push(told);
      if (bodyWorn[2] === "/sos") {
        const subject = { kind: "recorder", id: known.id, name: known.name };
        const evidence = [{ kind: "event", text: `sos ${told.id}`, at: told.pressedAt }];
        const { causeEndedAt, version, ...old } =
          state.signals.get(told.id) ?? signal(told.id, { subject, evidence, at: told.pressedAt, version: 0 });
        fake.signal({
          ...old,
          version: version === undefined ? 1 : version + 1,
          causeEndedAt: told.cancelled ? new Date().toISOString() : null,
        });
      }
      res.writeHead(204);
      return res.end();
    }
    if (path === "/api/v1/signals") {
      const subjectId = url.searchParams.get("subjectId");
      log.reads.push(url.search);
      const signals = [...state.signals.values()].filter((s) => subjectId === null || s.subject.id === subjectId);
      return json(res, 200, { signals, next: null, total: signals.length, open: [] });
    }
    const answered = /^\/api\/v1\/signals\/([^/]+)\/(offer|acknowledge|dismiss)$/.exec(path);
    if (answered) {
      const known = state.signals.get(answered[1]);
      if (!known) return problem(res, 404, "not-found");
      const told = JSON.parse((await body(req)) || "{}");
      if (answered[2] === "offer") {
        log.offers.push(known.id);
        if (known.state === "new") fake.signal({ ...known, state: "offered", version: known.version + 1 });
        res.writeHead(204);
        return res.end();
      }
      log.answers.push({ id: known.id, act: answered[2], ...told });
      const done = { answeredBy: "张三", answeredAt: new Date().toISOString(), reason: told.reason ?? null, dueAt: null };
      const next = { ...known, ...done, state: answered[2] === "dismiss" ? "dismissed" : "acknowledged", version: known.version + 1 };
      fake.signal(next);
      return json(res, 200, next);
    }
    const camera = /^\/api\/v1\/cameras\/([^/]+)$/.exec(path);
    if (camera) {
      const d = state.devices.get(camera[1]);
      if (!d) return problem(res, 404, "not-found");
      const stream = (profile) => ({
        profile,
        state: d.state,
        cause: d.cause,
        since: d.since,
        retryAt: d.retryAt ?? null,
        tracks: d.audio ? [{ kind: "audio", codec: d.audio, notPlayable: d.audio }] : [],
      });
      return json(res, 200, {
        ...d,
        subAddress: d.hasSub ? "rtsp://x/sub" : null,
        streams: d.hasSub ? [stream("main"), stream("sub")] : [stream("main")],
      });
    }
    if (path.startsWith("/whep/")) {
      const stream = path.slice("/whep/".length);
      const id = stream.split("/")[1];
      await body(req);
      log.whep.push(stream);
      if (state.signedOut) return problem(res, 401, "signed-out");
      const verdict = state.verdicts[stream] ?? state.verdicts[id];
      if (verdict === "hang") return undefined;
      if (verdict) return problem(res, verdict.status, verdict.reason, verdict.detail ?? null, verdict.headers);
      const sending = state.recorders.get(id);
      if (sending?.session === null) return problem(res, 503, "not-live");
      if (!sending && !state.devices.has(id)) return problem(res, 404, "not-found");
      res.writeHead(201, { "Content-Type": "application/sdp", Location: `/sessions/s${log.whep.length}`, ETag: '"1"' });
      res.end();
      return;
    }
    if (path.startsWith("/whip/")) {
      const stream = path.slice("/whip/".length);
      await body(req);
      log.whip.push(stream);
      if (state.signedOut) return problem(res, 401, "signed-out");
      const verdict = state.verdicts[stream];
      if (verdict) return problem(res, verdict.status, verdict.reason, verdict.detail ?? null, verdict.headers);
      res.writeHead(201, { "Content-Type": "application/sdp", Location: `/sessions/p${log.whip.length}`, ETag: '"1"' });
      res.end();
      return;
    }
    if (path.startsWith("/sessions/")) {
      if (req.method === "DELETE") log.deleted.push(path.split("/").pop());
      res.writeHead(204);
      res.end();
      return;
    }
    problem(res, 404, "not-found");
  }

  const start = (at) =>
    new Promise((resolve) => {
      const server = createServer((req, res) => void handle(req, res));
      server.listen(at, "127.0.0.1", () => resolve(server));
    });
  let server = await start(port);
  const bound = server.address().port;
  const fake = {
    url: `http://127.0.0.1:${bound}`,
    state,
    log,
    emit,
    device(id, change) {
      const next = { ...state.devices.get(id), ...change };
      state.devices.set(id, next);
      emit("device-changed", { device: next });
      for (const profile of ["main", "sub"])
        emit("stream-changed", { stream: `camera/${id}/${profile}`, state: next.state, cause: next.cause, retryAt: next.retryAt ?? null });
    },
    recorder(id, change) {
      const next = { ...state.recorders.get(id), ...change };
      state.recorders.set(id, next);
      emit("device-changed", { device: { ...next, recorder: marksOf(next) } });
    },
    signal(next) {
      state.signals.set(next.id, next);
      emit("signal-changed", { signal: next });
    },
    /** As if the process was killed: every connection breaks. */
    async kill() {
      await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
      feeds.clear();
    },
    async revive() {
      server = await start(bound);
    },
  };
  return fake;
}
