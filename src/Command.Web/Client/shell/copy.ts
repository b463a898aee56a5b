// Buttons with data-copy put that text on the clipboard and say so for two seconds.

const SaidMs = 2_000;

export function wireCopies(root: Document): void {
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button !== null) {
      void copy(root, button.dataset.copy ?? "").then((done) => done && say(button));
    }
  });
}

/** The clipboard needs a secure context; without one the old command does, from a field that nobody sees. */
async function copy(root: Document, text: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by the browser's settings: the old way may still be open.
    }
  }
  const field = root.createElement("textarea");
  field.value = text;
  field.style.cssText = "position:fixed;opacity:0";
  const focused = root.activeElement;
  root.body.append(field);
  field.select();
  const done = root.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
  return done;
}

function say(button: HTMLElement): void {
  button.dataset.copied = "";
  window.setTimeout(() => delete button.dataset.copied, SaidMs);
}
