import type { Places } from "./grid";

/**
 * Lends tiles to devices whose alarm nobody has answered. The layout itself is never touched, so that nothing of this is saved and each tile
 * shows again what it showed before once its guest is gone.
 */
export class Takeover {
  /** Device → slot. */
  readonly #guests = new Map<string, number>();
  /** Devices a person has sent away while their alarm still stands. */
  readonly #declined = new Set<string>();

  /** @param alarms Devices with an unanswered alarm that takes a tile, most urgent first. */
  update(alarms: readonly string[], places: Places, cells: number): void {
    const wanted = new Set(alarms);
    const forget = (device: string) => !wanted.has(device);
    [...this.#declined].filter(forget).forEach((device) => this.#declined.delete(device));
    for (const [device, slot] of [...this.#guests]) {
      if (forget(device) || slot >= cells || this.#own(device, places, cells)) {
        this.#guests.delete(device);
      }
    }
    for (const device of alarms) {
      if (!this.#guests.has(device) && !this.#declined.has(device) && !this.#own(device, places, cells)) {
        const slot = this.#room(wanted, places, cells) ?? this.#yielded(device, alarms);
        if (slot === null) {
          break;
        }
        this.#guests.set(device, slot);
      }
    }
  }

  /** What the tiles show: the layout with the guests over it. */
  over(places: Places): Places {
    const shown = new Map(places);
    for (const [device, slot] of this.#guests) {
      shown.set(slot, device);
    }
    return shown;
  }

  has(slot: number): boolean {
    return [...this.#guests.values()].includes(slot);
  }

  /** A person needs the tile: its guest goes. False when there is none. */
  decline(slot: number): boolean {
    const device = [...this.#guests].find(([, at]) => at === slot)?.[0];
    if (device === undefined) {
      return false;
    }
    this.#guests.delete(device);
    this.#declined.add(device);
    return true;
  }

  /** A person drags a guest to another tile; two guests change places. False when neither tile has one. */
  move(from: number, to: number): boolean {
    const moved = [...this.#guests].filter(([, slot]) => slot === from || slot === to);
    for (const [device, slot] of moved) {
      this.#guests.set(device, slot === from ? to : from);
    }
    return moved.length > 0;
  }

  /** It is on the wall by the person's own choice, and no guest stands before it. */
  #own(device: string, places: Places, cells: number): boolean {
    return [...places].some(
      ([slot, id]) => id === device && slot < cells && ![...this.#guests].some(([g, at]) => at === slot && g !== device),
    );
  }

  /** The tile of the guest whose alarm is the least urgent, if it is less urgent than that of `device`. */
  #yielded(device: string, alarms: readonly string[]): number | null {
    const last = [...this.#guests].sort(([a], [b]) => alarms.indexOf(b) - alarms.indexOf(a))[0];
    if (last === undefined || alarms.indexOf(last[0]) < alarms.indexOf(device)) {
      return null;
    }
    this.#guests.delete(last[0]);
    return last[1];
  }

  /** A free tile, else the last one whose picture is not itself an alarm. */
  #room(wanted: ReadonlySet<string>, places: Places, cells: number): number | null {
    const taken = new Set(this.#guests.values());
    for (let slot = 0; slot < cells; slot++) {
      if (!taken.has(slot) && !places.has(slot)) {
        return slot;
      }
    }
    for (let slot = cells - 1; slot >= 0; slot--) {
      if (!taken.has(slot) && !wanted.has(places.get(slot) ?? "")) {
        return slot;
      }
    }
    return null;
  }
}
