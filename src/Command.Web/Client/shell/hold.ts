// Hold to confirm: a click on [data-hold] counts only after the pointer, Enter or Space was held that many milliseconds.

const allowed = new WeakSet<Element>();

export function guardHolds(root: Document): void {
  let held: HTMLElement | undefined;
  let cancel: (() => void) | undefined;

  const begin = (event: Event) => {
    const button = holdOf(event);
    if (button === null || button.matches(":disabled")) {
      return;
    }
    cancel?.();
    button.classList.add("holding");
    held = button;
    const timer = window.setTimeout(
      () => {
        cancel?.();
        allowed.add(button);
        button.click();
        allowed.delete(button);
      },
      Number(button.dataset.hold) || 700,
    );
    cancel = () => {
      window.clearTimeout(timer);
      button.classList.remove("holding");
      held = undefined;
      cancel = undefined;
    };
  };

  root.addEventListener("pointerdown", begin);
  root.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && holdOf(event) !== null) {
      event.preventDefault();
      if (!event.repeat) {
        begin(event);
      }
    }
  });
  for (const end of ["pointerup", "pointercancel", "keyup"]) {
    root.addEventListener(end, () => cancel?.(), true);
  }
  // These come for every element the pointer or the focus leaves: only the button that is held counts.
  for (const end of ["pointerleave", "blur"]) {
    root.addEventListener(end, (event) => event.target === held && cancel?.(), true);
  }
  // In the capture phase, before the page's own handlers.
  root.addEventListener(
    "click",
    (event) => {
      const button = holdOf(event);
      if (button !== null && !allowed.has(button)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
}

function holdOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-hold]") : null;
}
