import assert from "node:assert/strict";
import { test } from "node:test";
import type { Failure } from "../api/failure";
import { WhepSession } from "../player/whep";
import { FakeClock, settle } from "./fake-clock";

class FakePeer extends EventTarget {
  connectionState = "new";
  iceGatheringState = "complete";
  localDescription: { sdp: string } | null = null;
  answer: string | null = null;
  kinds: string[] = [];
  closed = false;
  refuse = false;

  addTransceiver(kind: string): void {
    this.kinds.push(kind);
  }
  createOffer(): Promise<{ sdp: string }> {
    return Promise.resolve({ sdp: "v=0\r\na=ice-ufrag:u\r\n" });
  }
  setLocalDescription(offer: { sdp: string }): Promise<void> {
    this.localDescription = offer;
    return Promise.resolve();
  }
  setRemoteDescription(answer: { sdp: string }): Promise<void> {
    this.answer = answer.sdp;
    return this.refuse ? Promise.reject(new Error("bad SDP")) : Promise.resolve();
  }
  getReceivers(): unknown[] {
    return [];
  }
  close(): void {
    this.closed = true;
  }
  become(state: string): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
}

Object.assign(globalThis, { MediaStream: class {}, document: { baseURI: "http://127.0.0.1/wall" } });

const Lite = "v=0\r\na=ice-lite\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n";

function arrange(answers: Array<Response | Promise<Response> | "broken">) {
  const clock = new FakeClock();
  const peer = new FakePeer();
  const asked: Array<{ method: string; url: string; keepalive: boolean }> = [];
  const told: string[] = [];
  let failure: Failure | null = null;
  const session = new WhepSession(
    "/whep/camera/c1/sub",
    { connected: () => told.push("connected"), tracks: () => told.push("tracks"), failed: (f) => (told.push(f.code), (failure = f)) },
    {
      clock,
      headers: () => ({ "X-Command-Client": "1" }),
      fetch: ((url: string, init: RequestInit) => {
        asked.push({ method: init.method ?? "GET", url, keepalive: init.keepalive === true });
        const answer = answers.shift() ?? new Response(null, { status: 204 });
        return answer === "broken" ? Promise.reject(new TypeError("refused")) : Promise.resolve(answer);
      }) as typeof fetch,
      createPeer: () => peer as unknown as RTCPeerConnection,
    },
  );
  return { clock, peer, asked, told, session, failure: () => failure };
}

const created = (sdp = Lite) => new Response(sdp, { status: 201, headers: { Location: "/sessions/s1.abc", ETag: '"1"' } });

test("video and audio are asked for, and the answer is taken", async () => {
  const { peer, asked, told, session } = arrange([created()]);
  await settle();
  assert.deepEqual(peer.kinds, ["video", "audio"]);
  assert.deepEqual(asked, [{ method: "POST", url: "/whep/camera/c1/sub", keepalive: false }]);
  assert.equal(peer.answer, Lite);
  assert.equal(session.sessionId, "s1.abc");
  peer.become("connected");
  assert.deepEqual(told, ["connected"]);
});

test("closing deletes the session, once, in a way that outlives the page", async () => {
  const { asked, peer, session } = arrange([created()]);
  await settle();
  session.close();
  session.close();
  assert.equal(peer.closed, true);
  assert.deepEqual(asked.slice(1), [{ method: "DELETE", url: "http://127.0.0.1/sessions/s1.abc", keepalive: true }]);
});

test("closing while the answer is on its way still deletes the session", async () => {
  let arrive = (_: Response) => undefined as void;
  const { asked, told, session } = arrange([new Promise<Response>((resolve) => (arrive = resolve))]);
  await settle();
  session.close();
  arrive(created());
  await settle();
  assert.deepEqual(asked.at(-1)?.method, "DELETE");
  assert.deepEqual(told, []);
});

test("five seconds without a transport are a failure, a transport stops that clock", async () => {
  const slow = arrange([created()]);
  await settle();
  slow.clock.advance(4_999);
  assert.deepEqual(slow.told, []);
  slow.clock.advance(1);
  assert.deepEqual(slow.told, ["connect-timeout"]);
  const quick = arrange([created()]);
  await settle();
  quick.peer.become("connected");
  quick.clock.advance(60_000);
  assert.deepEqual(quick.told, ["connected"]);
});

test("a refusal is told with the server's reason and no session is deleted", async () => {
  const { asked, told, failure } = arrange([
    new Response(JSON.stringify({ reason: "host-unreachable", detail: "No route." }), { status: 503, headers: { "Retry-After": "2" } }),
  ]);
  await settle();
  assert.deepEqual(told, ["host-unreachable"]);
  assert.deepEqual([failure()?.detail, failure()?.retryAfterMs], ["No route.", 2_000]);
  assert.equal(asked.length, 1);
});

test("no answer at all is an unreachable server", async () => {
  const { told } = arrange(["broken"]);
  await settle();
  assert.deepEqual(told, ["server-unreachable"]);
});

test("an answer that cannot be used ends the session", async () => {
  const { asked, peer, told } = arrange([created("nonsense")]);
  peer.refuse = true;
  await settle();
  assert.deepEqual(told, ["bad-answer"]);
  assert.equal(asked.at(-1)?.method, "DELETE");
});

test("an answer without video is a failure, not a silent black tile", async () => {
  const { told } = arrange([created(Lite.replace("m=video 9", "m=video 0"))]);
  await settle();
  assert.deepEqual(told, ["no-video"]);
});

test("a transport that breaks is told once", async () => {
  const { peer, told } = arrange([created()]);
  await settle();
  peer.become("connected");
  peer.become("failed");
  peer.become("closed");
  assert.deepEqual(told, ["connected", "connection-lost"]);
});
