import assert from "node:assert/strict";
import { test } from "node:test";
import { localFailure, type Failure } from "../api/failure";
import { Publisher, type PublishView } from "../publisher/publisher";
import type { UplinkReading } from "../publisher/uplink";
import { WhipSession, type Publication, type WhipEvents } from "../publisher/whip";
import { FakeClock, settle } from "./fake-clock";

class FakePublication implements Publication {
  sessionId: string | null;
  closed = false;
  reason: string | undefined;
  rungs: number[] = [];
  replaced: string[] = [];
  received = 0;
  sent = 0;
  /** What one second moves. */
  heard = 400;
  available = 3_000_000;

  constructor(
    readonly rung: number,
    readonly events: WhipEvents,
    index: number,
  ) {
    this.sessionId = `p${index}`;
  }
  read(): Promise<UplinkReading> {
    this.received += this.heard;
    this.sent += 125_000;
    const { received: bytesReceived, sent: bytesSent, available: availableBitsPerSecond } = this;
    return Promise.resolve({
      bytesSent,
      bytesReceived,
      availableBitsPerSecond,
      fractionLost: 0,
      roundTripMs: 40,
      framesSent: bytesSent,
      height: 720,
    });
  }
  tune(rung: number): void {
    this.rungs.push(rung);
  }
  replace(track: MediaStreamTrack): void {
    this.replaced.push(track.kind);
  }
  close(reason?: string): void {
    this.closed = true;
    this.reason = reason;
  }
}

function arrange() {
  const clock = new FakeClock();
  const made: FakePublication[] = [];
  const views: PublishView[] = [];
  const publisher = new Publisher(
    (rung, events) => {
      const publication = new FakePublication(rung, events, made.length + 1);
      made.push(publication);
      return publication;
    },
    (view) => views.push(view),
    clock,
    () => 0.5,
  );
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await settle();
    }
  };
  const last = () => made.at(-1) as FakePublication;
  return { clock, made, views, publisher, run, last };
}

test("it connects, is live, and tells what is sent", async () => {
  const { publisher, run, last } = arrange();
  publisher.start();
  assert.equal(publisher.view.state, "connecting");
  last().events.connected();
  await run(3);
  assert.deepEqual([publisher.view.state, publisher.view.bitsPerSecond, publisher.view.roundTripMs], ["live", 1_000_000, 40]);
  publisher.stop();
  assert.deepEqual([publisher.view.state, last().closed], ["idle", true]);
});

test("a suspended publisher ends its session with the reason, and starts again only when told", async () => {
  const { publisher, run, last, made } = arrange();
  publisher.start();
  last().events.connected();
  publisher.suspend(localFailure("screen-locked"));
  await run(30);
  assert.deepEqual([last().closed, last().reason, publisher.view.state, made.length], [true, "screen-locked", "waiting", 1]);
});

test("it keeps trying for ever, with growing waits", async () => {
  const { publisher, made, last, clock } = arrange();
  publisher.start();
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    last().events.failed(localFailure("server-unreachable"));
    assert.equal(publisher.view.state, "waiting");
    waits.push((publisher.view.nextTryAt ?? 0) - clock.now());
    clock.advance(waits.at(-1) ?? 0);
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
  assert.equal(made.length, 9);
  assert.equal(publisher.view.attempt, 9);
});

test("another publisher holds the stream: it says so and waits for its end, not less than the server asks", () => {
  const { publisher, last, clock } = arrange();
  publisher.start();
  const failure: Failure = { ...localFailure("already-published"), retryAfterMs: 5_000 };
  last().events.failed(failure);
  assert.equal(publisher.view.failure?.code, "already-published");
  assert.equal((publisher.view.nextTryAt ?? 0) - clock.now(), 5_000);
});

test("a good connection that breaks is tried again at once", async () => {
  const { publisher, made, run, last } = arrange();
  publisher.start();
  last().events.connected();
  await run(6);
  last().events.failed(localFailure("connection-lost"));
  assert.deepEqual([publisher.view.state, publisher.view.failure?.code, made.length], ["connecting", "connection-lost", 2]);
});

test("one that breaks at once is not: no storm of offers", async () => {
  const { publisher, made, run, last } = arrange();
  publisher.start();
  last().events.connected();
  await run(2);
  last().events.failed(localFailure("connection-lost"));
  assert.deepEqual([publisher.view.state, made.length], ["waiting", 1]);
});

test("three seconds without a word from the server: the path is dead whatever ICE says", async () => {
  const { publisher, made, run, last } = arrange();
  publisher.start();
  last().events.connected();
  await run(8);
  last().heard = 0;
  await run(2);
  assert.equal(made.length, 1);
  await run(2);
  assert.deepEqual([made.length, made[0]?.closed, publisher.view.failure?.code], [2, true, "no-acknowledgement"]);
});

test("a change of network: a waiting try is due now, a running one has to show that it lives", async () => {
  const { publisher, made, run, last, clock } = arrange();
  publisher.start();
  last().events.failed(localFailure("server-unreachable"));
  publisher.networkChanged();
  assert.equal(made.length, 2);
  last().events.connected();
  await run(7);
  publisher.networkChanged();
  await run(2);
  assert.equal(made.length, 2);
  last().heard = 0;
  await run(1);
  publisher.networkChanged();
  clock.advance(1_500);
  assert.deepEqual([made.length, publisher.view.failure?.code], [3, "network-changed"]);
});

test("a weak uplink tunes the sender, and the next connection begins on that rung", async () => {
  const { publisher, run, last } = arrange();
  publisher.start();
  last().events.connected();
  last().available = 150_000;
  await run(12);
  assert.deepEqual([publisher.view.rung, last().rungs], [2, [2]]);
  last().events.failed(localFailure("connection-lost"));
  assert.equal(last().rung, 2);
});

test("the server ends a session by name; another session's end is not ours", async () => {
  const { publisher, made, run, last } = arrange();
  publisher.start();
  last().events.connected();
  await run(6);
  publisher.ended("other", "right-ended");
  assert.equal(publisher.view.state, "live");
  publisher.ended("p1", "taken-over");
  assert.deepEqual([publisher.view.failure?.code, made.length], ["taken-over", 2]);
});

test("news of an old connection are not news", async () => {
  const { publisher, made, run, last } = arrange();
  publisher.start();
  last().events.connected();
  await run(6);
  last().events.failed(localFailure("connection-lost"));
  made[0]?.events.failed(localFailure("connection-lost"));
  assert.deepEqual([publisher.view.state, made.length], ["connecting", 2]);
});

// One publication by WHIP.

class FakePeer extends EventTarget {
  connectionState = "new";
  iceGatheringState = "complete";
  localDescription: { sdp: string } | null = null;
  added: Array<{ kind: string; direction: string; encodings: RTCRtpEncodingParameters[] }> = [];
  codecs: string[] = [];
  closed = false;

  addTransceiver(track: MediaStreamTrack, init: RTCRtpTransceiverInit): unknown {
    this.added.push({ kind: track.kind, direction: init.direction ?? "", encodings: init.sendEncodings ?? [] });
    return { setCodecPreferences: (codecs: RTCRtpCodec[]) => (this.codecs = codecs.map((codec) => codec.mimeType)) };
  }
  createOffer(): Promise<{ sdp: string }> {
    return Promise.resolve({ sdp: "v=0\r\n" });
  }
  setLocalDescription(offer: { sdp: string }): Promise<void> {
    this.localDescription = offer;
    return Promise.resolve();
  }
  setRemoteDescription(): Promise<void> {
    return Promise.resolve();
  }
  getSenders(): unknown[] {
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

Object.assign(globalThis, { document: { baseURI: "https://command.test/field/r1" } });

function publish(answer: Response | Promise<Response> | "broken") {
  const clock = new FakeClock();
  const peer = new FakePeer();
  const asked: string[] = [];
  const told: string[] = [];
  const track = (kind: string) => ({ kind, getSettings: () => ({ width: 1280, height: 720 }) }) as MediaStreamTrack;
  const media = { getVideoTracks: () => [track("video")], getAudioTracks: () => [track("audio")] } as unknown as MediaStream;
  const session = new WhipSession(
    "/whip/recorder/r1/live",
    media,
    0,
    { connected: () => told.push("connected"), failed: (failure) => told.push(failure.code) },
    {
      clock,
      headers: () => ({ "X-Command-Client": "1" }),
      fetch: ((url: string, init: RequestInit) => {
        asked.push(`${init.method} ${url}${init.keepalive === true ? " keepalive" : ""}`);
        return init.method !== "POST"
          ? Promise.resolve(new Response(null, { status: 200 }))
          : answer === "broken"
            ? Promise.reject(new Error("down"))
            : Promise.resolve(answer);
      }) as typeof fetch,
      createPeer: () => peer as unknown as RTCPeerConnection,
      videoCodecs: () => [
        { mimeType: "video/VP8", clockRate: 90_000 },
        { mimeType: "video/H264", clockRate: 90_000 },
      ],
    },
  );
  return { clock, peer, asked, told, session };
}

const created = () =>
  new Response("v=0\r\na=ice-lite\r\n", {
    status: 201,
    headers: { Location: "/sessions/p1", ETag: '"1"', "Content-Type": "application/sdp" },
  });

test("WHIP: picture and sound are offered sendonly, H.264 first, sound with priority; the end reaches the server", async () => {
  const { peer, asked, told, session } = publish(created());
  await settle();
  assert.deepEqual(
    peer.added.map(({ kind, direction }) => `${kind} ${direction}`),
    ["video sendonly", "audio sendonly"],
  );
  assert.deepEqual(peer.codecs, ["video/H264", "video/VP8"]);
  assert.equal(peer.added[1]?.encodings[0]?.priority, "high");
  assert.equal(session.sessionId, "p1");
  peer.become("connected");
  session.close();
  session.close();
  assert.deepEqual(told, ["connected"]);
  assert.deepEqual(asked, ["POST /whip/recorder/r1/live", "DELETE https://command.test/sessions/p1 keepalive"]);
  await settle();
  assert.equal(peer.closed, true);
});

test("WHIP: a session that a locked phone ends says so", async () => {
  const { asked, session } = publish(created());
  await settle();
  session.close("screen-locked");
  assert.equal(asked.at(-1), "DELETE https://command.test/sessions/p1?reason=screen-locked keepalive");
});

test("WHIP: refusals are told by their reason, once", async () => {
  const problem = (status: number, reason: string) => new Response(JSON.stringify({ reason }), { status });
  for (const [response, code] of [
    [problem(409, "already-published"), "already-published"],
    [problem(406, "no-common-codec"), "no-common-codec"],
    [problem(403, "no-right"), "forbidden"],
    [problem(401, "signed-out"), "signed-out"],
    [problem(503, "busy"), "busy"],
    ["broken", "server-unreachable"],
  ] as const) {
    const { told, peer } = publish(response);
    await settle();
    peer.become("failed");
    assert.deepEqual(told, [code]);
  }
});

test("WHIP: a disconnected path has two seconds to recover", async () => {
  const { clock, peer, told } = publish(created());
  await settle();
  peer.become("connected");
  peer.become("disconnected");
  clock.advance(1_500);
  peer.become("connected");
  clock.advance(5_000);
  assert.deepEqual(told, ["connected", "connected"]);
  peer.become("disconnected");
  clock.advance(2_000);
  assert.equal(told.at(-1), "connection-lost");
});

test("WHIP: an answer that never connects is given up; one that comes too late is deleted", async () => {
  const { clock, told, asked, session } = publish(created());
  await settle();
  clock.advance(6_000);
  assert.deepEqual(told, ["connect-timeout"]);
  session.close();
  let arrive = (_: Response): void => {};
  const late = publish(new Promise<Response>((resolve) => (arrive = resolve)));
  await settle();
  late.session.close();
  arrive(created());
  await settle();
  assert.deepEqual(late.asked, ["POST /whip/recorder/r1/live", "DELETE https://command.test/sessions/p1 keepalive"]);
  assert.equal(asked.filter((line) => line.startsWith("DELETE")).length, 1);
});

test("WHIP: the transport outlives the farewell, and a server that does not answer it keeps nothing open", async () => {
  const { clock, peer, session } = publish(created());
  await settle();
  session.close();
  assert.equal(peer.closed, false);
  clock.advance(1_000);
  assert.equal(peer.closed, true);
});
