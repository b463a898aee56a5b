import type { PageStore } from "./page-store";

/** One position as POST /recorders/{id}/positions takes it. */
export interface FieldPosition {
  at: string;
  latitudeDegrees: number;
  longitudeDegrees: number;
  altitudeMetres: number | null;
  speedKmh: number | null;
  courseDegrees: number | null;
  accuracyMetres: number | null;
  fix: "2d" | "3d";
  source: "page";
  buffered: boolean;
}

export interface StoredPosition {
  boot: string;
  sequence: number;
  position: FieldPosition;
}

/** Seven hours of walking at one position in five seconds. */
export const MostPositions = 5_000;
const ChunkSize = 50;

const MovingEveryMs = 5_000;
const StillEveryMs = 30_000;
const WalkingKmh = 3;
const MovedMetres = 10;

export function fromBrowser(found: GeolocationPosition): FieldPosition {
  const { latitude, longitude, altitude, accuracy, heading, speed } = found.coords;
  return {
    at: new Date(found.timestamp).toISOString(),
    latitudeDegrees: latitude,
    longitudeDegrees: longitude,
    altitudeMetres: altitude,
    speedKmh: speed === null || Number.isNaN(speed) ? null : Math.round(speed * 36) / 10,
    courseDegrees: heading === null || Number.isNaN(heading) ? null : Math.round(heading),
    accuracyMetres: Math.round(accuracy),
    fix: altitude === null ? "2d" : "3d",
    source: "page",
    buffered: false,
  };
}

/** Metres between two places, good enough for a few kilometres. */
export function metresBetween(a: FieldPosition, b: FieldPosition): number {
  const radians = Math.PI / 180;
  const north = (b.latitudeDegrees - a.latitudeDegrees) * 111_320;
  const east = (b.longitudeDegrees - a.longitudeDegrees) * 111_320 * Math.cos(a.latitudeDegrees * radians);
  return Math.hypot(north, east);
}

/** Lets through one position in 5 s while moving, one in 30 s while still. */
export class PositionRate {
  #last: { position: FieldPosition; at: number } | null = null;

  /** @param at Monotonic milliseconds. */
  takes(position: FieldPosition, at: number): boolean {
    const last = this.#last;
    if (last !== null) {
      const moved = metresBetween(last.position, position) > Math.max(MovedMetres, position.accuracyMetres ?? 0);
      const moving = moved || (position.speedKmh ?? 0) >= WalkingKmh;
      // Browsers come a little early now and then.
      if (at - last.at < (moving ? MovingEveryMs : StillEveryMs) - 500) {
        return false;
      }
    }
    this.#last = { position, at };
    return true;
  }
}

/**
 * Positions that the server has not confirmed yet, oldest first, kept over reloads in chunks so that one more costs one small write. Full, it
 * drops the oldest and counts them.
 */
export class PositionQueue {
  /** Lost because there were too many. */
  dropped = 0;
  readonly #chunks = new Map<number, StoredPosition[]>();
  #count = 0;

  constructor(
    private readonly store: PageStore,
    private readonly most: number = MostPositions,
  ) {
    const [from, until] = store.read<[number, number]>("p") ?? [0, 0];
    for (let chunk = from; chunk < until; chunk++) {
      const items = (store.read<StoredPosition[]>(`p${chunk}`) ?? []).filter(isPosition);
      if (items.length > 0) {
        this.#chunks.set(chunk, items);
        this.#count += items.length;
      }
    }
  }

  get count(): number {
    return this.#count;
  }

  add(item: StoredPosition): void {
    const last = [...this.#chunks].at(-1);
    const [chunk, items] = last === undefined || last[1].length >= ChunkSize ? [(last?.[0] ?? -1) + 1, []] : last;
    items.push(item);
    this.#chunks.set(chunk, items);
    this.#count++;
    while (this.#count > this.most) {
      const [oldest, full] = [...this.#chunks][0] as [number, StoredPosition[]]; // There are some, or the count were zero.
      full.shift();
      this.#count--;
      this.dropped++;
      this.#save(oldest, full);
    }
    this.#save(chunk, items);
  }

  /** The oldest ones, at most so many, of one life of the page: a report names one boot. */
  oldest(most: number): StoredPosition[] {
    const batch: StoredPosition[] = [];
    for (const items of this.#chunks.values()) {
      for (const item of items) {
        if (batch.length >= most || (batch.length > 0 && item.boot !== batch[0]?.boot)) {
          return batch;
        }
        batch.push(item);
      }
    }
    return batch;
  }

  remove(done: readonly StoredPosition[]): void {
    const gone = new Set(done.map((item) => `${item.boot} ${item.sequence}`));
    for (const [chunk, items] of [...this.#chunks]) {
      const kept = items.filter((item) => !gone.has(`${item.boot} ${item.sequence}`));
      if (kept.length !== items.length) {
        this.#count -= items.length - kept.length;
        this.#chunks.set(chunk, kept);
        this.#save(chunk, kept);
      }
    }
  }

  #save(chunk: number, items: StoredPosition[]): void {
    if (items.length === 0) {
      this.#chunks.delete(chunk);
      this.store.remove(`p${chunk}`);
    } else {
      this.store.write(`p${chunk}`, items);
    }
    const chunks = [...this.#chunks.keys()];
    this.store.write("p", [chunks[0] ?? 0, (chunks.at(-1) ?? -1) + 1]);
  }
}

function isPosition(item: StoredPosition | null): boolean {
  return typeof item?.boot === "string" && typeof item.sequence === "number" && typeof item.position?.at === "string";
}
