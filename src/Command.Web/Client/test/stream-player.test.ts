import assert from "node:assert/strict";
import { test } from "node:test";
import { localFailure, type Failure } from "../api/failure";
import type { Profile } from "../api/types";
import { StreamPlayer } from "../player/stream-player";
import type { Take, TakeEvents } from "../player/take";
import { FakeClock } from "./fake-clock";

class FakeTake implements Take {
  sessionId: string | null;
  frames = 0;
  lastFrameAt: number | null = null;
  latencyMs = null;
  closed = false;

  constructor(
    readonly profile: Profile,
    private readonly events: TakeEvents,
    private readonly clock: FakeClock,
    index: number,
  ) {
    this.sessionId = `s${index}`;
  }

  frame(): void {
    this.frames++;
    this.lastFrameAt = this.clock.now();
    if (this.frames === 1) {
      this.events.firstFrame();
    }
  }

  fail(failure: Failure): void {
    this.closed = true;
    this.events.failed(failure);
  }

  close(): void {
    this.closed = true;
  }
}

function arrange() {
  const clock = new FakeClock();
  const takes: FakeTake[] = [];
  const told: string[] = [];
  const player = new StreamPlayer<FakeTake>(
    (profile, events) => {
      const take = new FakeTake(profile, events, clock, takes.length + 1);
      takes.push(take);
      return take;
    },
    {
      trying: (attempt, profile) => told.push(`try ${attempt} ${profile}`),
      picture: (take, fallback) => told.push(`picture ${take.profile}${fallback === null ? "" : ` because ${fallback}`}`),
      changeFailed: (at) => told.push(`change failed, again in ${at - clock.now()}`),
      failed: (failure, at) => told.push(`failed ${failure.code}, again in ${at - clock.now()}`),
    },
    clock,
    () => 0.5,
  );
  const last = () => takes.at(-1) as FakeTake;
  const play = (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      clock.advance(100);
      player.current?.frame();
    }
  };
  return { clock, takes, told, player, last, play };
}

test("the first picture makes the take current", () => {
  const { player, last, told } = arrange();
  player.start("sub", true);
  assert.equal(player.current, null);
  last().frame();
  assert.equal(player.current, last());
  assert.deepEqual(told, ["try 1 sub", "picture sub"]);
});

test("a device that does not answer is tried after 1, 2, 4, 8, 15, 15 seconds", () => {
  const { player, clock, last, takes } = arrange();
  player.start("main", false);
  for (const wait of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
    const count = takes.length;
    last().fail(localFailure("host-unreachable"));
    clock.advance(wait - 1);
    assert.equal(takes.length, count);
    clock.advance(1);
    assert.equal(takes.length, count + 1);
  }
});

test("a picture starts the waits over", () => {
  const { player, clock, last, told } = arrange();
  player.start("main", false);
  last().fail(localFailure("timeout"));
  clock.advance(1_000);
  last().fail(localFailure("timeout"));
  clock.advance(2_000);
  last().frame();
  last().fail(localFailure("connection-lost"));
  assert.equal(told.at(-1), "failed connection-lost, again in 1000");
});

test("a frozen picture is subscribed again after 8 seconds and stays until the new one is there", () => {
  const { player, clock, last, takes, play } = arrange();
  player.start("main", false);
  last().frame();
  play(1_000);
  const frozen = last();
  clock.advance(7_400);
  assert.equal(takes.length, 1);
  clock.advance(1_100);
  assert.equal(takes.length, 2);
  assert.equal(player.current, frozen);
  assert.equal(frozen.closed, false);
  last().frame();
  assert.equal(player.current, last());
  assert.equal(frozen.closed, true);
});

test("a frozen picture whose new subscription fails is taken down with the reason", () => {
  const { player, clock, last, told } = arrange();
  player.start("main", false);
  last().frame();
  const frozen = last();
  clock.advance(8_600);
  last().fail(localFailure("server-unreachable"));
  assert.equal(player.current, null);
  assert.equal(frozen.closed, true);
  assert.equal(told.at(-1), "failed server-unreachable, again in 1000");
});

test("changing the size changes the profile without a dark moment", () => {
  const { player, last, told } = arrange();
  player.start("sub", true);
  last().frame();
  const small = last();
  player.wish("main", true);
  assert.equal(player.current, small);
  assert.equal(small.closed, false);
  last().frame();
  assert.equal(player.current?.profile, "main");
  assert.equal(small.closed, true);
  assert.deepEqual(told, ["try 1 sub", "picture sub", "try 1 main", "picture main"]);
});

test("changing back before the new picture came keeps the old take", () => {
  const { player, last, takes } = arrange();
  player.start("sub", true);
  last().frame();
  player.wish("main", true);
  const abandoned = last();
  player.wish("sub", true);
  assert.equal(abandoned.closed, true);
  assert.equal(takes.length, 2);
  assert.equal(player.current, takes[0]);
});

test("a change of profile that fails leaves the running picture and is tried again", () => {
  const { player, clock, last, takes, play, told } = arrange();
  player.start("sub", true);
  last().frame();
  player.wish("main", true);
  last().fail(localFailure("host-unreachable"));
  assert.equal(player.current, takes[0]);
  assert.equal(told.at(-1), "change failed, again in 1000");
  play(900);
  assert.equal(takes.length, 2);
  clock.advance(200);
  assert.equal(takes.length, 3);
  assert.equal(last().profile, "main");
});

test("a main stream that no browser plays gives way to the sub stream, and says why", () => {
  const { player, last, told } = arrange();
  player.start("main", true);
  last().fail({ ...localFailure("not-playable-h265"), kind: "refused" });
  assert.equal(last().profile, "sub");
  last().frame();
  assert.equal(told.at(-1), "picture sub because not-playable-h265");
});

test("with both profiles refused the wished one's reason is told and nothing spins", () => {
  const { player, last, takes, told, clock } = arrange();
  player.start("main", true);
  last().fail({ ...localFailure("not-playable-h265"), kind: "refused" });
  last().fail(localFailure("not-found"));
  assert.equal(takes.length, 2);
  assert.match(told.at(-1) ?? "", /^failed not-playable-h265, again in 15000/);
  clock.advance(15_000);
  assert.equal(takes.length, 3);
});

test("a sub stream that fails while the main one runs only adds the note", () => {
  const { player, last, takes, told } = arrange();
  player.start("main", true);
  last().frame();
  player.wish("sub", true);
  last().fail(localFailure("not-found"));
  assert.equal(player.current, takes[0]);
  assert.equal(told.at(-1), "picture main because not-found");
});

test("a kick tries at once, forgets refusals, and leaves a try under way alone", () => {
  const { player, last, takes } = arrange();
  player.start("main", false);
  last().fail({ ...localFailure("forbidden"), kind: "refused" });
  player.kick();
  assert.equal(takes.length, 2);
  player.kick();
  assert.equal(takes.length, 2);
  last().frame();
  player.kick();
  assert.equal(takes.length, 2);
});

test("a kick while the stand-in plays tries the wished profile again", () => {
  const { player, last, takes } = arrange();
  player.start("main", true);
  last().fail(localFailure("not-found"));
  last().frame();
  assert.equal(player.current?.profile, "sub");
  player.kick();
  assert.equal(takes.length, 3);
  assert.equal(last().profile, "main");
});

test("a kick does not wait for the eighth second of a frozen picture", () => {
  const { player, clock, last, takes } = arrange();
  player.start("main", false);
  last().frame();
  clock.advance(2_000);
  player.kick();
  assert.equal(takes.length, 1);
  clock.advance(2_000);
  player.kick();
  assert.equal(takes.length, 2);
  assert.equal(player.current, takes[0]);
});

test("connecting is asked again each second, Retry-After is obeyed up to 15 seconds", () => {
  const { player, clock, last, told } = arrange();
  player.start("main", false);
  last().fail(localFailure("connecting"));
  assert.equal(told.at(-1), "failed connecting, again in 1000");
  clock.advance(1_000);
  last().fail({ ...localFailure("busy"), retryAfterMs: 5_000 });
  assert.equal(told.at(-1), "failed busy, again in 5000");
  clock.advance(5_000);
  last().fail({ ...localFailure("busy"), retryAfterMs: 600_000 });
  assert.equal(told.at(-1), "failed busy, again in 15000");
});

test("a source that stays away is asked ever more seldom, whatever the least wait", () => {
  const { player, clock, last, told } = arrange();
  player.start("main", false);
  for (const wait of [2_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
    last().fail({ ...localFailure("disabled-by-person"), retryAfterMs: 2_000 });
    assert.equal(told.at(-1), `failed disabled-by-person, again in ${wait}`);
    clock.advance(wait);
  }
});

test("a session that the server ended carries the server's reason", () => {
  const { player, last, told } = arrange();
  player.start("main", false);
  last().frame();
  player.ended("another", "source-closed");
  assert.equal(player.current, last());
  player.ended("s1", "source-closed");
  assert.equal(player.current, null);
  assert.equal(told.at(-1), "failed source-closed, again in 1000");
});

test("stop closes everything and nothing comes back", () => {
  const { player, clock, last, takes } = arrange();
  player.start("sub", true);
  last().frame();
  player.wish("main", true);
  player.stop();
  assert.deepEqual(
    takes.map((take) => take.closed),
    [true, true],
  );
  clock.advance(60_000);
  assert.equal(takes.length, 2);
});
