import { duration, type Translate } from "../i18n";

/**
 * Words for the time that is left, or by which it is late. Begun seconds count as whole ones until the time is up, so that "0 s left" is never shown.
 * @param milliseconds Time left; zero or less when it is up.
 */
export function dueText(milliseconds: number, t: Translate): { text: string; late: boolean } {
  const late = milliseconds <= 0;
  const seconds = late ? -milliseconds / 1_000 : Math.ceil(milliseconds / 1_000);
  return { text: t(late ? "due.late" : "due.left", { for: duration(seconds, t) }), late };
}
