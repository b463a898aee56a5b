import { Backoff } from "../api/backoff";
import type { BlazorApi, HubConnectionBuilder } from "./blazor";

/** What the bar says about the circuit; the wall beside it has its own ways and goes on. */
type Link = "up" | "lost" | "gone" | "newer";

const Reload = 30_000;

/**
 * Keeps the interactive islands alive without ever loading the page while something plays on it. A circuit that the server still knows is
 * resumed. After a restart the server knows none: the page's markup is fetched afresh (the islands get new descriptors, elements with
 * data-permanent stay), and a new circuit takes the place of the old one.
 */
export class CircuitLink {
  readonly #blazor: BlazorApi;
  readonly #bar: () => HTMLElement | null;
  #running = false;

  constructor(blazor: BlazorApi, bar: () => HTMLElement | null) {
    this.#blazor = blazor;
    this.#bar = bar;
  }

  async start(): Promise<void> {
    await this.#blazor.start({
      circuit: {
        configureSignalR: startsAfresh,
        reconnectionHandler: {
          onConnectionDown: () => void this.#recover(),
          onConnectionUp: () => this.#show("up"),
        },
      },
    });
  }

  async #recover(): Promise<void> {
    if (this.#running) {
      return;
    }
    this.#running = true;
    this.#show("lost");
    const backoff = new Backoff();
    try {
      for (;;) {
        try {
          if (await this.#blazor.reconnect()) {
            this.#show("up");
            return;
          }
          if (await this.#replace()) {
            this.#show("up");
            return;
          }
          break;
        } catch {
          // The server does not answer yet.
        }
        await new Promise((resolve) => setTimeout(resolve, backoff.next()));
      }
    } finally {
      this.#running = false;
    }
    await this.#giveUp();
  }

  /** The server answers but knows the circuit no more. */
  async #replace(): Promise<boolean> {
    if ((await serverBuild()) !== document.documentElement.dataset.build) {
      return false;
    }
    await this.#freshMarkup();
    return await this.#blazor.resumeCircuit();
  }

  #freshMarkup(): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("The page was not answered in time.")), Reload);
      this.#blazor.addEventListener("enhancedload", () => {
        clearTimeout(late);
        resolve();
      });
      this.#blazor.navigateTo(location.href, { forceLoad: false, replaceHistoryEntry: true });
    });
  }

  /** A page without video loads itself afresh; one with video asks the person. */
  async #giveUp(): Promise<void> {
    if (document.querySelector("command-wall, command-player") === null) {
      location.reload();
      return;
    }
    this.#show((await serverBuild().catch(() => undefined)) === document.documentElement.dataset.build ? "gone" : "newer");
  }

  #show(link: Link): void {
    const bar = this.#bar();
    if (bar === null) {
      return;
    }
    bar.hidden = link === "up";
    bar.dataset.link = link;
    bar.textContent = link === "up" ? "" : (bar.dataset[link] ?? "");
    if (link === "gone" || link === "newer") {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = bar.dataset.reload ?? "";
      button.addEventListener("click", () => location.reload());
      bar.append(" ", button);
    }
  }
}

/**
 * "Resume" asks the server for state that a restarted server does not have; a circuit with nothing in it takes the islands as well. Until an
 * island has been added to that circuit, orders to change or remove it would only break it.
 */
export function startsAfresh(builder: HubConnectionBuilder): void {
  const build = builder.build.bind(builder);
  builder.build = () => {
    const connection = build();
    const invoke = connection.invoke.bind(connection);
    const send = connection.send.bind(connection);
    let added: Set<number> | undefined;
    connection.invoke = (method, ...values) => {
      if (method !== "ResumeCircuit") {
        return invoke(method, ...values);
      }
      added = new Set();
      return invoke("StartCircuit", values[1], values[2], "[]", "");
    };
    connection.send = (method, ...values) =>
      added !== undefined && method === "UpdateRootComponents" && typeof values[0] === "string"
        ? send(method, withoutStrangers(values[0], added), ...values.slice(1))
        : send(method, ...values);
    return connection;
  };
}

/** Leaves out operations on components that `added` does not hold, and notes those that are added. */
function withoutStrangers(json: string, added: Set<number>): string {
  const batch = JSON.parse(json) as { operations: { type: string; ssrComponentId: number }[] };
  batch.operations = batch.operations.filter((operation) => {
    if (operation.type === "add") {
      added.add(operation.ssrComponentId);
    }
    return added.has(operation.ssrComponentId);
  });
  return JSON.stringify(batch);
}

async function serverBuild(): Promise<string | undefined> {
  const answer = await fetch("/version", { cache: "no-store" });
  return answer.ok ? ((await answer.json()) as { build?: string }).build : undefined;
}
