import type { DeviceFacts } from "../api/facts";
import type { SignalColour } from "../api/types";
import { age, clockTime, duration, has, type Translate } from "../i18n";
import { ColourShapes } from "./colours";
import { Icons } from "./icons";
import { NotLive, type TileProgress, type TileState, type TileView } from "./tile-state";

/** The elements of one tile. */
export interface TileParts {
  root: HTMLElement;
  stage: HTMLElement;
  name: HTMLElement;
  officer: HTMLElement;
  unit: HTMLElement;
  alarm: HTMLElement;
  weak: HTMLElement;
  battery: HTMLElement;
  note: HTMLElement;
  sim: HTMLElement;
  chip: HTMLElement;
  word: HTMLElement;
  age: HTMLElement;
  what: HTMLElement;
  when: HTMLElement;
  next: HTMLElement;
  hint: HTMLElement;
  detail: HTMLElement;
  signIn: HTMLAnchorElement;
  retry: HTMLButtonElement;
  banner: HTMLElement;
  bannerMore: HTMLElement;
  sound: HTMLButtonElement;
  snapshot: HTMLButtonElement;
  fullscreen: HTMLButtonElement;
  close: HTMLButtonElement;
  toast: HTMLElement;
}

const Markup = `
<div class="stage"></div>
<div class="panel">
  <p class="what"></p><p class="when"></p><p class="next"></p><p class="hint"></p><p class="detail"></p>
  <div class="acts"><a class="sign-in" hidden></a><button type="button" class="retry" tabindex="-1"></button></div>
</div>
<div class="empty"><span class="plus" aria-hidden="true">+</span><p class="title"></p><p class="hint"></p></div>
<div class="banner"><span class="frozen"></span><span class="more"></span></div>
<header class="head">
  <div class="title"><span class="name"></span><span class="officer"></span><span class="unit"></span><span class="note"></span></div>
  <span class="alarm" hidden></span>
  <span class="weak" hidden></span>
  <span class="battery" hidden></span>
  <span class="sim" hidden></span>
  <span class="chip"><span class="mark" aria-hidden="true"></span><span class="word"></span><span class="age"></span></span>
</header>
<div class="tools">
  <button type="button" class="sound" tabindex="-1" hidden></button>
  <button type="button" class="snapshot" tabindex="-1">${Icons.snapshot}</button>
  <button type="button" class="fullscreen" tabindex="-1">${Icons.fullscreen}</button>
  <button type="button" class="close" tabindex="-1">${Icons.close}</button>
</div>
<div class="toast" role="status"></div>`;

export function createTileParts(t: Translate, signInUrl: string): TileParts {
  const root = document.createElement("section");
  root.className = "tile";
  root.tabIndex = -1;
  root.innerHTML = Markup;
  const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector) as E; // Each one stands in the markup above.
  const parts: TileParts = {
    root,
    stage: find(".stage"),
    name: find(".name"),
    officer: find(".officer"),
    unit: find(".unit"),
    alarm: find(".alarm"),
    weak: find(".weak"),
    battery: find(".battery"),
    note: find(".note"),
    sim: find(".sim"),
    chip: find(".chip"),
    word: find(".word"),
    age: find(".age"),
    what: find(".what"),
    when: find(".when"),
    next: find(".next"),
    hint: find(".panel .hint"),
    detail: find(".detail"),
    signIn: find(".sign-in"),
    retry: find(".retry"),
    banner: find(".frozen"),
    bannerMore: find(".more"),
    sound: find(".sound"),
    snapshot: find(".snapshot"),
    fullscreen: find(".fullscreen"),
    close: find(".close"),
    toast: find(".toast"),
  };
  find(".empty .title").textContent = t("tile.emptyTitle");
  find(".empty .hint").textContent = t("tile.emptyHint");
  parts.sim.textContent = t("sim");
  parts.sim.title = t("sim.title");
  parts.signIn.textContent = t("signIn");
  parts.signIn.href = signInUrl;
  parts.retry.textContent = t("tool.retry");
  label(parts.snapshot, t("tool.snapshot"));
  label(parts.close, t("tool.close"));
  return parts;
}

export function label(button: HTMLElement, text: string): void {
  if (button.title !== text) {
    button.title = text;
    button.setAttribute("aria-label", text);
  }
}

export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export interface TileNames {
  slot: number;
  unit: string | null;
  alarm: SignalColour | null;
  /** Who can grant what a refused tile lacks. */
  granters: string | null;
}

/** Writes a view into the elements; touches only what changed. */
export function renderTile(parts: TileParts, state: TileState, view: TileView, names: TileNames, t: Translate): void {
  const { root } = parts;
  const facts = state.facts;
  const name = facts?.name ?? (state.deviceId === null ? "" : t("tile.unknownDevice", { id: state.deviceId }));
  const word = t(`state.${view.status}`);
  root.setAttribute(
    "aria-label",
    view.status === "empty"
      ? t("tile.emptyLabel", { slot: names.slot + 1 })
      : t("tile.label", { slot: names.slot + 1, name, state: view.status === "playing" ? word : `${word} ${reasonText(view, t)}` }),
  );
  data(root, "state", view.status);
  data(root, "reason", view.reason ?? "");
  data(root, "deviceId", state.deviceId ?? "");
  data(root, "profile", state.deviceId === null ? "" : (state.profile ?? ""));
  data(root, "framesDecoded", String(state.frames));
  data(root, "ageMs", view.ageMs === null ? "" : String(Math.round(view.ageMs)));
  setText(parts.name, name);
  parts.name.title = name;
  setText(parts.unit, names.unit ?? "");
  renderMarks(parts, facts, names.alarm, t);
  data(root, "alarm", names.alarm ?? "");
  setText(parts.note, noteText(state, facts, t));
  parts.sim.hidden = facts?.simulated !== true;
  setText(parts.word, word);
  const shownAge = view.ageMs === null ? "" : age(view.ageMs, t);
  setText(parts.age, shownAge);
  parts.chip.title = shownAge === "" ? "" : t("age.title", { age: shownAge });
  if (view.status === "stale") {
    setText(parts.banner, t("stale.banner", { for: duration(view.seconds, t) }));
    const why = view.reason === null || view.reason === "no-new-picture" ? "" : ` · ${reasonText(view, t)}`;
    setText(parts.bannerMore, `${why} · ${progressText(view.progress, true, t)}`);
  } else if (view.status !== "empty" && view.status !== "playing") {
    renderPanel(parts, state, view, names.granters, t);
  }
}

function renderPanel(parts: TileParts, state: TileState, view: TileView, granters: string | null, t: Translate): void {
  setText(parts.what, reasonText(view, t));
  const since = view.since === null ? "" : t("panel.since", { for: duration(view.seconds, t), at: clockTime(view.since) });
  setText(parts.when, view.status === "connecting" && view.seconds < 2 ? "" : since);
  setText(parts.next, progressText(view.progress, state.failure !== null, t));
  const hint = hintKey(view.reason, state);
  setText(parts.hint, granters !== null ? t("hint.granted-by", { who: granters }) : has(hint) ? t(hint) : "");
  setText(parts.detail, view.detail ?? "");
  parts.detail.title = view.detail ?? "";
  parts.signIn.hidden = view.reason !== "signed-out";
  parts.retry.hidden = view.status === "connecting" || view.reason === "signed-out" || view.reason === "device-removed";
}

/** What a recorder shows beside its name: its officer, its alarm, its network and its battery. */
function renderMarks(parts: TileParts, facts: DeviceFacts | null, alarm: SignalColour | null, t: Translate): void {
  const recorder = facts?.recorder ?? null;
  setText(parts.officer, recorder?.officer ?? "");
  const colour = alarm ?? (recorder?.sos === true ? "red" : null);
  parts.alarm.hidden = colour === null;
  setText(parts.alarm, colour === null ? "" : `${ColourShapes[colour]} ${recorder?.sos === true ? "SOS" : t(`colour.${colour}`)}`);
  data(parts.alarm, "colour", colour ?? "");
  parts.weak.hidden = recorder?.weak !== true;
  setText(parts.weak, t("tile.weak"));
  parts.weak.title = t("tile.weakTitle");
  const battery = recorder?.batteryPercent ?? null;
  parts.battery.hidden = battery === null;
  setText(parts.battery, battery === null ? "" : `${battery}%`);
  parts.battery.title = battery === null ? "" : t("tile.battery", { n: battery });
  parts.battery.style.setProperty("--charge", `${battery ?? 0}%`);
  data(parts.battery, "low", battery === null || battery > 20 ? "" : battery > 10 ? "low" : "empty");
}

/** Whether a recorder can be asked to start depends on its own connection. */
function hintKey(reason: string | null, state: TileState): string {
  return reason === NotLive && state.facts?.recorder?.connected === false ? "hint.not-live-alone" : `hint.${reason ?? ""}`;
}

export function reasonText(view: { reason: string | null; title: string | null }, t: Translate): string {
  const code = view.reason ?? "";
  return has(`reason.${code}`) ? t(`reason.${code}`) : (view.title ?? t("reason.other", { code }));
}

function progressText(progress: TileProgress | null, again: boolean, t: Translate): string {
  switch (progress?.kind) {
    case "trying":
      return again ? (progress.attempt > 1 ? t("progress.trying", { n: progress.attempt }) : t("progress.first")) : "";
    case "next":
      return t("progress.next", { n: progress.attempt, s: progress.seconds });
    case "device-next":
      return t("progress.deviceNext", { s: progress.seconds });
    case "resubscribe":
      return progress.seconds > 0 ? t("progress.resubscribe", { s: progress.seconds }) : t("progress.resubscribing");
    case undefined:
      return "";
  }
}

function noteText(state: TileState, facts: DeviceFacts | null, t: Translate): string {
  if (state.fallback === null || facts === null || !state.picture) {
    return "";
  }
  return t(state.profile === "sub" ? "fallback.sub" : "fallback.main", { why: reasonText({ reason: state.fallback, title: null }, t) });
}

function data(root: HTMLElement, name: string, value: string): void {
  if (root.dataset[name] !== value) {
    root.dataset[name] = value;
  }
}
