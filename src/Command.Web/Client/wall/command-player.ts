import { parseStreamPath } from "../api/facts";
import { useStation, type Station } from "../api/station";
import { pageLanguage, translator } from "../i18n";
import { isTyping, tileKey } from "./keys";
import { adoptStyles } from "./styles";
import { Tile } from "./tile";

const TickMs = 250;

/**
 * `<command-player stream="camera/ID/main">`: one stream with the same states and reasons as a tile of the wall.
 * `<command-player device="ID">`: the picture of a device of whatever class.
 */
export class CommandPlayer extends HTMLElement {
  static readonly observedAttributes = ["stream", "device"];
  readonly #root = this.attachShadow({ mode: "open" });
  #tile: Tile | null = null;
  #abort: AbortController | null = null;
  #shown: string | null = null;

  connectedCallback(): void {
    this.#show();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) {
      this.#show();
    }
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#clear();
      }
    });
  }

  #show(): void {
    const device = this.getAttribute("device");
    const wanted = device ?? this.getAttribute("stream");
    if (wanted === this.#shown) {
      return;
    }
    this.#clear();
    const path = device ? { kind: null, id: device, profile: "main" as const } : parseStreamPath(wanted ?? "");
    if (path === null) {
      return;
    }
    this.#shown = wanted;
    const language = pageLanguage();
    const { station, release } = useStation(this.getAttribute("api") ?? "/api/v1", language);
    const signInUrl = `${station.api.root}/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`;
    const tile = new Tile({ station, t: translator(language), signInUrl, profile: path.profile });
    this.#tile = tile;
    const { element } = tile;
    element.style.height = "100%";
    element.tabIndex = 0;
    element.dataset.slot = "0";
    element.setAttribute("role", "group");
    element.querySelectorAll<HTMLElement>("button").forEach((button) => (button.tabIndex = 0));
    tile.parts.close.hidden = true;
    adoptStyles(this.#root);
    this.#root.replaceChildren(element);
    this.#abort = new AbortController();
    this.#wire(tile, station, release, this.#abort.signal);
    tile.assign(path.id, path.kind);
  }

  #wire(tile: Tile, station: Station, release: () => void, signal: AbortSignal): void {
    const unlisten = station.listen({
      link: (link) => tile.link(link),
      units: () => tile.render(),
      viewingEnded: (ended) => tile.ended(ended.sessionId, ended.reason),
    });
    const ticker = setInterval(() => tile.tick(), TickMs);
    signal.addEventListener("abort", () => {
      unlisten();
      clearInterval(ticker);
      release();
    });
    window.addEventListener("online", () => station.kick(), { signal });
    window.addEventListener("pagehide", () => tile.pause(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && tile.resume(), { signal });
    tile.element.addEventListener("dblclick", () => void tile.chrome.toggleFullscreen(), { signal });
    tile.element.addEventListener("keydown", (event) => this.#key(event, tile), { signal });
  }

  #key(event: KeyboardEvent, tile: Tile): void {
    const act = isTyping(event.target) ? null : tileKey(event)?.act;
    const onControl = event.target instanceof HTMLElement && /^(BUTTON|A)$/.test(event.target.tagName);
    if (act === "fullscreen" && !onControl) {
      void tile.chrome.toggleFullscreen();
    } else if (act === "snapshot") {
      void tile.snapshot();
    } else if (act === "back" && tile.chrome.isLarge) {
      void tile.chrome.leaveFullscreen();
    } else {
      return;
    }
    event.preventDefault();
  }

  #clear(): void {
    this.#shown = null;
    this.#tile?.dispose();
    this.#tile = null;
    this.#abort?.abort();
    this.#abort = null;
  }
}
