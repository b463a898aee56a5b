import type { Clock } from "../api/clock";
import { Colours } from "../api/signal-book";
import type { LinkState } from "../api/station";
import type { SignalColour } from "../api/types";
import { duration, type Translate } from "../i18n";
import { ColourShapes } from "./colours";
import { AllCells, type Cells } from "./grid";
import { layoutIcon } from "./icons";
import { label, setText } from "./tile-dom";
import type { TileStatus } from "./tile-state";

/** The slim bar over the tiles: layouts, how the wall is in one line, and what is wrong with the line to the server. */
export class WallBar {
  readonly element = document.createElement("div");
  readonly #buttons = new Map<Cells, HTMLButtonElement>();
  readonly #live = document.createElement("span");
  readonly #frozen = document.createElement("span");
  readonly #dark = document.createElement("span");
  readonly #notice = document.createElement("span");
  readonly #signIn = document.createElement("a");
  readonly #reload = document.createElement("button");
  readonly #strip = new Map<SignalColour, HTMLAnchorElement>();
  readonly #arm = document.createElement("button");

  constructor(
    private readonly t: Translate,
    signInUrl: string,
    choose: (cells: Cells) => void,
    arm: () => void,
  ) {
    this.element.className = "bar";
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", t("layout.label"));
    group.style.display = "flex";
    for (const cells of AllCells) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "layout";
      button.innerHTML = layoutIcon(Math.sqrt(cells));
      label(button, `${t(`layout.${cells}`)} (${cells === 16 ? 0 : cells})`);
      button.addEventListener("click", () => choose(cells));
      this.#buttons.set(cells, button);
      group.append(button);
    }
    const summary = document.createElement("div");
    summary.className = "summary";
    this.#live.className = "live";
    this.#frozen.className = "frozen";
    this.#dark.className = "dark";
    summary.append(this.#live, this.#frozen, this.#dark);
    this.#notice.className = "notice";
    this.#notice.setAttribute("role", "status");
    this.#signIn.className = "act";
    this.#signIn.href = signInUrl;
    this.#signIn.textContent = t("signIn");
    this.#signIn.hidden = true;
    this.#reload.className = "act";
    this.#reload.type = "button";
    this.#reload.textContent = t("wall.newVersion");
    this.#reload.hidden = true;
    this.#reload.addEventListener("click", () => location.reload());
    const strip = document.createElement("div");
    strip.className = "strip";
    strip.setAttribute("role", "group");
    strip.setAttribute("aria-label", t("alarm.strip"));
    for (const colour of Colours) {
      const link = document.createElement("a");
      link.dataset.colour = colour;
      link.href = `/signals?colour=${colour}`;
      link.innerHTML = `<span class="shape" aria-hidden="true">${ColourShapes[colour]}</span><span class="n"></span>`;
      this.#strip.set(colour, link);
      strip.append(link);
    }
    this.#arm.type = "button";
    this.#arm.className = "arm";
    this.#arm.textContent = t("alarm.soundOffShort");
    label(this.#arm, t("alarm.soundOff"));
    this.#arm.addEventListener("click", arm);
    this.element.append(group, summary, strip, this.#arm, this.#notice, this.#signIn, this.#reload);
  }

  layout(cells: Cells): void {
    for (const [value, button] of this.#buttons) {
      button.setAttribute("aria-pressed", String(value === cells));
    }
  }

  /** Unanswered alarms by colour, and whether an alarm can be heard. */
  alarms(count: (colour: SignalColour) => number, armed: boolean): void {
    for (const [colour, link] of this.#strip) {
      const n = count(colour);
      setText(link.lastElementChild as HTMLElement, String(n));
      link.dataset.some = String(n > 0);
      label(link, this.t("alarm.open", { n, colour: this.t(`colour.${colour}`) }));
    }
    this.#arm.hidden = armed;
  }

  offerReload(): void {
    this.#reload.hidden = false;
  }

  render(statuses: readonly TileStatus[], link: LinkState, unsaved: boolean, clock: Clock): void {
    const count = (...wanted: TileStatus[]) => statuses.filter((status) => wanted.includes(status)).length;
    const { t } = this;
    show(this.#live, count("playing"), (n) => t("wall.live", { n }));
    show(this.#frozen, count("stale"), (n) => t("wall.stale", { n }));
    show(this.#dark, count("down", "refused"), (n) => t("wall.dark", { n }));
    this.#signIn.hidden = !link.signedOut;
    setText(this.#notice, this.#noticeText(link, unsaved, clock));
    this.#notice.title = this.#notice.textContent ?? "";
  }

  #noticeText(link: LinkState, unsaved: boolean, clock: Clock): string {
    const { t } = this;
    if (link.signedOut) {
      return t("wall.signedOut");
    }
    if (link.lostSince !== null) {
      const lost = duration((clock.epoch() - link.lostSince) / 1000, t);
      const seconds = link.nextAt === null ? 0 : Math.max(0, Math.ceil((link.nextAt - clock.now()) / 1000));
      return t("wall.serverLost", { for: lost, n: link.attempts, s: seconds });
    }
    return unsaved ? t("wall.notSaved") : "";
  }
}

function show(element: HTMLElement, count: number, text: (count: number) => string): void {
  element.hidden = count === 0;
  setText(element, count === 0 ? "" : text(count));
}
