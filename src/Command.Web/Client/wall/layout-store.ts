import type { Answer } from "../api/api-client";
import { Backoff } from "../api/backoff";
import type { Clock } from "../api/clock";
import type { WallLayout } from "../api/types";
import { placesOf, tilesOf, toCells, type Cells, type Places } from "./grid";

const SaveAfterMs = 400;

export interface LayoutApi {
  get<T>(path: string): Promise<Answer<T>>;
  put<T>(path: string, body: unknown, keepalive?: boolean): Promise<Answer<T>>;
}

export interface LayoutEvents {
  /** Another layout than before, from the server or from this page. */
  changed(): void;
  saved(saved: boolean): void;
}

/** The person's wall: kept on the server, changed here at once and saved a moment later; the last writer wins. */
export class LayoutStore {
  cells: Cells = 4;
  places: Places = new Map();
  /** False until the person's layout is known: nothing is saved before, or an empty wall could overwrite a full one. */
  loaded = false;
  readonly #backoff = new Backoff();
  #version = 0;
  #dirty = false;
  #saving = false;
  #missed: WallLayout | null = null;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly api: LayoutApi,
    private readonly events: LayoutEvents,
    private readonly clock: Clock,
  ) {}

  /** Reads the layout; tried again until it is known. With changes of our own still unsaved, these are saved instead. */
  async load(): Promise<void> {
    if (this.#dirty) {
      this.#schedule(0);
      return;
    }
    const answer = await this.api.get<WallLayout>("/walls/mine");
    if (!answer.ok) {
      if (!this.loaded) {
        this.#cancel?.();
        this.#cancel = this.clock.after(this.#backoff.next(), () => void this.load());
      }
      return;
    }
    this.#backoff.reset();
    const first = !this.loaded;
    this.loaded = true;
    if (!this.#dirty && !this.#saving && (first || answer.value.version !== this.#version)) {
      this.#take(answer.value);
    }
  }

  /** Change by the person on this page. */
  change(cells: Cells, places: Places): void {
    this.cells = cells;
    this.places = places;
    this.events.changed();
    this.#dirty = true;
    if (this.loaded) {
      this.#schedule(SaveAfterMs);
    }
  }

  /** The server tells of a saved layout: ours coming back, or another page's. */
  remote(layout: WallLayout): void {
    if (this.#saving) {
      this.#missed = layout;
    } else if (!this.#dirty && layout.version > this.#version) {
      this.#take(layout);
    }
  }

  /** The page is leaving. */
  flush(): void {
    if (this.#dirty && this.loaded) {
      this.#cancel?.();
      void this.#save(true);
    }
  }

  #schedule(delay: number): void {
    this.#cancel?.();
    this.#cancel = this.clock.after(delay, () => void this.#save(false));
  }

  async #save(keepalive: boolean): Promise<void> {
    if (this.#saving) {
      return;
    }
    this.#saving = true;
    this.#dirty = false;
    const body = { cells: this.cells, tiles: tilesOf(this.places), version: this.#version };
    const answer = await this.api.put<WallLayout>("/walls/mine", body, keepalive);
    this.#saving = false;
    if (answer.ok) {
      this.#backoff.reset();
      this.#version = Math.max(this.#version, answer.value.version);
      this.events.saved(true);
    } else {
      this.#dirty = true;
      this.events.saved(false);
    }
    const missed = this.#missed;
    this.#missed = null;
    if (this.#dirty) {
      this.#schedule(answer.ok ? SaveAfterMs : this.#backoff.next());
    } else if (missed !== null) {
      this.remote(missed);
    }
  }

  #take(layout: WallLayout): void {
    this.cells = toCells(layout.cells);
    this.places = placesOf(layout.tiles);
    this.#version = layout.version;
    this.events.changed();
  }
}
