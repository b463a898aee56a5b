import { DeviceMime } from "../glue/tree";

const SlotMime = "application/x-command-slot";

export interface DropActs {
  device(deviceId: string, slot: number): void;
  swap(from: number, to: number): void;
}

export interface DragTile {
  readonly slot: number;
  readonly deviceId: string | null;
}

/** Drag and drop of one tile: from the tree onto it, and between tiles. */
export function wireDrag(element: HTMLElement, tile: DragTile, acts: DropActs): void {
  element.addEventListener("dragstart", (event) => {
    if (tile.deviceId !== null && event.dataTransfer !== null) {
      event.dataTransfer.setData(SlotMime, String(tile.slot));
      event.dataTransfer.setData(DeviceMime, tile.deviceId);
      event.dataTransfer.effectAllowed = "copyMove";
    }
  });
  element.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes(DeviceMime)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = event.dataTransfer.types.includes(SlotMime) ? "move" : "copy";
      element.classList.add("target");
    }
  });
  element.addEventListener("dragleave", (event) => {
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) {
      element.classList.remove("target");
    }
  });
  element.addEventListener("drop", (event) => {
    element.classList.remove("target");
    const transfer = event.dataTransfer;
    const deviceId = transfer?.getData(DeviceMime) ?? "";
    if (transfer === null || deviceId === "") {
      return;
    }
    event.preventDefault();
    const slot = transfer.getData(SlotMime);
    if (slot === "") {
      acts.device(deviceId, tile.slot);
    } else {
      acts.swap(Number(slot), tile.slot);
    }
  });
}
