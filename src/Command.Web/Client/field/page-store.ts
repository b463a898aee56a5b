/** The few calls of Storage that are used. */
export interface KeyValues {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Values of one recorder's page, kept over reloads where the browser allows it, and in memory where it does not. */
export class PageStore {
  readonly #memory = new Map<string, string>();

  constructor(
    private readonly storage: KeyValues | null,
    private readonly prefix: string,
  ) {}

  read<T>(key: string): T | null {
    const text = this.#memory.get(key) ?? this.#stored(key);
    if (text === null) {
      return null;
    }
    try {
      return JSON.parse(text) as T;
    } catch {
      // Cut off by a crash: as if it had never been.
      return null;
    }
  }

  /** False when the value lives only as long as the page. */
  write(key: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    try {
      if (this.storage !== null) {
        this.storage.setItem(this.prefix + key, text);
        this.#memory.delete(key);
        return true;
      }
    } catch {
      // Full, or private browsing.
    }
    this.#memory.set(key, text);
    return false;
  }

  remove(key: string): void {
    this.#memory.delete(key);
    try {
      this.storage?.removeItem(this.prefix + key);
    } catch {
      // Then it was not there either.
    }
  }

  #stored(key: string): string | null {
    try {
      return this.storage?.getItem(this.prefix + key) ?? null;
    } catch {
      return null;
    }
  }
}

/** Touching the property alone can throw where cookies are blocked. */
export function browserStorage(kind: "localStorage" | "sessionStorage"): KeyValues | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}
