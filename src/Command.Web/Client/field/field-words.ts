import type { Failure } from "../api/failure";
import { clockTime, duration, has, type Translate } from "../i18n";
import type { PublishView } from "../publisher/publisher";
import type { CameraTrouble } from "./camera";
import type { PositionSender } from "./position-sender";
import type { SosLine } from "./sos-line";

// What the field page says, as pure functions.

/** Words for a failure from the sender's point of view. */
export function failureText({ code, title }: Failure, t: Translate): string {
  for (const key of [`field.reason.${code}`, `reason.${code}`]) {
    if (has(key)) {
      return t(key);
    }
  }
  return title ?? t("reason.other", { code });
}

export interface StatusWords {
  /** Names the look. */
  state: "idle" | "preparing" | "connecting" | "live" | "weak" | "waiting";
  word: string;
  /** Numbers beside the word. */
  facts: string;
  /** Why, and what is being tried. */
  more: string;
}

/** @param now Monotonic. */
export function statusWords(view: PublishView, preparing: boolean, now: number, t: Translate): StatusWords {
  const why = view.failure === null ? "" : failureText(view.failure, t);
  const join = (...parts: string[]) => parts.filter((part) => part !== "").join(" · ");
  switch (view.state) {
    case "idle":
      return preparing
        ? { state: "preparing", word: t("field.state.preparing"), facts: "", more: "" }
        : { state: "idle", word: t("field.state.idle"), facts: "", more: "" };
    case "connecting":
      return {
        state: "connecting",
        word: t("field.state.connecting"),
        facts: "",
        more: join(why, view.attempt > 1 ? t("field.tryNow", { n: view.attempt }) : ""),
      };
    case "waiting": {
      const seconds = view.nextTryAt === null ? null : Math.max(0, Math.ceil((view.nextTryAt - now) / 1000));
      const next = seconds === null ? "" : t("field.next", { s: seconds, n: view.attempt });
      return { state: "waiting", word: t("field.state.waiting"), facts: "", more: join(why, next) };
    }
    case "live": {
      const lasting = t("field.liveFor", { for: duration((now - view.since) / 1000, t) });
      const size = view.rung < 4 && view.lines !== null ? `${view.lines}p` : "";
      return {
        state: view.rung >= 2 ? "weak" : "live",
        word: t("field.state.live"),
        facts: join(rateText(view.bitsPerSecond, t), size, lasting),
        more: t(`field.rung.${view.rung}`),
      };
    }
  }
}

export function rateText(bitsPerSecond: number, t: Translate): string {
  return bitsPerSecond >= 1_000_000
    ? t("field.mbps", { n: (bitsPerSecond / 1_000_000).toFixed(1) })
    : t("field.kbps", { n: Math.round(bitsPerSecond / 1_000) });
}

/** Bars of the network mark, 0 to 4; null while nothing is known of it. */
export function networkBars(view: PublishView, online: boolean): number | null {
  if (!online) {
    return 0;
  }
  switch (view.state) {
    case "live":
      return view.rung >= 3 ? 1 : Math.min(4 - view.rung, (view.fractionLost ?? 0) > 0.1 ? 2 : 4);
    case "waiting":
      return view.failure?.kind === "refused" ? null : 0;
    default:
      return null;
  }
}

export type PositionTrouble = "denied" | "failed";

export function positionText(
  sender: PositionSender,
  active: boolean,
  trouble: PositionTrouble | null,
  epoch: number,
  t: Translate,
): string {
  const { queue, sentAt } = sender;
  const parts: string[] = [];
  if (trouble !== null) {
    parts.push(t(`field.position.${trouble}`));
  } else if (sentAt !== null) {
    parts.push(t("field.position.sent", { for: duration((epoch - sentAt) / 1000, t) }));
  } else {
    parts.push(t(active ? "field.position.wait" : "field.position.off"));
  }
  // One on its way is no news.
  if (queue.count > 1 || (queue.count > 0 && sender.failure !== null)) {
    parts.push(t("field.position.queued", { n: queue.count }));
  }
  if (queue.dropped > 0) {
    parts.push(t("field.position.dropped", { n: queue.dropped }));
  }
  return parts.join(" · ");
}

export interface SosWords {
  state: "queued" | "sent" | "acknowledged" | "dismissed" | "cancelling" | "cancelled" | "refused";
  title: string;
  lines: string[];
  canCancel: boolean;
  canClose: boolean;
}

export function sosWords(line: Pick<SosLine, "state" | "failure" | "attempts" | "waiting">, t: Translate): SosWords | null {
  const { state, failure } = line;
  if (state === null) {
    return null;
  }
  const pressed = t("sos.pressed", { at: clockTime(state.pressedAt) });
  const trying = failure === null ? "" : t("sos.queuedTry", { why: failureText(failure, t), n: line.attempts });
  const sent = state.sentAt === null ? "" : t("sos.sent", { at: clockTime(state.sentAt) });
  const words = (name: SosWords["state"], title: string, lines: string[], canCancel: boolean): SosWords => ({
    state: name,
    title,
    lines: lines.filter((text) => text !== ""),
    canCancel,
    canClose: !canCancel && !line.waiting,
  });
  if (state.refused) {
    return words("refused", t("sos.refused", { why: failure === null ? "" : failureText(failure, t) }), [pressed, t("sos.call")], false);
  }
  if (state.cancelPressedAt !== null) {
    return state.cancelledAt === null
      ? words("cancelling", t("sos.cancelling"), [trying], false)
      : words("cancelled", t("sos.cancelled", { at: clockTime(state.cancelledAt) }), [sent], false);
  }
  if (state.answer !== null) {
    const { kind, by, at, reason } = state.answer;
    const title = t(`sos.${kind}`, { who: by, at: clockTime(at), why: reason ?? "" });
    const note = kind === "acknowledged" && reason ? reason : "";
    return words(kind, title, [note, sent], kind === "acknowledged");
  }
  return state.sentAt === null
    ? words("queued", failure === null ? t("sos.queued") : trying, [pressed, failure === null ? "" : t("sos.call")], true)
    : words("sent", sent, [t("sos.waiting")], true);
}

export function cameraText(trouble: CameraTrouble, detail: string, t: Translate): { title: string; hint: string } {
  const hint = `field.camera.${trouble}.hint`;
  return { title: t(`field.camera.${trouble}`, { why: detail }), hint: has(hint) ? t(hint) : "" };
}
