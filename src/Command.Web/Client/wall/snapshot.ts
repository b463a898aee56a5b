import type { ApiClient } from "../api/api-client";
import { localFailure, type Failure } from "../api/failure";

export type Snapshot = { ok: true; name: string } | { ok: false; failure: Failure | null };

/** Saves what the person sees now; without a picture on show, the server's newest still. */
export async function takeSnapshot(
  video: HTMLVideoElement | null,
  device: { kind: string; id: string; name: string },
  api: ApiClient,
  epoch: number,
): Promise<Snapshot> {
  const name = `${safeName(device.name)}_${stamp(epoch)}`;
  if (video !== null && video.videoWidth > 0) {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob !== null) {
      return save(blob, `${name}.png`);
    }
  }
  const door = device.kind === "recorder" ? "recorders" : "cameras";
  const still = await api.blob(`/${door}/${encodeURIComponent(device.id)}/still`);
  if (!still.ok) {
    return { ok: false, failure: still.failure };
  }
  return still.value.size > 0 ? save(still.value, `${name}.jpg`) : { ok: false, failure: localFailure("no-video") };
}

/** 20261124-231502, local time. */
export function stamp(epoch: number): string {
  const date = new Date(epoch);
  const two = (value: number) => String(value).padStart(2, "0");
  return (
    `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}` +
    `-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`
  );
}

/** A device's name without what file systems refuse. */
export function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|\s\u0000-\u001f]+/g, "_").slice(0, 60) || "snapshot";
}

function save(blob: Blob, name: string): Snapshot {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return { ok: true, name };
}
