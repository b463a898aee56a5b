import type { Translate } from "../i18n";
import { label, setText } from "../wall/tile-dom";
import type { CameraOption } from "./camera";
import type { SosWords, StatusWords } from "./field-words";

const Bars = `<svg viewBox="0 0 20 16" width="22" height="18" aria-hidden="true">${[0, 1, 2, 3]
  .map((i) => `<rect class="b${i + 1}" x="${i * 5}" y="${12 - i * 4}" width="3.4" height="${4 + i * 4}" rx=".8"/>`)
  .join("")}</svg>`;
const Flip = `<svg viewBox="0 0 20 20" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M3 6.5h3L7.5 4.5h5L14 6.5h3v9H3z"/><path d="M7.3 11.6a2.8 2.8 0 0 1 4.9-1.6M12.7 10.4a2.8 2.8 0 0 1-4.9 1.6M12.4 8.4V10h-1.6M7.6 13.6V12h1.6"/></svg>`;
const Torch = `<svg viewBox="0 0 20 20" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M11.5 2.5L5 11h4l-.8 6.5L15 9h-4z"/></svg>`;
const Mic = `<svg viewBox="0 0 20 20" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="7.5" y="2.5" width="5" height="9" rx="2.5"/><path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5"/><path class="off" d="M3.5 3.5l13 13"/></svg>`;
/** Circumference of the ring, radius 46. */
const Ring = 289;

const Markup = `
<header class="top">
  <div class="who"><strong class="name"></strong><span class="officer"></span></div>
  <span class="sim" hidden></span>
  <span class="net" role="img" hidden>${Bars}</span>
  <span class="battery" hidden></span>
</header>
<div class="band" role="status"><p class="state"><span class="mark" aria-hidden="true"></span><strong class="word"></strong><span class="facts" aria-live="off"></span></p><p class="more" aria-live="off"></p></div>
<div class="notes"></div>
<div class="stage">
  <video muted playsinline autoplay></video>
  <div class="placeholder"><p class="title"></p><p class="hint"></p><div class="acts"></div></div>
  <div class="side">
    <button type="button" class="flip" hidden>${Flip}<span></span></button>
    <button type="button" class="torch" hidden>${Torch}<span></span></button>
    <button type="button" class="mic" hidden>${Mic}<span></span></button>
  </div>
  <label class="which" hidden><span></span><select></select></label>
</div>
<p class="where"></p>
<section class="sos-card" role="alert" hidden>
  <strong class="title"></strong><p class="lines"></p>
  <div class="acts"><button type="button" class="cancel"></button><button type="button" class="close"></button></div>
  <div class="sure" hidden><p></p><div class="acts"><button type="button" class="yes"></button><button type="button" class="no"></button></div></div>
</section>
<footer>
  <button type="button" class="main"></button>
  <button type="button" class="sos"><svg viewBox="0 0 100 100" aria-hidden="true"><circle class="track" cx="50" cy="50" r="46"/><circle class="ring" cx="50" cy="50" r="46" stroke-dasharray="${Ring}" stroke-dashoffset="${Ring}"/></svg><b>SOS</b><small></small></button>
</footer>`;

/** A warning or a way out, above the picture. */
export interface Note {
  key: string;
  text: string;
  hint?: string;
  /** Links and buttons. */
  links?: Array<{ text: string; href: string }>;
  close?: () => void;
}

/** The elements of the field page; writes only what changed. */
export class FieldView {
  readonly element = document.createElement("div");
  readonly video: HTMLVideoElement;
  readonly main: HTMLButtonElement;
  readonly sos: HTMLButtonElement;
  readonly flip: HTMLButtonElement;
  readonly torch: HTMLButtonElement;
  readonly mic: HTMLButtonElement;
  readonly which: HTMLSelectElement;
  readonly cancel: HTMLButtonElement;
  readonly cancelYes: HTMLButtonElement;
  readonly cancelNo: HTMLButtonElement;
  readonly closeCard: HTMLButtonElement;
  #notes = "";
  #options = "";
  #placeholder = "";

  constructor(private readonly t: Translate) {
    this.element.className = "field";
    this.element.innerHTML = Markup;
    this.video = this.#find("video");
    this.main = this.#find(".main");
    this.sos = this.#find(".sos");
    this.flip = this.#find(".flip");
    this.torch = this.#find(".torch");
    this.mic = this.#find(".mic");
    this.which = this.#find(".which select");
    this.cancel = this.#find(".sos-card .cancel");
    this.cancelYes = this.#find(".sure .yes");
    this.cancelNo = this.#find(".sure .no");
    this.closeCard = this.#find(".sos-card .close");
    this.video.setAttribute("aria-hidden", "true");
    setText(this.#find(".sim"), t("sim"));
    setText(this.#find(".sos small"), t("sos.hold"));
    label(this.sos, t("sos.label"));
    setText(this.cancel, t("sos.cancel"));
    setText(this.closeCard, t("sos.close"));
    setText(this.#find(".sure p"), t("sos.cancelSure"));
    setText(this.cancelYes, t("sos.cancelYes"));
    setText(this.cancelNo, t("sos.cancelNo"));
    setText(this.#find(".which span"), t("field.camera"));
    label(this.flip, t("field.flip"));
    label(this.torch, t("field.torch"));
    setText(this.#find(".torch span"), t("field.torch"));
  }

  who(name: string, officer: string | null, simulated: boolean): void {
    setText(this.#find(".name"), name);
    setText(this.#find(".officer"), officer === null ? this.t("field.nobody") : this.t("field.officer", { name: officer }));
    this.#find(".sim").hidden = !simulated;
  }

  network(bars: number | null): void {
    const net = this.#find(".net");
    net.hidden = bars === null;
    net.dataset.bars = String(bars ?? "");
    if (bars !== null) {
      label(net, this.t(`field.net.${bars}`));
    }
  }

  battery(percent: number | null): void {
    const battery = this.#find(".battery");
    battery.hidden = percent === null;
    if (percent !== null) {
      const low = percent <= 20;
      battery.dataset.low = String(low);
      battery.style.setProperty("--charge", `${percent}%`);
      setText(battery, `${percent}%`);
      battery.title = this.t(low ? "field.batteryLow" : "field.battery", { n: percent });
    }
  }

  status(words: StatusWords): void {
    this.element.dataset.state = words.state;
    setText(this.#find(".band .word"), words.word);
    setText(this.#find(".band .facts"), words.facts);
    setText(this.#find(".band .more"), words.more);
  }

  /** @param why Why the button cannot be used; null when it can. */
  mainButton(streaming: boolean, why: string | null): void {
    this.main.dataset.act = streaming ? "stop" : "start";
    this.main.disabled = why !== null;
    this.main.title = why ?? "";
    setText(this.main, this.t(streaming ? "field.stop" : "field.start"));
  }

  tools(shown: { flip: string | null; torch: boolean | null; mic: boolean | null }): void {
    this.flip.hidden = shown.flip === null;
    setText(this.#find(".flip span"), shown.flip ?? "");
    this.torch.hidden = shown.torch === null;
    this.torch.setAttribute("aria-pressed", String(shown.torch === true));
    this.mic.hidden = shown.mic === null;
    this.mic.setAttribute("aria-pressed", String(shown.mic === false));
    const word = this.t(shown.mic === false ? "field.unmute" : "field.mute");
    label(this.mic, word);
    setText(this.#find(".mic span"), shown.mic === false ? this.t("field.muted") : "");
  }

  cameras(options: readonly CameraOption[], chosen: string | null): void {
    const key = JSON.stringify([options, chosen]);
    if (key !== this.#options) {
      this.#options = key;
      this.which.replaceChildren(
        ...options.map(({ id, name }, index) => new Option(name || this.t("field.cameraN", { n: index + 1 }), id, false, id === chosen)),
      );
    }
    this.#find(".which").hidden = options.length < 3;
  }

  placeholder(content: { title: string; hint: string; button: { text: string; act: () => void } | null } | null): void {
    this.element.dataset.preview = String(content === null);
    const key = JSON.stringify(content);
    if (key === this.#placeholder) {
      return;
    }
    this.#placeholder = key;
    setText(this.#find(".placeholder .title"), content?.title ?? "");
    setText(this.#find(".placeholder .hint"), content?.hint ?? "");
    const acts = this.#find(".placeholder .acts");
    acts.replaceChildren();
    if (content?.button) {
      acts.append(button(content.button.text, content.button.act));
    }
  }

  where(text: string): void {
    setText(this.#find(".where"), text);
  }

  notes(notes: readonly Note[]): void {
    const key = JSON.stringify(notes.map(({ key: name, text, hint, links }) => [name, text, hint, links]));
    if (key === this.#notes) {
      return;
    }
    this.#notes = key;
    this.#find(".notes").replaceChildren(...notes.map((note) => this.#note(note)));
  }

  sosCard(words: SosWords | null): void {
    const card = this.#find(".sos-card");
    card.hidden = words === null;
    if (words === null) {
      this.sure(false);
      return;
    }
    card.dataset.state = words.state;
    setText(this.#find(".sos-card .title"), words.title);
    setText(this.#find(".sos-card .lines"), words.lines.join(" · "));
    this.cancel.hidden = !words.canCancel || !this.#find(".sure").hidden;
    this.closeCard.hidden = !words.canClose;
    if (!words.canCancel) {
      this.sure(false);
    }
  }

  /** Asks whether the SOS is really to be cancelled. */
  sure(asked: boolean): void {
    const sure = this.#find(".sure");
    if (sure.hidden === asked) {
      sure.hidden = !asked;
      this.cancel.hidden = asked;
      (asked ? this.cancelNo : this.cancel).focus();
    }
  }

  holding(held: boolean): void {
    this.sos.classList.toggle("holding", held);
    setText(this.#find(".sos small"), this.t(held ? "sos.holding" : "sos.hold"));
  }

  #note({ key, text, hint, links, close }: Note): HTMLElement {
    const note = document.createElement("div");
    note.className = "note";
    note.dataset.note = key;
    note.setAttribute("role", "alert");
    const words = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = text;
    words.append(strong);
    if (hint) {
      words.append(" ", hint);
    }
    note.append(words);
    const acts = document.createElement("div");
    acts.className = "acts";
    for (const { text: name, href } of links ?? []) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = name;
      acts.append(link);
    }
    if (close !== undefined) {
      acts.append(button(this.t("field.close"), close));
    }
    note.append(acts);
    return note;
  }

  #find<E extends HTMLElement>(selector: string): E {
    return this.element.querySelector<E>(selector) as E; // Each one stands in the markup above.
  }
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
