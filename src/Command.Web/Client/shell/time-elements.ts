import { duration, pageLanguage, translator } from "../i18n";
import { dueText } from "./due";

// Elements without children: the page's renderer writes attributes, the text is theirs alone, and it counts on while the server is away.

const t = translator(pageLanguage());
const ticking = new Set<{ tick(): void }>();
let timer: number | undefined;

abstract class TickingElement extends HTMLElement {
  connectedCallback(): void {
    ticking.add(this);
    timer ??= window.setInterval(() => ticking.forEach((element) => element.tick()), 1000);
    this.tick();
  }

  disconnectedCallback(): void {
    ticking.delete(this);
    if (ticking.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  }

  abstract tick(): void;

  protected show(text: string): void {
    if (this.textContent !== text) {
      this.textContent = text;
    }
  }
}

/** `<command-age since="2026-11-24T12:00:00Z">`: how long something has been so; the exact time, local and UTC, on hover. */
export class AgeElement extends TickingElement {
  static readonly observedAttributes = ["since"];

  attributeChangedCallback(): void {
    const since = this.#since();
    this.title = Number.isNaN(since) ? "" : exact(new Date(since));
    this.tick();
  }

  override tick(): void {
    const since = this.#since();
    this.show(Number.isNaN(since) ? "" : duration((Date.now() - since) / 1000, t));
  }

  #since(): number {
    return Date.parse(this.getAttribute("since") ?? "");
  }
}

/** `<command-due at="…">`: how long there is left to answer, then by how much it is late; the exact time on hover. */
export class DueElement extends TickingElement {
  static readonly observedAttributes = ["at"];

  attributeChangedCallback(): void {
    const at = this.#at();
    this.title = Number.isNaN(at) ? "" : exact(new Date(at));
    this.tick();
  }

  override tick(): void {
    const at = this.#at();
    const due = Number.isNaN(at) ? null : dueText(at - Date.now(), t);
    this.toggleAttribute("late", due?.late === true);
    this.show(due?.text ?? "");
  }

  #at(): number {
    return Date.parse(this.getAttribute("at") ?? "");
  }
}

/** `<command-clock>`: local time with seconds and its zone; UTC on hover. */
export class ClockElement extends TickingElement {
  readonly #time = new Intl.DateTimeFormat(pageLanguage(), { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  readonly #zone = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });

  override tick(): void {
    const now = new Date();
    const zone = this.#zone.formatToParts(now).find((part) => part.type === "timeZoneName")?.value ?? "";
    this.show(`${this.#time.format(now)} ${zone}`);
    this.title = exact(now);
  }
}

function exact(at: Date): string {
  const local = new Intl.DateTimeFormat(pageLanguage(), { dateStyle: "medium", timeStyle: "medium" }).format(at);
  return `${local} · ${at.toISOString().replace("T", " ").slice(0, 19)} UTC`;
}
