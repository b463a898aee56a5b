import type { Station } from "../api/station";
import { localFailure } from "../api/failure";
import { Publisher } from "../publisher/publisher";
import { WhipSession } from "../publisher/whip";
import { Camera, troubleOf, type CameraTrouble } from "./camera";
import { LossWatch, type Loss } from "./loss-watch";
import type { PageStore } from "./page-store";

/** A camera that another program holds may be free again. */
const CameraRetryMs = 5_000;

/** The stream of one recorder from this phone: camera, publication, and what the person wants of them. */
export class FieldSession {
  readonly camera = new Camera();
  readonly publisher: Publisher;
  trouble: { kind: CameraTrouble; detail: string } | null = null;
  preparing = false;
  loss: Loss | null = null;
  readonly #watch: LossWatch;
  #wanted = false;
  #opening: Promise<boolean> | null = null;
  #cancelRetry: (() => void) | null = null;

  constructor(
    recorder: string,
    private readonly station: Station,
    /** Of the tab, not of the phone: a page that the system threw away streams again when it is back. */
    private readonly tab: PageStore,
    private readonly changed: () => void,
  ) {
    const { clock, api } = station;
    const url = `${api.root}/whip/recorder/${encodeURIComponent(recorder)}/live`;
    const environment = {
      clock,
      headers: () => api.headers(),
      fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
      createPeer: () => new RTCPeerConnection({ bundlePolicy: "max-bundle" }),
      videoCodecs: () => RTCRtpSender.getCapabilities?.("video")?.codecs ?? [],
    };
    this.publisher = new Publisher(
      (rung, events) => new WhipSession(url, this.camera.stream ?? new MediaStream(), rung, events, environment),
      (view) => {
        if (view.state === "live") {
          this.#watch.live(clock.epoch());
        } else if (view.state !== "idle") {
          this.#watch.broke(clock.epoch());
        }
        changed();
      },
      clock,
    );
    this.#watch = new LossWatch((loss) => {
      this.loss = loss;
      changed();
    });
  }

  /** The person wants to stream, whether it goes or not. */
  get wanted(): boolean {
    return this.#wanted;
  }

  get wasStreaming(): boolean {
    return this.tab.read<boolean>("live") === true;
  }

  async start(): Promise<void> {
    if (this.#wanted) {
      return;
    }
    this.#wanted = true;
    this.tab.write("live", true);
    if ((await this.open()) && this.#wanted) {
      this.publisher.start();
    }
  }

  /** Whoever signs in next does not stream because another person did. */
  forget(): void {
    this.tab.remove("live");
  }

  stop(): void {
    this.#wanted = false;
    this.tab.remove("live");
    this.#cancelRetry?.();
    this.#watch.stop();
    this.publisher.stop();
    this.changed();
  }

  /** Opens camera and microphone for the preview. False when that did not work; the trouble is told. */
  open(): Promise<boolean> {
    if (this.camera.alive) {
      return Promise.resolve(true);
    }
    return (this.#opening ??= this.#open().finally(() => (this.#opening = null)));
  }

  async change(...choice: Parameters<Camera["change"]>): Promise<void> {
    try {
      const track = await this.camera.change(...choice);
      if (track !== null) {
        this.#follow(track);
        this.publisher.replace(track);
      }
      this.trouble = null;
    } catch (error) {
      this.#failed(error);
    }
    this.changed();
  }

  mute(muted: boolean): void {
    const { audio } = this.camera;
    if (audio !== null) {
      audio.enabled = !muted;
      this.changed();
    }
  }

  hide(): void {
    if (this.#wanted) {
      this.#watch.hide(this.station.clock.epoch());
    }
  }

  show(): void {
    this.#watch.show(this.station.clock.epoch());
    if (this.#wanted) {
      void this.#revive();
    }
  }

  tick(): void {
    if (this.#wanted) {
      const at = this.station.clock.epoch();
      this.#watch.tick(at);
      if (this.publisher.view.state === "live") {
        // A frozen page that was not hidden: pictures leave again as soon as it runs.
        this.#watch.live(at);
      }
    }
  }

  /** The page leaves: the session ends on the server as well. */
  leave(): void {
    this.publisher.stop();
    this.camera.close();
  }

  /** The page is back from the browser's memory. */
  returned(): void {
    if (this.#wanted) {
      this.#wanted = false;
      void this.start();
    }
  }

  async #open(): Promise<boolean> {
    this.#cancelRetry?.();
    this.preparing = true;
    this.changed();
    try {
      const stream = await this.camera.open();
      stream.getTracks().forEach((track) => this.#follow(track));
      this.trouble = null;
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    } finally {
      this.preparing = false;
      this.changed();
    }
  }

  #failed(error: unknown): void {
    this.trouble = { kind: troubleOf(error), detail: error instanceof Error || error instanceof DOMException ? error.message : "" };
    if (this.#wanted && this.trouble.kind !== "denied") {
      this.#cancelRetry?.();
      this.#cancelRetry = this.station.clock.after(CameraRetryMs, () => void this.#revive());
    }
  }

  #follow(track: MediaStreamTrack): void {
    const at = () => this.station.clock.epoch();
    track.addEventListener("mute", () => {
      this.#watch.broke(at());
      this.#suspendIfSilent();
    });
    track.addEventListener("ended", () => {
      this.#watch.broke(at());
      this.#suspendIfSilent();
      if (!this.#watch.hidden && this.#wanted) {
        void this.#revive();
      }
    });
  }

  /** A locked phone sends nothing at all: the session ends with its reason while the system still lets us say so. */
  #suspendIfSilent(): void {
    const tracks = this.camera.stream?.getTracks() ?? [];
    if (this.#wanted && this.#watch.hidden && tracks.every((track) => track.muted || track.readyState === "ended")) {
      this.publisher.suspend(localFailure("screen-locked"));
    }
  }

  /** Camera and publication as they should be. */
  async #revive(): Promise<void> {
    const fresh = !this.camera.alive;
    if (!(await this.open()) || !this.#wanted) {
      return;
    }
    const { state, failure } = this.publisher.view;
    if (state === "idle") {
      this.publisher.start();
    } else if (fresh || (state === "waiting" && failure?.code === "screen-locked")) {
      this.publisher.restart();
    } else {
      this.publisher.networkChanged();
    }
  }
}
