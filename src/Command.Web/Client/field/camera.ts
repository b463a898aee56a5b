export type Facing = "environment" | "user";

export interface CameraChoice {
  facing: Facing;
  /** A certain camera; null for any that looks that way. */
  deviceId: string | null;
}

export type CameraTrouble = "denied" | "missing" | "busy" | "failed";

export interface CameraOption {
  id: string;
  name: string;
}

const Sound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** The phone's camera and microphone, and what can be chosen of them. */
export class Camera {
  stream: MediaStream | null = null;
  torchOn = false;
  #choice: CameraChoice = { facing: "environment", deviceId: null };

  get choice(): CameraChoice {
    return this.#choice;
  }

  get video(): MediaStreamTrack | null {
    return this.stream?.getVideoTracks()[0] ?? null;
  }

  get audio(): MediaStreamTrack | null {
    return this.stream?.getAudioTracks()[0] ?? null;
  }

  /** All of it still delivers. */
  get alive(): boolean {
    return this.stream !== null && this.stream.getTracks().every((track) => track.readyState === "live");
  }

  get hasTorch(): boolean {
    const capabilities = this.video?.getCapabilities?.() as (MediaTrackCapabilities & { torch?: boolean }) | undefined;
    return capabilities?.torch === true;
  }

  /** Picture and sound; where one of the two does not exist, the other alone. Throws what the browser throws. */
  async open(): Promise<MediaStream> {
    this.close();
    const video = constraintsOf(this.#choice);
    const tries: MediaStreamConstraints[] = [{ video, audio: Sound }, { video }, { audio: Sound }];
    for (const [index, constraints] of tries.entries()) {
      try {
        this.stream = await navigator.mediaDevices.getUserMedia(constraints);
        return this.stream;
      } catch (error) {
        if (troubleOf(error) !== "missing" || index === tries.length - 1) {
          throw error;
        }
      }
    }
    throw new DOMException("No camera", "NotFoundError");
  }

  /** Another camera in the same stream. The old one is let go first: many phones open one at a time. */
  async change(choice: CameraChoice): Promise<MediaStreamTrack | null> {
    const { stream } = this;
    const before = this.#choice;
    this.#choice = choice;
    this.torchOn = false;
    if (stream === null) {
      return null;
    }
    const old = this.video;
    old?.stop();
    let found: MediaStream;
    try {
      found = await navigator.mediaDevices.getUserMedia({ video: constraintsOf(choice) });
    } catch (error) {
      this.#choice = before;
      found = await navigator.mediaDevices.getUserMedia({ video: constraintsOf(before) }).catch(() => {
        throw error;
      });
    }
    const track = found.getVideoTracks()[0] ?? null;
    if (old !== null) {
      stream.removeTrack(old);
    }
    if (track !== null) {
      stream.addTrack(track);
    }
    return track;
  }

  /** @returns Whether it is on now. */
  async torch(on: boolean): Promise<boolean> {
    const advanced = [{ torch: on } as MediaTrackConstraintSet];
    await this.video?.applyConstraints({ advanced }).then(
      () => (this.torchOn = on),
      () => undefined,
    );
    return this.torchOn;
  }

  /** The cameras by name; names are told only once the person has allowed a camera. */
  async list(): Promise<CameraOption[]> {
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    return devices
      .filter((device) => device.kind === "videoinput" && device.deviceId !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  }

  close(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.torchOn = false;
  }
}

function constraintsOf({ facing, deviceId }: CameraChoice): MediaTrackConstraints {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 15, max: 30 } };
  return deviceId === null ? { ...size, facingMode: { ideal: facing } } : { ...size, deviceId: { exact: deviceId } };
}

export function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof Error || error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "failed";
  }
}
