import type { LinkState, Station } from "../api/station";
import type { DeviceFacts } from "../api/facts";
import { streamPath } from "../api/facts";
import { localFailure } from "../api/failure";
import type { Profile, SignalColour } from "../api/types";
import type { Translate } from "../i18n";
import { wishedProfile } from "../player/profile";
import { StreamPlayer } from "../player/stream-player";
import { VideoTake, type TakeEvents } from "../player/take";
import { takeSnapshot } from "./snapshot";
import { RefusedTile } from "./refused";
import { TileChrome } from "./tile-chrome";
import { createTileParts, reasonText, renderTile, type TileParts } from "./tile-dom";
import { emptyTile, reduce, viewOf, type TileEvent, type TileState, type TileView } from "./tile-state";

/** A window being dragged passes through many sizes; each change of profile costs a session. */
const ResizeSettleMs = 250;

export interface TileHost {
  station: Station;
  t: Translate;
  signInUrl: string;
  /** Fixed by the page, or null for "by the tile's size". */
  profile: Profile | null;
}

/** One place on the wall: its device, its player, its reason. */
export class Tile {
  readonly parts: TileParts;
  readonly chrome: TileChrome;
  slot = 0;
  #alarm: SignalColour | null = null;
  #state: TileState;
  #view: TileView;
  #take: VideoTake | null = null;
  #previousFrames = 0;
  #playing = false;
  #unwatch: (() => void) | null = null;
  #cancelResize: (() => void) | null = null;
  readonly #refused: RefusedTile;
  readonly #player: StreamPlayer<VideoTake>;
  readonly #resize: ResizeObserver;

  constructor(private readonly host: TileHost) {
    const clock = host.station.clock;
    this.parts = createTileParts(host.t, host.signInUrl);
    this.#state = emptyTile(host.station.link.lostSince, host.station.link.signedOut);
    this.#view = viewOf(this.#state, 0, 0);
    this.#refused = new RefusedTile(host.station.api, () => this.render());
    this.#player = new StreamPlayer<VideoTake>(
      (profile, events) => this.#open(profile, events),
      {
        trying: (attempt, profile) => this.#apply({ type: "trying", attempt, profile }),
        picture: (take, fallback) => this.#showTake(take, fallback),
        changeFailed: (nextTryAt) => this.#apply({ type: "changeFailed", nextTryAt }),
        failed: (failure, nextTryAt) => {
          this.#forgetTake();
          this.#apply({ type: "failed", failure, nextTryAt, at: clock.now() });
        },
      },
      clock,
    );
    this.#resize = new ResizeObserver(() => {
      this.#cancelResize?.();
      this.#cancelResize = clock.after(ResizeSettleMs, () => this.#wishBySize());
    });
    this.#resize.observe(this.element);
    this.chrome = new TileChrome(this.parts, host.t, clock, {
      snapshot: () => void this.snapshot(),
      retry: () => this.retry(),
      sound: (on) => this.#sound(on),
    });
    Object.defineProperty(this.element, "video", { get: () => this.video });
    this.render();
  }

  get element(): HTMLElement {
    return this.parts.root;
  }

  get deviceId(): string | null {
    return this.#state.deviceId;
  }

  get view(): TileView {
    return this.#view;
  }

  /** The element that shows the picture now. */
  get video(): HTMLVideoElement | null {
    return this.#take?.video ?? null;
  }

  /** @param kind Class of the device where it is known. */
  assign(deviceId: string | null, kind: string | null = null): void {
    if (deviceId === this.#state.deviceId) {
      return;
    }
    this.#unwatch?.();
    this.#unwatch = null;
    this.#stop();
    this.#previousFrames = 0;
    this.chrome.soundOn = false;
    this.#apply({ type: "assigned", deviceId, at: this.host.station.clock.now() });
    this.element.draggable = deviceId !== null && this.host.profile === null;
    if (deviceId !== null) {
      this.#unwatch = this.host.station.watch(
        deviceId,
        (news) => {
          switch (news.kind) {
            case "known":
              this.#known(news.facts);
              break;
            case "gone":
              this.#stop();
              this.#apply({ type: "gone" });
              break;
            case "failed":
              this.#apply({ type: "failed", failure: news.failure, nextTryAt: null, at: this.host.station.clock.now() });
              break;
          }
        },
        kind,
      );
    }
  }

  /** An alarm about this device is unanswered: a frame in its colour. */
  alarm(colour: SignalColour | null): void {
    if (this.#alarm !== colour) {
      this.#alarm = colour;
      this.render();
    }
  }

  /** The event line changed; after a loss everything dark is tried again at once. */
  link({ lostSince, signedOut }: LinkState): void {
    const restored = this.#state.linkLostSince !== null && lostSince === null;
    this.#apply({ type: "link", lostSince, signedOut });
    if (restored) {
      this.retry();
    }
  }

  ended(sessionId: string, reason: string): void {
    this.#player.ended(sessionId, reason);
  }

  retry(): void {
    this.#player.kick();
  }

  tick(): void {
    const take = this.#take;
    if (take !== null) {
      const { lastFrameAt, latencyMs } = take;
      this.#state = reduce(this.#state, { type: "frames", lastFrameAt, frames: this.#previousFrames + take.frames, latencyMs });
    }
    this.render();
  }

  render(): void {
    const { station, t } = this.host;
    const now = station.clock.now();
    this.#view = viewOf(this.#state, now, station.clock.epoch() + station.serverOffsetMs);
    const unit = this.#state.facts === null ? null : station.unitName(this.#state.facts.unitId);
    this.#refused.seen(this.#view.reason, this.#state.facts?.kind ?? "device", this.#state.deviceId, t("list.separator"));
    renderTile(this.parts, this.#state, this.#view, { slot: this.slot, unit, alarm: this.#alarm, granters: this.#refused.granters }, t);
    const hasAudio = this.#take?.hasAudio === true;
    this.chrome.render({ showPicture: this.#view.showPicture, hasAudio, audioNotPlayable: this.#state.facts?.audioNotPlayable ?? null });
  }

  dispose(): void {
    this.#unwatch?.();
    this.#resize.disconnect();
    this.#cancelResize?.();
    this.chrome.dispose();
    this.#stop();
    this.element.remove();
  }

  /** The page is leaving or coming back: sessions end with the page. */
  pause(): void {
    if (this.#playing) {
      this.#stop();
      this.#apply({ type: "failed", failure: localFailure("connection-lost"), nextTryAt: null, at: this.host.station.clock.now() });
    }
  }

  resume(): void {
    if (this.#state.facts !== null && !this.#state.gone) {
      this.#start(this.#state.facts);
    }
  }

  async snapshot(): Promise<void> {
    const { station, t } = this.host;
    const { deviceId, facts } = this.#state;
    if (deviceId === null) {
      return;
    }
    const device = { kind: facts?.kind ?? "camera", id: deviceId, name: facts?.name ?? deviceId };
    const result = await takeSnapshot(this.video, device, station.api, station.clock.epoch());
    if (result.ok) {
      this.chrome.toast(t("snapshot.saved", { name: result.name }));
    } else {
      const why = result.failure === null ? "" : reasonText({ reason: result.failure.code, title: result.failure.title }, t);
      this.chrome.toast(why === "" ? t("snapshot.nothing") : t("snapshot.failed", { why }));
    }
  }

  #apply(event: TileEvent): void {
    this.#state = reduce(this.#state, event);
    this.render();
  }

  #known(facts: DeviceFacts): void {
    const before = this.#state.facts;
    this.#apply({ type: "facts", facts });
    if (!this.#playing) {
      this.#start(facts);
      return;
    }
    this.#player.wish(this.#wished(facts), facts.hasSub);
    const better = (now: string | undefined, was: string | undefined) => now === "online" && was !== "online";
    if (
      better(facts.state, before?.state) ||
      better(facts.streams.main?.state, before?.streams.main?.state) ||
      better(facts.streams.sub?.state, before?.streams.sub?.state) ||
      (facts.recorder?.live === true && before?.recorder?.live === false) ||
      (facts.enabled && before?.enabled === false)
    ) {
      this.#player.kick();
    }
  }

  #start(facts: DeviceFacts): void {
    if (typeof RTCPeerConnection === "undefined") {
      const failure = localFailure("no-webrtc", null, "refused");
      this.#apply({ type: "failed", failure, nextTryAt: null, at: this.host.station.clock.now() });
      return;
    }
    this.#playing = true;
    this.#player.start(this.#wished(facts), facts.hasSub);
  }

  #stop(): void {
    this.#playing = false;
    this.#player.stop();
    this.#forgetTake();
  }

  #wished(facts: DeviceFacts): Profile {
    return facts.kind === "recorder" ? "live" : (this.host.profile ?? wishedProfile(this.element.clientWidth, facts.hasSub));
  }

  #wishBySize(): void {
    if (this.#playing && this.#state.facts !== null) {
      this.#player.wish(this.#wished(this.#state.facts), this.#state.facts.hasSub);
    }
  }

  #open(profile: Profile, events: TakeEvents): VideoTake {
    const { station } = this.host;
    const path = streamPath(this.#state.facts?.kind ?? "camera", this.#state.deviceId ?? "", profile);
    const take = new VideoTake(`${station.api.root}/whep/${path}`, profile, events, {
      clock: station.clock,
      headers: () => station.api.headers(),
      fetch: (...args) => fetch(...args),
      createPeer: () => new RTCPeerConnection({ bundlePolicy: "max-bundle" }),
      serverEpoch: () => station.clock.epoch() + station.serverOffsetMs,
    });
    // Under the running picture until its own first picture is there.
    take.video.className = "incoming";
    this.parts.stage.prepend(take.video);
    return take;
  }

  #showTake(take: VideoTake, fallback: string | null): void {
    if (take !== this.#take) {
      this.#previousFrames += this.#take?.frames ?? 0;
      this.#take = take;
      take.video.className = "";
      take.video.muted = !this.chrome.soundOn;
    }
    this.#apply({ type: "picture", profile: take.profile, fallback });
    this.tick();
  }

  #forgetTake(): void {
    this.#previousFrames += this.#take?.frames ?? 0;
    this.#take = null;
  }

  #sound(on: boolean): void {
    if (this.#take !== null) {
      this.#take.video.muted = !on;
    }
  }
}
