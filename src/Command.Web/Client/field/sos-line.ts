import type { Answer } from "../api/api-client";
import { Backoff } from "../api/backoff";
import type { Clock } from "../api/clock";
import type { Failure } from "../api/failure";
import type { Signal, SignalPage } from "../api/types";
import type { PageStore } from "./page-store";
import type { FieldPosition } from "./positions";
import { ulid } from "./ulid";

const PollEveryMs = 15_000;

export interface SosReport {
  id: string;
  pressedAt: string;
  position: FieldPosition | null;
  cancelled: boolean;
}

export interface SosAnswer {
  kind: "acknowledged" | "dismissed";
  by: string;
  /** Epoch milliseconds. */
  at: number;
  reason: string | null;
}

/** The last SOS and how far it has come. Times are epoch milliseconds. */
export interface SosState {
  id: string;
  pressedAt: number;
  sentAt: number | null;
  cancelPressedAt: number | null;
  cancelledAt: number | null;
  answer: SosAnswer | null;
  /** The server said that it will not take it. */
  refused: boolean;
}

export interface SosApi {
  post(path: string, body: unknown): Promise<Answer<null>>;
  get<T>(path: string): Promise<Answer<T>>;
}

/** SOS and its cancellation, kept over reloads and sent until the server has answered; then who answers for it. */
export class SosLine {
  /** Why the last try did not reach the server; null while none failed. */
  failure: Failure | null = null;
  attempts = 0;
  readonly #backoff: Backoff;
  readonly #reports: SosReport[];
  #state: SosState | null;
  #sending = false;
  #cancelRetry: (() => void) | null = null;
  #cancelPoll: (() => void) | null = null;

  constructor(
    private readonly recorder: string,
    private readonly api: SosApi,
    private readonly store: PageStore,
    private readonly changed: () => void,
    private readonly clock: Clock,
    random: () => number = Math.random,
  ) {
    this.#backoff = new Backoff(random);
    this.#state = store.read<SosState>("sos");
    this.#reports = store.read<SosReport[]>("sos-reports") ?? [];
    this.kick();
  }

  get state(): SosState | null {
    return this.#state;
  }

  /** Somebody may be in danger and is not known to be safe. */
  get open(): boolean {
    const state = this.#state;
    return state !== null && state.cancelPressedAt === null && state.answer?.kind !== "dismissed" && !state.refused;
  }

  /** Still on its way to the server. */
  get waiting(): boolean {
    return this.#reports.length > 0;
  }

  /** A second press while one is open is the same call for help. */
  press(position: FieldPosition | null): void {
    if (this.open && this.#state?.answer === null) {
      this.kick();
      return;
    }
    const now = this.clock.epoch();
    const id = ulid(now);
    this.#state = { id, pressedAt: now, sentAt: null, cancelPressedAt: null, cancelledAt: null, answer: null, refused: false };
    this.#queue({ id, pressedAt: new Date(now).toISOString(), position, cancelled: false });
  }

  cancel(position: FieldPosition | null): void {
    const state = this.#state;
    if (state === null || state.cancelPressedAt !== null) {
      return;
    }
    this.#state = { ...state, cancelPressedAt: this.clock.epoch() };
    this.#queue({ id: state.id, pressedAt: new Date(state.pressedAt).toISOString(), position, cancelled: true });
  }

  /** The card is put away; what is still on its way goes on. */
  forget(): void {
    if (!this.waiting) {
      this.#state = null;
      this.#save();
    }
  }

  /** The network or the line is back: no waiting for the next try. */
  kick(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    void this.#pump();
    void this.#poll();
  }

  apply(signal: Signal): void {
    const state = this.#state;
    if (state === null || signal.source !== "sos" || signal.subject.id !== this.recorder) {
      return;
    }
    // Another signal of this recorder is another call for help: an answer to that one is none to this.
    const ours = signal.evidence.some(({ kind, text }) => kind === "event" && text === `sos ${state.id}`);
    const kind = signal.state === "dismissed" ? "dismissed" : signal.answeredBy ? "acknowledged" : null;
    if (ours && kind !== null) {
      const at = signal.answeredAt ? Date.parse(signal.answeredAt) : this.clock.epoch();
      this.#state = { ...state, answer: { kind, by: signal.answeredBy ?? "", at, reason: signal.reason ?? null } };
      this.#save();
    }
  }

  dispose(): void {
    this.#cancelRetry?.();
    this.#cancelPoll?.();
  }

  #queue(report: SosReport): void {
    this.#reports.push(report);
    this.attempts = 0;
    this.failure = null;
    this.#backoff.reset();
    this.#save();
    this.kick();
  }

  async #pump(): Promise<void> {
    while (!this.#sending && this.#cancelRetry === null) {
      const report = this.#reports[0];
      if (report === undefined) {
        return;
      }
      this.#sending = true;
      this.attempts++;
      const answer = await this.api.post(`/recorders/${encodeURIComponent(this.recorder)}/sos`, report);
      this.#sending = false;
      // 400 is an answer as well: these words will never be taken.
      const refused = !answer.ok && answer.failure.code === "bad-offer";
      this.failure = answer.ok ? null : answer.failure;
      if (answer.ok || refused) {
        this.#told(report, refused);
      } else {
        this.#cancelRetry = this.clock.after(this.#backoff.next(), () => {
          this.#cancelRetry = null;
          void this.#pump();
        });
      }
      this.changed();
    }
  }

  #told(report: SosReport, refused: boolean): void {
    this.#reports.shift();
    this.attempts = 0;
    this.#backoff.reset();
    const state = this.#state;
    if (state !== null && state.id === report.id) {
      const now = this.clock.epoch();
      this.#state = report.cancelled
        ? { ...state, cancelledAt: refused ? null : now, cancelPressedAt: refused ? null : state.cancelPressedAt }
        : { ...state, sentAt: refused ? null : now, refused };
    }
    this.#save();
    void this.#poll();
  }

  /** Events may be missed while the line is away: until somebody answers, the question is asked as well. */
  async #poll(): Promise<void> {
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    if (this.#state === null || this.#state.sentAt === null || this.#state.answer !== null || this.#state.cancelledAt !== null) {
      return;
    }
    this.#cancelPoll = this.clock.after(PollEveryMs, () => void this.#poll());
    const page = await this.api.get<SignalPage>(`/signals?subjectId=${encodeURIComponent(this.recorder)}&take=20`);
    if (page.ok) {
      page.value.signals.forEach((signal) => this.apply(signal));
    }
  }

  #save(): void {
    if (this.#state === null) {
      this.store.remove("sos");
    } else {
      this.store.write("sos", this.#state);
    }
    this.store.write("sos-reports", this.#reports);
    this.changed();
  }
}
