// Small functions for the pages around the wall; Blazor imports them from /dist/tree.js.

export const DeviceMime = "application/x-command-device";

/** Shows a device on the page's wall, where the wall finds room. False when the page has no wall. */
export function addToWall(deviceId: string): boolean {
  const wall = document.querySelector("command-wall");
  wall?.dispatchEvent(new CustomEvent("command-wall-add", { detail: { deviceId } }));
  return wall !== null;
}

/** Elements with `data-device-id` inside `root` can be dragged onto the wall, also those that are rendered later. Call once per page. */
export function makeDraggable(root: HTMLElement | Document = document): () => void {
  const start = (event: Event) => {
    const source = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-device-id]") : null;
    const transfer = (event as DragEvent).dataTransfer;
    if (source?.dataset.deviceId && transfer) {
      transfer.setData(DeviceMime, source.dataset.deviceId);
      transfer.setData("text/plain", source.textContent?.trim() ?? "");
      transfer.effectAllowed = "copy";
    }
  };
  root.addEventListener("dragstart", start);
  return () => root.removeEventListener("dragstart", start);
}

/** The wall asks for the search field (key `/`); this puts the cursor there. */
export function focusOnSearch(selector: string): () => void {
  const focus = () => {
    const field = document.querySelector<HTMLInputElement>(selector);
    field?.focus();
    field?.select();
  };
  document.addEventListener("command-search", focus);
  return () => document.removeEventListener("command-search", focus);
}
