import type { Cells, Direction } from "./grid";

export type KeyAct =
  | { act: "layout"; cells: Cells }
  | { act: "search" }
  | { act: "move"; direction: Direction }
  | { act: "fullscreen" | "clear" | "snapshot" | "back" | "acknowledge" | "dismiss" };

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const Layouts: Record<string, Cells> = { "1": 1, "4": 4, "9": 9, "0": 16 };
const Arrows: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** Keys that work on the whole page as long as nobody is typing. */
export function pageKey(press: KeyPress): KeyAct | null {
  if (press.ctrlKey || press.metaKey || press.altKey) {
    return null;
  }
  const cells = Layouts[press.key];
  if (cells !== undefined) {
    return { act: "layout", cells };
  }
  switch (press.key) {
    case "/":
      return { act: "search" };
    case "a":
    case "A":
      return { act: "acknowledge" };
    case "d":
    case "D":
      return { act: "dismiss" };
    default:
      return null;
  }
}

/** Keys of the tile that has the focus. */
export function tileKey(press: KeyPress): KeyAct | null {
  if (press.ctrlKey || press.metaKey || press.altKey) {
    return null;
  }
  const direction = Arrows[press.key];
  if (direction !== undefined) {
    return { act: "move", direction };
  }
  switch (press.key) {
    case "Enter":
      return { act: "fullscreen" };
    case "Delete":
    case "Backspace":
      return { act: "clear" };
    case "s":
    case "S":
      return { act: "snapshot" };
    case "Escape":
      return { act: "back" };
    default:
      return null;
  }
}

/** Typing, or operating a control that has its own use for keys. */
export function isTyping(target: EventTarget | null | undefined): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
