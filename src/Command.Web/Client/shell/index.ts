// What surrounds the wall on every page: clock and ages, the tree's mouse and keys, hold to confirm, the menu, and the circuit.
import { addToWall, focusOnSearch, makeDraggable } from "../glue/tree";
import { wireCopies } from "./copy";
import { guardHolds } from "./hold";
import { CircuitLink } from "./link";
import { AgeElement, ClockElement, DueElement } from "./time-elements";

/** What the arrow keys step through: the tree, and rows of lists. */
const Steppable = "[role=treeitem], [data-step]";

customElements.define("command-age", AgeElement);
customElements.define("command-clock", ClockElement);
customElements.define("command-due", DueElement);
guardHolds(document);
wireCopies(document);
makeDraggable(document);
focusOnSearch("[data-search]");

document.addEventListener("dblclick", (event) => add(event));
document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === "Enter" && target?.matches("[data-device-id]")) {
    add(event);
  } else if (
    event.key === "/" &&
    target?.matches("input, textarea, [contenteditable]") !== true &&
    !document.querySelector("command-wall")
  ) {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("command-search"));
  } else if (target?.matches(Steppable) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(target, event.key === "ArrowDown" ? 1 : -1);
  }
});

// A menu closes when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));

function add(event: Event): void {
  const source = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-device-id]") : null;
  if (source?.dataset.deviceId) {
    addToWall(source.dataset.deviceId);
  }
}

function step(from: Element, by: number): void {
  const items = [...document.querySelectorAll<HTMLElement>(Steppable)];
  items[items.indexOf(from as HTMLElement) + by]?.focus();
}

function closeMenus(target: EventTarget | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!(target instanceof Node) || !menu.contains(target)) {
      menu.open = false;
    }
  }
}

if (window.Blazor) {
  void new CircuitLink(window.Blazor, () => document.getElementById("link-state")).start();
}
