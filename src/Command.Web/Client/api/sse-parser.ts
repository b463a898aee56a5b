export interface ServerEvent {
  name: string;
  data: string;
}

/** Splits a text/event-stream (WHATWG HTML §9.2) into events; chunks may end anywhere. */
export class SseParser {
  #rest = "";
  #name = "";
  #data: string[] = [];

  constructor(private readonly emit: (event: ServerEvent) => void) {}

  push(chunk: string): void {
    const text = this.#rest + chunk;
    let start = 0;
    for (let end = text.indexOf("\n", start); end >= 0; end = text.indexOf("\n", start)) {
      this.#line(text.slice(start, text[end - 1] === "\r" && end > start ? end - 1 : end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
  }

  #line(line: string): void {
    if (line === "") {
      if (this.#data.length > 0) {
        this.emit({ name: this.#name || "message", data: this.#data.join("\n") });
      }
      this.#name = "";
      this.#data = [];
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") {
      this.#name = value;
    } else if (field === "data") {
      this.#data.push(value);
    }
  }
}
