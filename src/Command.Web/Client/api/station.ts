import { ApiClient, type Answer } from "./api-client";
import { Backoff } from "./backoff";
import { systemClock, type Clock } from "./clock";
import { EventFeed, type FeedLoss } from "./event-feed";
import { fromCamera, fromRecorder, mergeStream, mergeSummary, parseStreamPath, type DeviceFacts } from "./facts";
import type { Failure } from "./failure";
import { SignalBook } from "./signal-book";
import type { ServerEvent } from "./sse-parser";
import { streamText, type CameraStatus, type DeviceSummary, type Hello, type RecorderStatus, type Signal } from "./types";
import type { StreamChanged, UnitDetails, ViewingEnded, WallLayout } from "./types";

/** The line to the server's events. Running pictures do not depend on it. */
export interface LinkState {
  /** Epoch milliseconds; null while the line stands. */
  lostSince: number | null;
  signedOut: boolean;
  attempts: number;
  /** Monotonic time of the next try. */
  nextAt: number | null;
}

/** known: the device; gone: the server has no such device for this person; failed: could not be read, tried again. */
export type DeviceNews = { kind: "known"; facts: DeviceFacts } | { kind: "gone" } | { kind: "failed"; failure: Failure };

export interface StationListener {
  link?(link: LinkState): void;
  /** The line came back: what was missed must be read again. */
  restored?(): void;
  units?(): void;
  wallChanged?(layout: WallLayout): void;
  viewingEnded?(ended: ViewingEnded): void;
  signalChanged?(signal: Signal): void;
  newVersion?(): void;
}

/** Where the status of a device of each class is read. */
const Doors = { camera: "/cameras", recorder: "/recorders" } as const;
type Kind = keyof typeof Doors;

interface Watched {
  /** Null until it is known which class the device is of. */
  kind: Kind | null;
  news: DeviceNews | null;
  listeners: Set<(news: DeviceNews) => void>;
  backoff: Backoff;
  cancelRetry: (() => void) | null;
  reading: boolean;
}

/** What one page knows from the server: the devices on show, unit names, the line's state. Shared by all elements of the page. */
export class Station {
  link: LinkState = { lostSince: null, signedOut: false, attempts: 0, nextAt: null };
  /** Server clock minus ours in milliseconds, as good as one way of the line. */
  serverOffsetMs = 0;
  readonly #devices = new Map<string, Watched>();
  readonly #listeners = new Set<StationListener>();
  readonly #units = new Map<string, string>();
  readonly #feed: EventFeed;
  #version: string | null = null;
  #opened = false;
  #signals: SignalBook | null = null;

  constructor(
    readonly api: ApiClient,
    readonly clock: Clock = systemClock,
  ) {
    const handlers = {
      open: () => this.#open(),
      event: (event: ServerEvent) => this.#event(event),
      lost: (loss: FeedLoss) => this.#lost(loss),
    };
    this.#feed = new EventFeed(`${api.base}/events`, () => api.headers(), handlers, clock);
  }

  start(): void {
    this.#feed.start();
    void this.#readUnits();
  }

  stop(): void {
    this.#feed.stop();
  }

  kick(): void {
    this.#feed.kick();
  }

  listen(listener: StationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  unitName(id: string): string | null {
    return this.#units.get(id) ?? null;
  }

  /** The open signals; read and followed from the first call on. */
  get signals(): SignalBook {
    return (this.#signals ??= new SignalBook(this, this.api, this.clock));
  }

  /** Follows one device until the result is called; the listener hears what is known at once. A known class spares a question. */
  watch(id: string, listener: (news: DeviceNews) => void, kind: string | null = null): () => void {
    let watched = this.#devices.get(id);
    if (watched === undefined) {
      watched = { kind: kindOf(kind), news: null, listeners: new Set(), backoff: new Backoff(), cancelRetry: null, reading: false };
      this.#devices.set(id, watched);
      void this.#readDevice(id, watched);
    }
    watched.listeners.add(listener);
    if (watched.news !== null) {
      listener(watched.news);
    }
    const mine = watched;
    return () => {
      mine.listeners.delete(listener);
      if (mine.listeners.size === 0 && this.#devices.get(id) === mine) {
        mine.cancelRetry?.();
        this.#devices.delete(id);
      }
    };
  }

  async #readDevice(id: string, watched: Watched): Promise<void> {
    if (watched.reading) {
      return;
    }
    watched.cancelRetry?.();
    watched.cancelRetry = null;
    watched.reading = true;
    const answer = await this.#status(id, watched);
    watched.reading = false;
    if (watched.listeners.size === 0) {
      return;
    }
    if (answer.ok) {
      watched.backoff.reset();
      this.#tell(watched, { kind: "known", facts: answer.value });
    } else if (answer.failure.code === "device-removed") {
      this.#tell(watched, { kind: "gone" });
    } else {
      // Old facts stay true for the tile; only a device never seen is reported as unreadable.
      if (watched.news?.kind !== "known") {
        this.#tell(watched, { kind: "failed", failure: answer.failure });
      }
      watched.cancelRetry = this.clock.after(watched.backoff.next(), () => void this.#readDevice(id, watched));
    }
  }

  /** A layout names devices without their class: cameras are asked first. */
  async #status(id: string, watched: Watched): Promise<Answer<DeviceFacts>> {
    const path = encodeURIComponent(id);
    if (watched.kind !== "recorder") {
      const camera = await this.api.get<CameraStatus>(`${Doors.camera}/${path}`);
      if (camera.ok || camera.failure.code !== "device-removed" || watched.kind === "camera") {
        return camera.ok ? { ok: true, value: fromCamera(camera.value) } : camera;
      }
    }
    const recorder = await this.api.get<RecorderStatus>(`${Doors.recorder}/${path}`);
    if (!recorder.ok) {
      return recorder;
    }
    watched.kind = "recorder";
    return { ok: true, value: fromRecorder(recorder.value) };
  }

  #tell(watched: Watched, news: DeviceNews): void {
    watched.news = news;
    for (const listener of [...watched.listeners]) {
      listener(news);
    }
  }

  async #readUnits(): Promise<void> {
    const answer = await this.api.get<{ units?: UnitDetails[] }>("/tree");
    if (answer.ok) {
      this.#units.clear();
      for (const unit of answer.value.units ?? []) {
        this.#units.set(unit.id, unit.name);
      }
      this.#listeners.forEach((listener) => listener.units?.());
    }
  }

  #open(): void {
    const again = this.#opened;
    this.#opened = true;
    this.#setLink({ lostSince: null, signedOut: false, attempts: 0, nextAt: null });
    if (again) {
      void this.#readUnits();
      for (const [id, watched] of this.#devices) {
        void this.#readDevice(id, watched);
      }
      this.#listeners.forEach((listener) => listener.restored?.());
    }
  }

  #lost(loss: FeedLoss): void {
    // Counts as opened from now on: whatever happened before the line stood must be read again too.
    this.#opened = true;
    const lostSince = this.link.lostSince ?? this.clock.epoch();
    this.#setLink({ lostSince, signedOut: loss.status === 401, attempts: loss.attempts, nextAt: loss.nextAt });
  }

  #setLink(link: LinkState): void {
    this.link = link;
    this.#listeners.forEach((listener) => listener.link?.(link));
  }

  #event(event: ServerEvent): void {
    let data: unknown;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    switch (event.name) {
      case "hello":
        this.#hello(data as Hello);
        break;
      case "device-changed":
        this.#deviceChanged((data as { device: DeviceSummary }).device);
        break;
      case "device-removed": {
        const watched = this.#devices.get((data as { deviceId: string }).deviceId);
        if (watched !== undefined) {
          this.#tell(watched, { kind: "gone" });
        }
        break;
      }
      case "stream-changed":
        this.#streamChanged(data as StreamChanged);
        break;
      case "units-changed":
        void this.#readUnits();
        break;
      case "wall-changed":
        this.#listeners.forEach((listener) => listener.wallChanged?.((data as { layout: WallLayout }).layout));
        break;
      case "signal-changed":
        this.#listeners.forEach((listener) => listener.signalChanged?.((data as { signal: Signal }).signal));
        break;
      case "viewing-ended":
        this.#listeners.forEach((listener) => listener.viewingEnded?.(data as ViewingEnded));
        break;
    }
  }

  #hello(hello: Hello): void {
    const serverTime = Date.parse(hello.serverTime ?? "");
    if (Number.isFinite(serverTime)) {
      this.serverOffsetMs = serverTime - this.clock.epoch();
    }
    if (this.#version !== null && hello.version !== undefined && hello.version !== this.#version) {
      this.#listeners.forEach((listener) => listener.newVersion?.());
    }
    this.#version ??= hello.version ?? null;
  }

  #deviceChanged(device: DeviceSummary): void {
    const watched = this.#devices.get(device.id);
    if (watched !== undefined) {
      const known = watched.news?.kind === "known" ? watched.news.facts : null;
      watched.kind = kindOf(device.kind);
      this.#tell(watched, { kind: "known", facts: mergeSummary(known, device) });
      if (device.recorder && (known?.state !== device.state || known.recorder?.live !== device.recorder.live)) {
        // The summary does not tell since when it streams or does not, nor whether it can be asked to.
        void this.#readDevice(device.id, watched);
      }
    }
  }

  #streamChanged(change: StreamChanged): void {
    const path = parseStreamPath(streamText(change.stream));
    const watched = path === null ? undefined : this.#devices.get(path.id);
    if (path !== null && watched?.news?.kind === "known") {
      const facts = mergeStream(watched.news.facts, path.profile, change, this.clock.epoch() + this.serverOffsetMs);
      this.#tell(watched, { kind: "known", facts });
    }
  }
}

function kindOf(kind: string | null): Kind | null {
  return kind === "camera" || kind === "recorder" ? kind : null;
}

const stations = new Map<string, { station: Station; users: number }>();

/** The page's one station for an API base; give it back with the result's `release`. */
export function useStation(base: string, language: string): { station: Station; release: () => void } {
  let shared = stations.get(base);
  if (shared === undefined) {
    shared = { station: new Station(new ApiClient(base, language)), users: 0 };
    stations.set(base, shared);
    shared.station.start();
  }
  const mine = shared;
  mine.users++;
  const release = () => {
    if (--mine.users === 0) {
      mine.station.stop();
      stations.delete(base);
    }
  };
  return { station: mine.station, release };
}
