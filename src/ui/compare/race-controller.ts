/**
 * @file A race as the page sees it: makes its runs in turn, each in a session of its own, and keeps them in the history.
 * Asks its element to render at most ten times a second. Not here: who has won (race.ts), how any of it looks.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type ErrorReport, reportOf, StoppedError } from "../../core/errors.ts";
import { modelOf, type RunConfig } from "../../train/config.ts";
import type { RunEvent } from "../../train/events.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { planOf } from "../charts/run-plan.ts";
import type { SessionFactory } from "../session-like.ts";
import type { History, KeptRun } from "../storage/history.ts";
import { keepRun } from "../storage/keep-run.ts";
import type { ShownRun } from "./shown-run.ts";

const REDRAW_MS = 100;

export interface RaceSources {
  readonly createSession: SessionFactory;
  readonly history: () => Promise<History>;
  /** A run that goes by this id from now on, because it is kept. */
  readonly renamed: (from: string, kept: KeptRun) => void;
}

export class RaceController implements ReactiveController {
  state: "idle" | "running" | "stopping" = "idle";
  /** Of the race on show, in the order in which they start. */
  runs: readonly ShownRun[] = [];
  /** How the race on show ended, until another is thought of. */
  ended: "finished" | "stopped" | undefined;
  /** Index of the run under way, or of the last one. */
  current: number | undefined;
  /** What it does beside training. */
  phase: Extract<RunEvent, { kind: "progress" }>["phase"] | undefined;
  error: ErrorReport | undefined;
  /** Counts what runs have told. */
  revision = 0;

  readonly #host: ReactiveControllerHost;
  readonly #sources: RaceSources;
  #races = 0;
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, sources: RaceSources) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  get active(): boolean {
    return this.state !== "idle";
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stop.abort();
  }

  /** Resolves at the end, finished or stopped. */
  async start(entries: readonly { name: string; config: RunConfig }[]): Promise<void> {
    if (this.active) return;
    const race = ++this.#races;
    this.#stop = new AbortController();
    [this.state, this.error, this.ended, this.current] = ["running", undefined, undefined, undefined];
    this.runs = entries.map(({ name, config }, i) => ({
      ...{ id: `race ${race} ${i}`, name, config, layers: planOf(config).layers },
      ...{ store: undefined, summary: undefined, outcome: "open" },
    }));
    this.#host.requestUpdate();
    try {
      for (const i of entries.keys()) {
        if (this.#stop.signal.aborted) break;
        await this.#makeRun(i);
      }
      this.ended = this.#stop.signal.aborted ? "stopped" : "finished";
    } catch (thrown) {
      if (thrown instanceof StoppedError) this.ended = "stopped";
      else this.error = reportOf(thrown, "race");
    }
    [this.state, this.phase] = ["idle", undefined];
    this.#host.requestUpdate();
  }

  /** After the update under way; what is done stays. */
  stop(): void {
    if (this.state !== "running") return;
    this.state = "stopping";
    this.#stop.abort();
    this.#host.requestUpdate();
  }

  /** A diverged run is a result; any other failure ends the race. */
  async #makeRun(i: number): Promise<void> {
    const { config, name, id } = this.runs[i]!;
    const { signal } = this.#stop;
    const session = this.#sources.createSession(config);
    this.current = i;
    session.subscribe((event) => {
      if (event.kind === "ready") this.#change(i, { store: session.store });
      this.phase = event.kind === "progress" && event.done < event.total ? event.phase : undefined;
      this.revision++;
      this.#timer ??= setTimeout(this.#render, REDRAW_MS);
    });
    const stop = () => void session.stop().catch(() => {}); // a run that fails while stopping says so through start()
    signal.addEventListener("abort", stop);
    const keeping = keepRun(
      session,
      this.#sources.history,
      `${name}, ${modelOf(config).name}, n ${scheduleOf(config).n}`,
    );
    keeping.catch(() => {}); // heard below
    try {
      const summary = await session.start();
      this.#change(i, { summary, outcome: summary.outcome });
    } catch (thrown) {
      const reason = reportOf(thrown, "race");
      if (reason.name !== "DivergedError") throw thrown;
      this.#change(i, { outcome: "diverged", reason: `${reason.where}: ${reason.found}` });
    } finally {
      signal.removeEventListener("abort", stop);
      const kept = await keeping.finally(() => session.dispose());
      if (kept) {
        this.#sources.renamed(id, kept);
        this.#change(i, { id: kept.id });
      }
    }
  }

  #change(i: number, change: Partial<ShownRun>): void {
    this.runs = this.runs.map((run, at) => (at === i ? { ...run, ...change } : run));
    this.#host.requestUpdate();
  }

  #render = (): void => {
    this.#timer = undefined;
    if (!document.hidden) this.#host.requestUpdate();
  };
}
