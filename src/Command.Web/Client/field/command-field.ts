import type { DeviceNews, Station } from "../api/station";
import { useStation } from "../api/station";
import { clockTime, duration, pageLanguage, translator, type Translate } from "../i18n";
import type { Facing } from "./camera";
import { FieldSession } from "./field-session";
import { FieldView, type Note } from "./field-view";
import { cameraText, networkBars, positionText, sosWords, statusWords } from "./field-words";
import { Hold } from "./hold";
import { Locator } from "./locator";
import { browserStorage, PageStore } from "./page-store";
import { Battery, vibrate, WakeLock } from "./phone";
import { PositionSender } from "./position-sender";
import { PositionQueue } from "./positions";
import { SosLine } from "./sos-line";
import { adoptFieldStyles } from "./styles";
import { ulid } from "./ulid";

const TickMs = 500;
const SosHoldMs = 2_000;

/** `<command-field recorder="ID">`: a phone that acts as a body-worn recorder. */
export class CommandField extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  #page: FieldPage | null = null;

  connectedCallback(): void {
    const recorder = this.getAttribute("recorder");
    if (recorder) {
      this.#page ??= new FieldPage(this, this.#root, recorder);
    }
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#page?.dispose();
        this.#page = null;
      }
    });
  }
}

class FieldPage {
  readonly #station: Station;
  readonly #t: Translate;
  readonly #view: FieldView;
  readonly #session: FieldSession;
  readonly #sender: PositionSender;
  readonly #locator: Locator;
  readonly #sos: SosLine;
  readonly #hold: Hold;
  readonly #battery: Battery;
  readonly #wake = new WakeLock();
  readonly #abort = new AbortController();
  readonly #undo: Array<() => void> = [];
  readonly #signInUrl: string;
  #news: DeviceNews | null = null;
  #ready = false;
  #cameraCount = 0;

  constructor(
    private readonly host: HTMLElement,
    root: ShadowRoot,
    recorder: string,
  ) {
    const language = pageLanguage();
    const { station, release } = useStation(host.getAttribute("api") ?? "/api/v1", language);
    const { clock, api } = station;
    const changed = () => this.#render();
    const store = new PageStore(browserStorage("localStorage"), `command.field.${recorder}.`);
    const tab = new PageStore(browserStorage("sessionStorage"), `command.field.${recorder}.`);
    const positions = `/recorders/${encodeURIComponent(recorder)}/positions`;
    this.#station = station;
    this.#t = translator(language);
    this.#signInUrl = `${api.root}/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`;
    this.#view = new FieldView(this.#t);
    this.#battery = new Battery(changed);
    this.#session = new FieldSession(recorder, station, tab, changed);
    this.#sender = new PositionSender(
      ulid(clock.epoch()),
      new PositionQueue(store),
      (report) => api.post(positions, report),
      () => this.#battery.percent,
      clock,
    );
    this.#locator = new Locator(navigator.geolocation, { position: (position) => this.#sender.add(position), changed }, clock);
    this.#sos = new SosLine(recorder, api, store, changed, clock);
    this.#hold = new Hold(SosHoldMs, clock, {
      begun: () => (this.#view.holding(true), vibrate(30)),
      let: () => this.#view.holding(false),
      done: () => this.#pressed(),
    });
    adoptFieldStyles(root);
    root.replaceChildren(this.#view.element);
    const ticker = setInterval(() => this.#tick(), TickMs);
    this.#undo.push(
      release,
      () => clearInterval(ticker),
      station.watch(recorder, (news) => ((this.#news = news), this.#render()), "recorder"),
      station.listen({
        link: () => this.#render(),
        restored: () => this.#kick(),
        signalChanged: (signal) => this.#sos.apply(signal),
        viewingEnded: (ended) => this.#session.publisher.ended(ended.sessionId, ended.reason),
      }),
    );
    this.#wire();
    this.#ready = true;
    this.#sender.kick();
    this.#render();
    void this.#begin();
  }

  dispose(): void {
    this.#abort.abort();
    this.#session.leave();
    this.#locator.stop();
    this.#sender.dispose();
    this.#sos.dispose();
    this.#wake.want(false);
    this.#undo.forEach((undo) => undo());
  }

  /** What was streaming before a reload streams again; otherwise the preview opens where no question is asked for it. */
  async #begin(): Promise<void> {
    if (!hasCamera()) {
      return;
    }
    if (this.#session.wasStreaming) {
      void this.#session.start();
      return;
    }
    const name = "camera" as PermissionName;
    const permission = await navigator.permissions?.query({ name }).catch(() => null);
    if (permission?.state === "granted" && !this.#abort.signal.aborted) {
      void this.#session.open();
    }
  }

  #wire(): void {
    const { signal } = this.#abort;
    const view = this.#view;
    const click = (element: HTMLElement, act: () => void) => element.addEventListener("click", act, { signal });
    click(view.main, () => (this.#session.wanted ? this.#session.stop() : void this.#session.start()));
    click(view.flip, () => void this.#session.change({ facing: other(this.#facing), deviceId: null }));
    click(view.torch, () => void this.#session.camera.torch(!this.#session.camera.torchOn).then(() => this.#render()));
    click(view.mic, () => this.#session.mute(this.#session.camera.audio?.enabled === true));
    view.which.addEventListener("change", () => void this.#session.change({ facing: this.#facing, deviceId: view.which.value }), {
      signal,
    });
    click(view.cancel, () => view.sure(true));
    click(view.cancelNo, () => view.sure(false));
    click(view.cancelYes, () => this.#sos.cancel(this.#locator.recent));
    click(view.closeCard, () => this.#sos.forget());
    this.#wireSos(view.sos, signal);
    const { connection } = navigator as Navigator & { connection?: EventTarget };
    connection?.addEventListener("change", () => this.#session.publisher.networkChanged(), { signal });
    window.addEventListener("online", () => this.#kick(), { signal });
    window.addEventListener("offline", () => this.#render(), { signal });
    window.addEventListener("pagehide", () => this.#session.leave(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.#session.returned(), { signal });
    document.addEventListener("visibilitychange", () => this.#visibility(), { signal });
  }

  #wireSos(button: HTMLButtonElement, signal: AbortSignal): void {
    button.addEventListener(
      "pointerdown",
      (event) => event.button === 0 && (button.setPointerCapture(event.pointerId), this.#hold.begin()),
      {
        signal,
      },
    );
    for (const end of ["pointerup", "pointercancel", "keyup", "blur", "lostpointercapture"]) {
      button.addEventListener(end, () => this.#hold.end(), { signal });
    }
    button.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          if (!event.repeat) {
            this.#hold.begin();
          }
        }
      },
      { signal },
    );
    // A long press must not open a menu on the one button that is held.
    button.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  }

  #pressed(): void {
    this.#view.holding(false);
    vibrate([200, 100, 200]);
    this.#sos.press(this.#locator.recent);
    if (hasCamera()) {
      void this.#session.start();
    }
  }

  #kick(): void {
    this.#station.kick();
    this.#session.publisher.networkChanged();
    this.#sender.kick();
    this.#sos.kick();
    this.#render();
  }

  #visibility(): void {
    if (document.visibilityState === "hidden") {
      this.#hold.end();
      this.#session.hide();
    } else {
      this.#wake.renew();
      this.#session.show();
      this.#kick();
    }
  }

  #tick(): void {
    this.#session.tick();
    this.#render();
  }

  get #facing(): Facing {
    const told = this.#session.camera.video?.getSettings().facingMode;
    return told === "user" || told === "environment" ? told : this.#session.camera.choice.facing;
  }

  #render(): void {
    if (!this.#ready) {
      return;
    }
    const { publisher, wanted } = this.#session;
    const { clock } = this.#station;
    const facts = this.#news?.kind === "known" ? this.#news.facts : null;
    const gone = this.#news?.kind === "gone";
    const view = this.#view;
    if (this.#signedOut) {
      this.#session.forget();
    }
    if (wanted) {
      this.#locator.start();
    } else {
      this.#locator.stop();
    }
    this.#wake.want(wanted);
    view.who(facts?.name ?? "", facts?.recorder?.officer ?? null, facts?.simulated === true);
    view.network(networkBars(publisher.view, navigator.onLine));
    view.battery(this.#battery.percent);
    view.status(statusWords(publisher.view, wanted, clock.now(), this.#t));
    view.mainButton(wanted, gone ? this.#t("field.removed") : !hasCamera() && !wanted ? this.#t("field.insecure") : null);
    view.where(
      wanted || this.#sender.queue.count > 0 ? positionText(this.#sender, wanted, this.#locator.trouble, clock.epoch(), this.#t) : "",
    );
    view.sosCard(sosWords(this.#sos, this.#t));
    view.notes(this.#notes(gone));
    this.#renderCamera();
    this.host.dataset.state = publisher.view.state;
    this.host.dataset.sos = this.#sos.state === null ? "" : (sosWords(this.#sos, this.#t)?.state ?? "");
  }

  #renderCamera(): void {
    const { camera, trouble, preparing } = this.#session;
    const view = this.#view;
    if (view.video.srcObject !== camera.stream) {
      view.video.srcObject = camera.stream;
      void this.#listCameras();
    }
    view.element.dataset.facing = this.#facing;
    const facing = camera.video?.getSettings().facingMode;
    const canFlip = camera.video !== null && (facing !== undefined || this.#cameraCount > 1);
    view.tools({
      flip: canFlip ? (facing === undefined ? "" : this.#t(this.#facing === "user" ? "field.front" : "field.back")) : null,
      torch: camera.hasTorch ? camera.torchOn : null,
      mic: camera.audio?.enabled ?? null,
    });
    if (camera.video !== null && trouble === null) {
      view.placeholder(null);
    } else if (!hasCamera()) {
      // The note above says why, and what to do.
      view.placeholder({ title: "", hint: "", button: null });
    } else if (trouble !== null) {
      const retry = { text: this.#t("field.openCamera"), act: () => void this.#session.open() };
      view.placeholder({ ...cameraText(trouble.kind, trouble.detail, this.#t), button: retry });
    } else if (preparing) {
      view.placeholder({ title: this.#t("field.state.preparing"), hint: "", button: null });
    } else {
      const open = { text: this.#t("field.openCamera"), act: () => void this.#session.open() };
      view.placeholder({ title: "", hint: this.#t("field.noPreview"), button: open });
    }
  }

  async #listCameras(): Promise<void> {
    const { camera } = this.#session;
    const options = camera.stream === null ? [] : await camera.list();
    this.#cameraCount = options.length;
    this.#view.cameras(options, camera.video?.getSettings().deviceId ?? null);
  }

  get #signedOut(): boolean {
    const codes = [this.#session.publisher.view.failure?.code, this.#sos.failure?.code];
    return this.#station.link.signedOut || codes.includes("signed-out");
  }

  #notes(gone: boolean): Note[] {
    const t = this.#t;
    const notes: Note[] = [];
    const { loss, wanted, publisher } = this.#session;
    if (loss !== null) {
      const seconds = (loss.until - loss.from) / 1000;
      const hint = `${t("field.lost.since", { at: clockTime(loss.until) })} · ${t("field.lost.hint")}`;
      const close = () => {
        this.#session.loss = null;
        this.#render();
      };
      notes.push({ key: "lost", text: t("field.lost", { for: duration(seconds, t) }), hint, close });
    }
    if (this.#signedOut) {
      notes.push({ key: "signed-out", text: t("field.signedOut"), links: [{ text: t("signIn"), href: this.#signInUrl }] });
    } else if (gone) {
      notes.push({ key: "gone", text: t("field.removed") });
    } else if (this.#station.link.lostSince !== null && publisher.view.state !== "waiting") {
      notes.push({ key: "offline", text: t("field.offline") });
    }
    if (!hasCamera()) {
      notes.push({ key: "insecure", text: t("field.insecure"), hint: t("field.insecure.hint"), links: this.#secureLinks() });
    } else if (wanted && !this.#wake.supported) {
      notes.push({ key: "wake-lock", text: t("field.wakeLock.none") });
    }
    return notes;
  }

  #secureLinks(): NonNullable<Note["links"]> {
    const port = this.host.getAttribute("https-port");
    const links = [{ text: this.#t("field.insecure.ca"), href: "/ca" }];
    if (port) {
      links.push({ text: this.#t("field.insecure.open"), href: `https://${location.hostname}:${port}${location.pathname}` });
    }
    return links;
  }
}

/** Browsers hide the camera from pages without a secure context. */
function hasCamera(): boolean {
  return window.isSecureContext && navigator.mediaDevices !== undefined;
}

function other(facing: Facing): Facing {
  return facing === "user" ? "environment" : "user";
}
