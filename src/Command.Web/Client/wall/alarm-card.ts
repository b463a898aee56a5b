import type { Answer } from "../api/api-client";
import type { Signal } from "../api/types";
import type { Translate } from "../i18n";
import { isReason, type AlarmLine } from "./alarm-view";
import { ColourShapes } from "./colours";
import { reasonText, setText } from "./tile-dom";

export interface CardActs {
  acknowledge(signal: Signal): Promise<Answer<null>>;
  dismiss(signal: Signal, reason: string): Promise<Answer<null>>;
}

// Read out once, when it comes: what counts seconds is not read out again each second.
const Markup = `
<span class="shape" aria-hidden="true"></span>
<div class="lines">
  <p class="first"><strong class="what"></strong><span class="object"></span><span class="officer"></span><span class="sim" hidden></span><span class="count"></span></p>
  <p class="second"><span class="place"></span><span class="since" aria-live="off"></span></p>
</div>
<p class="need" aria-live="off"></p>
<div class="acts"><button type="button" class="ack"></button><button type="button" class="dismiss" aria-expanded="false"></button></div>
<form class="reason" hidden><div class="ready"></div><input type="text" maxlength="200" autocomplete="off"><button type="submit"></button><button type="button" class="back"></button></form>
<p class="trouble" role="alert"></p>`;

/** One unanswered alarm with what it needs and the two answers to it. Its element stays while the alarm does, so that typing is not lost. */
export class AlarmCard {
  readonly element = document.createElement("section");
  #signal: Signal;
  #busy = false;

  constructor(
    signal: Signal,
    private readonly t: Translate,
    private readonly acts: CardActs,
  ) {
    this.#signal = signal;
    const { element } = this;
    element.className = "alarm-card";
    element.dataset.colour = signal.colour;
    element.dataset.signalId = signal.id;
    element.setAttribute("role", "alert");
    element.innerHTML = Markup;
    setText(this.#find(".shape"), ColourShapes[signal.colour]);
    setText(this.#find(".sim"), t("sim"));
    this.keys(false);
    setText(this.#find(".reason [type=submit]"), t("alarm.dismissNow"));
    setText(this.#find(".back"), t("alarm.back"));
    const input = this.#input;
    input.placeholder = t("alarm.reasonHint");
    input.setAttribute("aria-label", t("alarm.reasonHint"));
    for (const key of ["mistake", "test", "seen"]) {
      const ready = document.createElement("button");
      ready.type = "button";
      ready.textContent = t(`alarm.ready.${key}`);
      ready.addEventListener("click", () => void this.#dismiss(t(`alarm.ready.${key}`)));
      this.#find(".ready").append(ready);
    }
    this.#find(".ack").addEventListener("click", () => void this.acknowledge());
    this.#find(".dismiss").addEventListener("click", () => this.askReason());
    this.#find(".back").addEventListener("click", () => this.#closeReason());
    this.#find(".reason").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#dismiss(input.value);
    });
    input.addEventListener("input", () => this.#check());
    this.#find(".reason").addEventListener("keydown", (event) => {
      // What is typed here is not for the wall.
      event.stopPropagation();
      if (event.key === "Escape") {
        this.#closeReason();
      }
    });
    this.#check();
  }

  get signal(): Signal {
    return this.#signal;
  }

  render(signal: Signal, line: AlarmLine): void {
    this.#signal = signal;
    for (const part of ["what", "object", "officer", "place", "since", "count", "need"] as const) {
      setText(this.#find(`.${part}`), line[part]);
    }
    this.#find(".sim").hidden = !signal.simulated;
    this.#find(".second").title = signal.detail ?? "";
    this.element.dataset.overdue = String(line.overdue);
  }

  /** The keys work on one alarm at a time: only that one shows them. */
  keys(mine: boolean): void {
    setText(this.#find(".ack"), this.t(mine ? "alarm.acknowledgeKey" : "alarm.acknowledge"));
    setText(this.#find(".dismiss"), this.t(mine ? "alarm.dismissKey" : "alarm.dismiss"));
  }

  acknowledge(): Promise<void> {
    return this.#act(() => this.acts.acknowledge(this.#signal));
  }

  askReason(): void {
    this.#find(".reason").hidden = false;
    this.#find(".dismiss").setAttribute("aria-expanded", "true");
    this.#input.focus();
  }

  get #input(): HTMLInputElement {
    return this.#find(".reason input") as HTMLInputElement;
  }

  #closeReason(): void {
    this.#find(".reason").hidden = true;
    this.#find(".dismiss").setAttribute("aria-expanded", "false");
    this.#find(".dismiss").focus();
  }

  #check(): void {
    (this.#find(".reason [type=submit]") as HTMLButtonElement).disabled = !isReason(this.#input.value);
  }

  #dismiss(reason: string): Promise<void> {
    return isReason(reason) ? this.#act(() => this.acts.dismiss(this.#signal, reason.trim())) : Promise.resolve();
  }

  async #act(run: () => Promise<Answer<null>>): Promise<void> {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    this.element.dataset.busy = "true";
    setText(this.#find(".trouble"), "");
    const answer = await run();
    this.#busy = false;
    delete this.element.dataset.busy;
    if (!answer.ok) {
      const { code, title } = answer.failure;
      const why = title ?? reasonText({ reason: code, title }, this.t);
      setText(this.#find(".trouble"), this.t("alarm.notAnswered", { why }));
    }
  }

  #find(selector: string): HTMLElement {
    return this.element.querySelector<HTMLElement>(selector) as HTMLElement; // Each one stands in the markup above.
  }
}
