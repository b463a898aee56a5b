import type { Station } from "../api/station";
import { useStation } from "../api/station";
import { pageLanguage, translator, type Translate } from "../i18n";
import { alarmedDevices, coloursOf } from "./alarm-view";
import { Alarms } from "./alarms";
import { wireDrag } from "./drag";
import { gridOf, neighbour, placed, planReuse, slotForNew, swapped, type Cells, type Grid, type Places } from "./grid";
import { isTyping, pageKey, tileKey, type KeyAct } from "./keys";
import { LayoutStore } from "./layout-store";

import { adoptStyles } from "./styles";
import { Takeover } from "./takeover";
import { Tile } from "./tile";
import { WallBar } from "./wall-bar";

/** Ages have one decimal, seconds are counted: four times a second is enough for both. */
const TickMs = 250;

/**
 * `<command-wall api="/api/v1">`: the grid of tiles. Nothing outside touches what is inside, so pictures survive whatever happens to
 * the page around it.
 */
export class CommandWall extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  #parts: WallParts | null = null;

  connectedCallback(): void {
    this.#parts ??= new WallParts(this, this.#root);
  }

  disconnectedCallback(): void {
    // A move within the page disconnects and connects again in one go; sessions outlive that.
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#parts?.dispose();
        this.#parts = null;
      }
    });
  }
}

class WallParts {
  readonly #station: Station;
  readonly #t: Translate;
  readonly #bar: WallBar;
  readonly #store: LayoutStore;
  readonly #alarms: Alarms;
  readonly #takeover = new Takeover();
  readonly #grid = document.createElement("div");
  readonly #abort = new AbortController();
  readonly #resize: ResizeObserver;
  readonly #ticker: ReturnType<typeof setInterval>;
  readonly #undo: Array<() => void> = [];
  readonly #signInUrl: string;
  #tiles: Tile[] = [];
  #shape: Grid = { columns: 2, rows: 2 };
  #selected: number | null = null;
  #unsaved = false;
  #ready = false;

  constructor(
    private readonly host: HTMLElement,
    root: ShadowRoot,
  ) {
    const language = pageLanguage();
    const { station, release } = useStation(host.getAttribute("api") ?? "/api/v1", language);
    this.#station = station;
    this.#t = translator(language);
    this.#signInUrl = `${station.api.root}/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`;
    this.#bar = new WallBar(
      this.#t,
      this.#signInUrl,
      (cells) => this.#layout(cells),
      () => this.#alarms.arm(),
    );
    this.#alarms = new Alarms(station, this.#t, {
      changed: () => this.#ready && this.#arrange(),
      urgent: () => this.#tiles.forEach((tile) => void tile.chrome.leaveFullscreen()),
    });
    this.#store = new LayoutStore(station.api, { changed: () => this.#arrange(), saved: (saved) => this.#saved(saved) }, station.clock);
    adoptStyles(root);
    const frame = document.createElement("div");
    frame.className = "wall";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", this.#t("wall.label"));
    this.#grid.className = "grid";
    // Pop-ups lie over the tiles but not among them.
    const stack = document.createElement("div");
    stack.className = "stack";
    stack.append(this.#grid, this.#alarms.popups);
    frame.append(this.#bar.element, this.#alarms.banners, stack);
    root.replaceChildren(frame);
    this.#undo.push(
      release,
      station.listen({
        link: (link) => this.#tiles.forEach((tile) => tile.link(link)),
        restored: () => void this.#store.load(),
        units: () => this.#tiles.forEach((tile) => tile.render()),
        wallChanged: (layout) => this.#store.remote(layout),
        viewingEnded: (ended) => this.#tiles.forEach((tile) => tile.ended(ended.sessionId, ended.reason)),
        newVersion: () => this.#bar.offerReload(),
      }),
    );
    this.#resize = new ResizeObserver(() => this.#place());
    this.#resize.observe(this.#grid);
    this.#ticker = setInterval(() => this.#tick(), TickMs);
    this.#listen();
    this.#ready = true;
    this.#arrange();
    void this.#store.load();
  }

  dispose(): void {
    this.#store.flush();
    this.#abort.abort();
    clearInterval(this.#ticker);
    this.#resize.disconnect();
    this.#alarms.dispose();
    this.#tiles.forEach((tile) => tile.dispose());
    this.#undo.forEach((undo) => undo());
  }

  #listen(): void {
    const { signal } = this.#abort;
    this.host.addEventListener("command-wall-add", (event) => this.#add((event as CustomEvent<{ deviceId?: string }>).detail?.deviceId), {
      signal,
    });
    this.#grid.addEventListener("keydown", (event) => this.#key(event, tileKey(event)), { signal });
    document.addEventListener("keydown", (event) => !isTyping(event.composedPath()[0]) && this.#key(event, pageKey(event)), { signal });
    for (const gesture of ["pointerdown", "keydown"]) {
      document.addEventListener(gesture, () => !this.#alarms.sound.armed && this.#alarms.arm(), { signal, capture: true });
    }
    window.addEventListener("online", () => this.#station.kick(), { signal });
    window.addEventListener("pagehide", () => this.#pause(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.#tiles.forEach((tile) => tile.resume()), { signal });
  }

  #pause(): void {
    this.#store.flush();
    this.#tiles.forEach((tile) => tile.pause());
  }

  #tick(): void {
    for (const tile of this.#tiles) {
      tile.tick();
    }
    const statuses = this.#tiles.map((tile) => tile.view.status);
    this.#bar.render(statuses, this.#station.link, this.#unsaved, this.#station.clock);
    this.#alarms.tick();
    this.#bar.alarms((colour) => this.#station.signals.count(colour), this.#alarms.sound.armed);
  }

  #saved(saved: boolean): void {
    this.#unsaved = !saved;
  }

  #layout(cells: Cells): void {
    if (cells !== this.#store.cells) {
      this.#store.change(cells, this.#store.places);
    }
  }

  #change(places: Places, cells: Cells = this.#store.cells): void {
    this.#store.change(cells, places);
  }

  #add(deviceId: string | undefined): void {
    if (!deviceId) {
      return;
    }
    const { cells } = this.#store;
    const places = this.#shown();
    const shown = [...places].find(([slot, id]) => id === deviceId && slot < cells);
    if (shown !== undefined) {
      // Already there: point at it rather than show it twice.
      this.#select(shown[0]);
      return;
    }
    const { slot, cells: needed } = slotForNew(places, cells, this.#selected);
    this.#takeover.decline(slot);
    this.#change(new Map(this.#store.places).set(slot, deviceId), needed);
  }

  /** Makes the tiles fit the layout; a picture that stays is not touched, wherever it goes. */
  #arrange(): void {
    const { cells } = this.#store;
    const { waiting } = this.#station.signals;
    // Before the layout is known a guest could sit where a picture will be.
    this.#takeover.update(this.#store.loaded ? alarmedDevices(waiting) : [], this.#store.places, cells);
    const places = this.#shown();
    const before = this.#tiles;
    const plan = planReuse(
      before.map((tile) => tile.deviceId),
      places,
      cells,
    );
    const next = plan.map((from) => (from === null ? undefined : before[from]) ?? this.#newTile());
    const kept = new Set(next);
    before.filter((tile) => !kept.has(tile)).forEach((tile) => tile.dispose());
    this.#tiles = next;
    if (this.#selected !== null && this.#selected >= cells) {
      this.#selected = null;
    }
    this.#bar.layout(cells);
    this.#place();
    const colours = coloursOf(waiting);
    next.forEach((tile, slot) => {
      tile.assign(places.get(slot) ?? null);
      tile.alarm((tile.deviceId === null ? undefined : colours.get(tile.deviceId)) ?? null);
    });
    this.#tick();
  }

  #shown(): Places {
    return this.#takeover.over(this.#store.places);
  }

  #drop(deviceId: string, slot: number): void {
    this.#takeover.decline(slot);
    this.#change(placed(this.#store.places, slot, deviceId, this.#store.cells));
  }

  #swap(from: number, to: number): void {
    if (from === to) {
      return;
    }
    if (this.#takeover.move(from, to)) {
      this.#arrange();
    } else {
      this.#change(swapped(this.#store.places, from, to));
    }
  }

  #newTile(): Tile {
    const tile = new Tile({ station: this.#station, t: this.#t, signInUrl: this.#signInUrl, profile: null });
    const { element } = tile;
    element.setAttribute("role", "group");
    wireDrag(element, tile, {
      device: (deviceId, slot) => this.#drop(deviceId, slot),
      swap: (from, to) => this.#swap(from, to),
    });
    element.addEventListener("focus", () => this.#mark(tile.slot));
    element.addEventListener("pointerdown", () => this.#mark(tile.slot));
    element.addEventListener("dblclick", () => tile.deviceId !== null && void tile.chrome.toggleFullscreen());
    tile.parts.close.addEventListener("click", () => this.#clear(tile.slot));
    this.#grid.append(element);
    return tile;
  }

  /** Tiles are placed by grid lines: moving the element of a running picture would interrupt it. */
  #place(): void {
    const { cells } = this.#store;
    this.#shape = gridOf(cells, this.#grid.clientWidth, this.#grid.clientHeight);
    const { columns, rows } = this.#shape;
    this.#grid.style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`;
    const active = this.#selected ?? 0;
    this.#tiles.forEach((tile, slot) => {
      tile.slot = slot;
      const { element } = tile;
      element.dataset.slot = String(slot);
      element.style.gridArea = `${Math.floor(slot / columns) + 1} / ${(slot % columns) + 1}`;
      // One stop for Tab on the whole wall; arrows go on from there. The tools of that tile are reachable.
      element.tabIndex = slot === active ? 0 : -1;
      element.querySelectorAll<HTMLElement>("button").forEach((button) => (button.tabIndex = slot === active ? 0 : -1));
      element.setAttribute("aria-current", String(slot === this.#selected));
    });
  }

  #mark(slot: number): void {
    if (this.#selected !== slot) {
      this.#selected = slot;
      this.#place();
    }
  }

  #select(slot: number): void {
    this.#mark(slot);
    this.#tiles[slot]?.element.focus();
  }

  #clear(slot: number): void {
    if (this.#takeover.decline(slot)) {
      this.#arrange();
      return;
    }
    const places = new Map(this.#store.places);
    if (places.delete(slot)) {
      void this.#tiles[slot]?.chrome.leaveFullscreen();
      this.#change(places);
    }
  }

  #key(event: KeyboardEvent, act: KeyAct | null): void {
    if (act === null || event.defaultPrevented) {
      return;
    }
    const target = event.composedPath()[0];
    const onControl = target instanceof HTMLElement && /^(BUTTON|A)$/.test(target.tagName);
    const slot = this.#selected ?? 0;
    const tile = this.#tiles[slot];
    switch (act.act) {
      case "layout":
        this.#layout(act.cells);
        break;
      case "search":
        this.host.dispatchEvent(new CustomEvent("command-search", { bubbles: true, composed: true }));
        break;
      case "move":
        this.#select(neighbour(slot, act.direction, this.#store.cells, this.#shape.columns));
        break;
      case "fullscreen":
        if (onControl || tile === undefined || tile.deviceId === null) {
          return;
        }
        void tile.chrome.toggleFullscreen();
        break;
      case "clear":
        this.#clear(slot);
        break;
      case "snapshot":
        void tile?.snapshot();
        break;
      case "acknowledge":
        void this.#alarms.first?.acknowledge();
        break;
      case "dismiss":
        this.#alarms.first?.askReason();
        break;
      case "back":
        this.#back(tile, onControl);
        break;
    }
    event.preventDefault();
  }

  /** Escape goes back one step: out of the large picture, from a tool to its tile, and off the selection. */
  #back(tile: Tile | undefined, onControl: boolean): void {
    if (tile?.chrome.isLarge) {
      void tile.chrome.leaveFullscreen();
    } else if (onControl) {
      tile?.element.focus();
    } else {
      tile?.element.blur();
      this.#selected = null;
      this.#place();
    }
  }
}
