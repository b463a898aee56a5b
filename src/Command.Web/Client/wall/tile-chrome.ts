import type { Clock } from "../api/clock";
import type { Translate } from "../i18n";
import { Icons } from "./icons";
import { label, reasonText, setText, type TileParts } from "./tile-dom";

/** The header is in the way of the picture: it goes when the pointer rests. */
const AwakeMs = 3_000;
const ToastMs = 4_000;

export interface ChromeFacts {
  showPicture: boolean;
  hasAudio: boolean;
  /** Code of the audio that a browser cannot play; null when there is none such. */
  audioNotPlayable: string | null;
}

export interface ChromeActs {
  snapshot(): void;
  retry(): void;
  sound(on: boolean): void;
}

/** What comes and goes over a picture: header, tools, toast, full screen, sound. */
export class TileChrome {
  soundOn = false;
  readonly #root: HTMLElement;
  #facts: ChromeFacts = { showPicture: false, hasAudio: false, audioNotPlayable: null };
  #cancelSleep: (() => void) | null = null;
  #cancelToast: (() => void) | null = null;

  constructor(
    private readonly parts: TileParts,
    private readonly t: Translate,
    private readonly clock: Clock,
    acts: ChromeActs,
  ) {
    this.#root = parts.root;
    this.#root.addEventListener("pointermove", () => this.wake());
    this.#root.addEventListener("pointerdown", () => this.wake());
    this.#root.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.#root.classList.remove("awake"));
    this.#root.addEventListener("fullscreenchange", () => this.render(this.#facts));
    parts.snapshot.addEventListener("click", () => acts.snapshot());
    parts.fullscreen.addEventListener("click", () => void this.toggleFullscreen());
    parts.retry.addEventListener("click", () => acts.retry());
    parts.sound.addEventListener("click", () => {
      this.soundOn = !this.soundOn;
      acts.sound(this.soundOn);
      this.render(this.#facts);
    });
  }

  get isLarge(): boolean {
    return this.#root.classList.contains("large") || this.#root.matches(":fullscreen");
  }

  render(facts: ChromeFacts): void {
    this.#facts = facts;
    const { t } = this;
    const { sound, fullscreen, snapshot } = this.parts;
    sound.hidden = !facts.showPicture || (!facts.hasAudio && facts.audioNotPlayable === null);
    sound.disabled = !facts.hasAudio;
    swapIcon(sound, this.soundOn && facts.hasAudio ? "sound" : "muted");
    if (facts.hasAudio) {
      label(sound, t(this.soundOn ? "tool.mute" : "tool.unmute"));
    } else if (facts.audioNotPlayable !== null) {
      const why = reasonText({ reason: `not-playable-${facts.audioNotPlayable}`, title: facts.audioNotPlayable }, t);
      label(sound, t("tool.noAudio", { why }));
    }
    snapshot.hidden = !facts.showPicture;
    swapIcon(fullscreen, this.isLarge ? "exitFullscreen" : "fullscreen");
    label(fullscreen, t(this.isLarge ? "tool.exitFullscreen" : "tool.fullscreen"));
  }

  wake(): void {
    this.#root.classList.add("awake");
    this.#cancelSleep?.();
    this.#cancelSleep = this.clock.after(AwakeMs, () => this.#root.classList.remove("awake"));
  }

  toast(text: string): void {
    setText(this.parts.toast, text);
    this.#cancelToast?.();
    this.#cancelToast = this.clock.after(ToastMs, () => setText(this.parts.toast, ""));
  }

  /** Full screen, or the whole wall where the browser allows no full screen. */
  async toggleFullscreen(): Promise<void> {
    if (this.isLarge) {
      await this.leaveFullscreen();
      return;
    }
    try {
      await this.#root.requestFullscreen();
    } catch {
      this.#root.classList.add("large");
    }
    this.render(this.#facts);
  }

  async leaveFullscreen(): Promise<void> {
    this.#root.classList.remove("large");
    if (this.#root.matches(":fullscreen")) {
      await document.exitFullscreen();
    }
    this.render(this.#facts);
  }

  dispose(): void {
    this.#cancelSleep?.();
    this.#cancelToast?.();
  }
}

function swapIcon(button: HTMLElement, icon: keyof typeof Icons): void {
  if (button.dataset.icon !== icon) {
    button.dataset.icon = icon;
    button.innerHTML = Icons[icon];
  }
}
