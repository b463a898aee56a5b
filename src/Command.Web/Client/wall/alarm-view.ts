import type { Signal, SignalColour } from "../api/types";
import { clockTime, duration, has, type Translate } from "../i18n";

// What a banner or pop-up says, as pure functions.

/** More than these at once would push the pictures off the wall. */
export const MostShown = 3;

export interface Stack {
  shown: Signal[];
  more: number;
}

/** The newest few of one colour; the rest is counted. */
export function stackOf(waiting: readonly Signal[], colour: SignalColour): Stack {
  const all = waiting.filter((signal) => signal.colour === colour);
  return { shown: all.slice(0, MostShown), more: Math.max(0, all.length - MostShown) };
}

/** Devices whose picture takes a tile: those with a red alarm and a stream, the most urgent first. */
export function alarmedDevices(waiting: readonly Signal[]): string[] {
  const devices = waiting.filter((signal) => signal.colour === "red" && PictureKinds.has(signal.subject.kind));
  return [...new Set(devices.map((signal) => signal.subject.id))];
}

const PictureKinds = new Set(["recorder", "camera"]);

/** The most urgent unanswered colour of each device, for the frames of its tiles. */
export function coloursOf(waiting: readonly Signal[]): Map<string, SignalColour> {
  const colours = new Map<string, SignalColour>();
  for (const signal of waiting) {
    if ((signal.colour === "red" || signal.colour === "orange") && !colours.has(signal.subject.id)) {
      colours.set(signal.subject.id, signal.colour);
    }
  }
  return colours;
}

export function sourceText(source: string, t: Translate): string {
  return has(`signal.${source}`) ? t(`signal.${source}`) : source;
}

export interface AlarmLine {
  what: string;
  object: string;
  officer: string;
  place: string;
  since: string;
  count: string;
  need: string;
  overdue: boolean;
}

/** @param epoch Server time in milliseconds. */
export function lineOf(signal: Signal, epoch: number, unit: string | null, officer: string | null, t: Translate): AlarmLine {
  const at = Date.parse(signal.at);
  const repeats = signal.count > 1 ? t("alarm.count", { n: signal.count }) : "";
  const others = signal.grouped > 0 ? t("alarm.grouped", { n: signal.grouped }) : "";
  const due = signal.dueAt ? Date.parse(signal.dueAt) : Number.NaN;
  const late = signal.overdue || due <= epoch;
  let need = t("alarm.need");
  if (late) {
    need = Number.isNaN(due) ? t("alarm.late") : t("alarm.lateBy", { for: duration((epoch - due) / 1000, t) });
  } else if (!Number.isNaN(due)) {
    need = t("alarm.needIn", { for: duration(Math.ceil((due - epoch) / 1000), t) });
  }
  return {
    what: t("alarm.what", { colour: t(`colour.${signal.colour}`), source: sourceText(signal.source, t) }),
    object: signal.subject.name,
    officer: officer ?? "",
    place: [unit ?? "", placeText(signal.place ?? null)].filter((part) => part !== "").join(" · "),
    since: t("panel.since", { for: duration((epoch - at) / 1000, t), at: clockTime(at) }),
    count: [repeats, others].filter((part) => part !== "").join(" "),
    need: signal.causeEndedAt ? `${t("alarm.causeEnded", { at: clockTime(Date.parse(signal.causeEndedAt)) })} · ${need}` : need,
    overdue: late,
  };
}

function placeText(place: Signal["place"]): string {
  if (place?.address) {
    return place.address;
  }
  const { latitudeDegrees: latitude, longitudeDegrees: longitude } = place ?? {};
  return latitude == null || longitude == null ? "" : `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

/** The server takes 3 to 200 characters. */
export function isReason(text: string): boolean {
  const length = text.trim().length;
  return length >= 3 && length <= 200;
}
