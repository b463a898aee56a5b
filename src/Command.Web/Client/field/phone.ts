// What a phone tells or does where its browser has it.

interface BatteryManager extends EventTarget {
  level: number;
}

/** Percent, or null where the browser does not tell. */
export class Battery {
  percent: number | null = null;

  constructor(changed: () => void) {
    const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<BatteryManager> };
    void getBattery?.call(navigator).then(
      (battery) => {
        const read = () => {
          this.percent = Math.round(battery.level * 100);
          changed();
        };
        battery.addEventListener("levelchange", read);
        read();
      },
      () => undefined,
    );
  }
}

/** Keeps the screen on. The system takes the lock away whenever the page is hidden: it is asked for again when it is back. */
export class WakeLock {
  #wanted = false;
  #lock: { release(): Promise<void>; released?: boolean } | null = null;

  get supported(): boolean {
    return "wakeLock" in navigator;
  }

  want(wanted: boolean): void {
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      if (wanted) {
        this.renew();
      } else {
        void this.#lock?.release().catch(() => undefined);
        this.#lock = null;
      }
    }
  }

  renew(): void {
    if (this.#wanted && this.supported && this.#lock?.released !== false && document.visibilityState === "visible") {
      void navigator.wakeLock.request("screen").then(
        (lock) => {
          this.#lock = lock;
          if (!this.#wanted) {
            void lock.release().catch(() => undefined);
          }
        },
        () => undefined,
      );
    }
  }
}

export function vibrate(pattern: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive !== false) {
    navigator.vibrate?.(pattern);
  }
}
