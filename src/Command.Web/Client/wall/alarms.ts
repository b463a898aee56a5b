import type { Station } from "../api/station";
import type { Signal, SignalColour } from "../api/types";
import type { Translate } from "../i18n";
import { AlarmCard } from "./alarm-card";
import { AlarmSound, WebAudioSpeaker } from "./alarm-sound";
import { lineOf, stackOf } from "./alarm-view";
import { setText } from "./tile-dom";

/** A console that could not say that it shows an alarm says it again. */
const OfferAgainMs = 5_000;

export interface AlarmHost {
  /** Alarms came or went: tiles may have to change. */
  changed(waiting: readonly Signal[]): void;
  /** A red alarm has just come: nothing may hide the wall. */
  urgent(): void;
}

/** Banners (red), pop-ups (orange), sound, and the answers to them. */
export class Alarms {
  /** Between bar and tiles. */
  readonly banners = document.createElement("div");
  /** Over the tiles. */
  readonly popups = document.createElement("div");
  readonly sound: AlarmSound;
  readonly #cards = new Map<string, AlarmCard>();
  readonly #officers = new Map<string, { name: string | null; stop: () => void }>();
  readonly #offeredAt = new Map<string, number>();
  readonly #heard = new Set<string>();
  readonly #silent = document.createElement("button");
  readonly #more: Record<"red" | "orange", HTMLAnchorElement>;
  readonly #unlisten: () => void;

  constructor(
    private readonly station: Station,
    private readonly t: Translate,
    private readonly host: AlarmHost,
  ) {
    this.sound = new AlarmSound(new WebAudioSpeaker(), station.clock);
    this.banners.className = "alarms";
    this.popups.className = "popups";
    this.#silent.type = "button";
    this.#silent.className = "silent";
    this.#silent.textContent = t("alarm.soundOff");
    this.#silent.addEventListener("click", () => this.arm());
    this.#more = { red: moreLink("red"), orange: moreLink("orange") };
    this.banners.append(this.#more.red, this.#silent);
    this.popups.append(this.#more.orange);
    this.#unlisten = station.signals.listen(() => this.#update());
    this.#update();
  }

  /** Any gesture on the page does. */
  arm(): void {
    void this.sound.arm().then(() => this.#renderSilent());
  }

  /** The alarm that a key without a mouse is meant for: the newest of the most urgent colour on show. */
  get first(): AlarmCard | null {
    const { waiting } = this.station.signals;
    const signal = waiting.find((candidate) => this.#cards.has(candidate.id));
    return signal === undefined ? null : (this.#cards.get(signal.id) ?? null);
  }

  tick(): void {
    const epoch = this.station.clock.epoch() + this.station.serverOffsetMs;
    for (const card of this.#cards.values()) {
      const { signal } = card;
      const officer = this.#officers.get(signal.subject.id)?.name ?? null;
      card.render(signal, lineOf(signal, epoch, this.station.unitName(signal.unitId), officer, this.t));
      this.#offer(signal);
    }
    this.#renderSilent();
  }

  dispose(): void {
    this.#unlisten();
    this.sound.dispose();
    this.#officers.forEach((officer) => officer.stop());
    this.#cards.clear();
  }

  #update(): void {
    const { waiting } = this.station.signals;
    const kept = new Set<string>();
    this.#show(waiting, "red", this.banners, kept);
    this.#show(waiting, "orange", this.popups, kept);
    for (const [id, card] of this.#cards) {
      if (!kept.has(id)) {
        this.#drop(id, card);
      }
    }
    this.#cards.forEach((card) => card.keys(card === this.first));
    this.#followOfficers();
    this.tick();
    this.#hear(waiting);
    this.host.changed(waiting);
  }

  #show(waiting: readonly Signal[], colour: "red" | "orange", into: HTMLElement, kept: Set<string>): void {
    const { shown, more } = stackOf(waiting, colour);
    shown.forEach((signal, place) => {
      kept.add(signal.id);
      let card = this.#cards.get(signal.id);
      if (card === undefined) {
        card = new AlarmCard(signal, this.t, this.station.signals);
        this.#cards.set(signal.id, card);
      }
      // Moving an element takes the focus from what is typed in it: only what is out of place moves.
      if (into.children[place] !== card.element) {
        into.insertBefore(card.element, into.children[place] ?? null);
      }
      card.render(signal, lineOf(signal, this.station.clock.epoch() + this.station.serverOffsetMs, null, null, this.t));
    });
    const link = this.#more[colour];
    link.hidden = more === 0;
    setText(link, more === 0 ? "" : this.t("alarm.more", { n: more }));
  }

  #drop(id: string, card: AlarmCard): void {
    const focused = card.element.contains((card.element.getRootNode() as ShadowRoot).activeElement);
    card.element.remove();
    this.#cards.delete(id);
    this.#offeredAt.delete(id);
    if (focused) {
      this.first?.element.querySelector<HTMLElement>(".ack")?.focus();
    }
  }

  /** Who wears a recorder is told by the device, not by the signal. */
  #followOfficers(): void {
    const subjects = new Map([...this.#cards.values()].map((card) => [card.signal.subject.id, card.signal.subject]));
    for (const [id, officer] of this.#officers) {
      if (!subjects.has(id)) {
        officer.stop();
        this.#officers.delete(id);
      }
    }
    for (const { id, kind } of subjects.values()) {
      if (kind === "recorder" && !this.#officers.has(id)) {
        const officer = { name: null as string | null, stop: () => {} };
        this.#officers.set(id, officer);
        officer.stop = this.station.watch(
          id,
          (news) => (officer.name = news.kind === "known" ? (news.facts.recorder?.officer ?? null) : officer.name),
          kind,
        );
      }
    }
  }

  #hear(waiting: readonly Signal[]): void {
    let fresh: SignalColour | null = null;
    for (const signal of waiting) {
      if (!this.#heard.has(signal.id)) {
        this.#heard.add(signal.id);
        fresh ??= signal.colour;
      }
    }
    const present = new Set(waiting.map((signal) => signal.id));
    [...this.#heard].filter((id) => !present.has(id)).forEach((id) => this.#heard.delete(id));
    this.sound.update(waiting[0]?.colour ?? null, fresh);
    if (fresh === "red") {
      this.host.urgent();
    }
  }

  #offer(signal: Signal): void {
    const now = this.station.clock.now();
    const last = this.#offeredAt.get(signal.id);
    const due = last === undefined || now - last >= OfferAgainMs;
    if (signal.state === "new" && due && document.visibilityState === "visible") {
      this.#offeredAt.set(signal.id, now);
      void this.station.signals.offer(signal);
    }
  }

  #renderSilent(): void {
    this.#silent.hidden = this.sound.armed || this.#cards.size === 0;
  }
}

function moreLink(colour: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "more";
  link.href = `/signals?colour=${colour}`;
  link.hidden = true;
  return link;
}
