/**
 * @file One sweep as the page sees it: its plan, what is done, the run under way; starts it, stops it, goes on with it.
 * Asks its element to render at most ten times a second. Not here: how any of it looks, where results are kept (shelf.ts).
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ConfigError, type ErrorReport, reportOf } from "../../core/errors.ts";
import { productVersion } from "../../core/version.ts";
import type { ReadFile } from "../../data/dataset.ts";
import { sweepOverlap } from "../../sweep/overlap.ts";
import { planSweep } from "../../sweep/plan.ts";
import { keptResults, runSweep, type SweepEvent } from "../../sweep/runner.ts";
import { type Results, summarise } from "../../sweep/summary.ts";
import type { PlannedRun, Sweep, SweepPlan, SweepResult } from "../../sweep/sweep.ts";
import { TimeLeft } from "../../sweep/time-left.ts";
import type { ProgressPhase, RunEvent } from "../../train/events.ts";
import { scheduleOf } from "../../train/schedule.ts";
import type { SessionFactory } from "../session-like.ts";
import type { RecordedSweep } from "./recorded-sweep.ts";
import { type KeptSweep, Shelf, shelfName } from "./shelf.ts";

const REDRAW_MS = 100;

/** The run under way. */
export interface CurrentRun {
  readonly run: PlannedRun;
  /** From 1. */
  readonly place: number;
  /** Of its updates, 0 to 1. */
  readonly share: number;
  /** Epochs done. */
  readonly epochs: number;
  readonly accuracy: number | null;
  /** What it does beside training. */
  readonly phase: ProgressPhase | undefined;
}

export interface SweepSources {
  readonly createSession: SessionFactory;
  readonly readFile: ReadFile;
}

export class SweepController implements ReactiveController {
  state: "idle" | "running" | "stopping" = "idle";
  plan: SweepPlan | undefined;
  /** Of the sweep on show. */
  results: Results = new Map();
  /** What the results say; changes with them. */
  result: SweepResult | undefined;
  current: CurrentRun | undefined;
  /** Of the whole sweep; null until there is something to judge by. */
  leftMs: number | null = null;
  error: ErrorReport | undefined;
  /** All that this browser keeps, the newest first. */
  kept: readonly KeptSweep[] = [];

  readonly #host: ReactiveControllerHost;
  readonly #sources: SweepSources;
  readonly #shelf: Promise<Shelf>;
  #problem: ErrorReport | undefined;
  #opening: SweepPlan | undefined;
  #overlap: KeptSweep["overlap"];
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, sources: SweepSources, storage = navigator.storage) {
    this.#host = host;
    this.#sources = sources;
    this.#shelf = Shelf.open(storage);
    host.addController(this);
  }

  get active(): boolean {
    return this.state !== "idle";
  }

  /** Why finished runs are not kept beyond this page. */
  get storageProblem(): ErrorReport | undefined {
    return this.#problem;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  /** Reads what is kept; the newest sweep is first in `kept`. */
  async refresh(): Promise<void> {
    const shelf = await this.#shelf;
    this.kept = await shelf.list();
    this.#problem = shelf.problem;
    this.#host.requestUpdate();
  }

  /** Shows a sweep and what is kept of it. A sweep that cannot be run throws. */
  async open(sweep: Sweep): Promise<void> {
    if (this.active) return;
    const plan = planSweep(sweep);
    this.#opening = plan;
    const { archive, overlap } = await this.#placeOf(sweep);
    const results = await keptResults(plan, archive);
    if (this.#opening !== plan || this.active) return; // another was opened meanwhile, or this one begun
    [this.plan, this.error, this.#overlap] = [plan, undefined, overlap];
    this.#take(results);
    this.#host.requestUpdate();
  }

  /** Keeps runs made elsewhere where this browser has none of its own. */
  async take({ sweep, overlap, results }: RecordedSweep): Promise<void> {
    if (this.active) return;
    const shelf = await this.#shelf;
    const archive = shelf.archive(sweep);
    const kept = await keptResults(planSweep(sweep), archive);
    await shelf.begin({ sweep, overlap });
    for (const result of results) if (!kept.has(result.key)) await archive.write(result, new Map());
    await this.refresh();
  }

  /** Makes the runs that are not there yet; resolves at the end, finished or stopped. */
  async start(): Promise<void> {
    const { plan } = this;
    if (!plan || this.active) return;
    this.#stop = new AbortController();
    [this.state, this.error] = ["running", undefined];
    this.#host.requestUpdate();
    try {
      await this.#alone(plan.sweep, () => this.#makeRuns(plan));
    } catch (thrown) {
      if (!this.#stop.signal.aborted) this.error = reportOf(thrown, "sweep");
    }
    [this.state, this.current] = ["idle", undefined];
    await this.refresh();
  }

  /** After the update under way; what is done stays. */
  stop(): void {
    if (this.state !== "running") return;
    this.state = "stopping";
    this.#stop.abort();
    this.#host.requestUpdate();
  }

  /** Deletes what is kept of a sweep. */
  async remove(sweep: Sweep): Promise<void> {
    const { plan } = this;
    await (await this.#shelf).remove(sweep);
    if (plan && shelfName(plan.sweep) === shelfName(sweep)) await this.open(plan.sweep);
    await this.refresh();
  }

  /** Zip archives, by the key of their run. */
  async bundles(): Promise<Map<string, Uint8Array>> {
    return this.plan ? (await this.#shelf).bundles(this.plan.sweep) : new Map();
  }

  async #placeOf(sweep: Sweep) {
    const shelf = await this.#shelf;
    const there = (await shelf.list()).find((kept) => shelfName(kept.sweep) === shelfName(sweep));
    return { archive: shelf.archive(sweep), overlap: there?.overlap };
  }

  async #makeRuns(plan: SweepPlan): Promise<void> {
    const shelf = await this.#shelf;
    const { signal } = this.#stop;
    const { sweep } = plan;
    await shelf.begin({ sweep, overlap: this.#overlap });
    if (!this.#overlap) {
      this.#overlap = await sweepOverlap(plan, this.#sources.readFile, signal);
      await shelf.begin({ sweep, overlap: this.#overlap });
    }
    const { results } = await runSweep(plan, {
      createSession: this.#sources.createSession,
      archive: shelf.archive(sweep),
      clock: () => performance.now(),
      signal,
      onEvent: (event) => this.#hear(event),
    });
    this.#take(results);
  }

  /** Two pages with the same sweep would make its runs twice. */
  async #alone(sweep: Sweep, work: () => Promise<void>): Promise<void> {
    await navigator.locks.request(`lena-${shelfName(sweep)}`, { ifAvailable: true }, async (lock) => {
      if (lock) return work();
      throw new ConfigError({
        where: "sweep",
        wanted: "one page that runs it",
        found: "another tab or window at work on it",
        tryThis: "go on there, or stop it there first",
      });
    });
  }

  #hear(event: SweepEvent): void {
    switch (event.kind) {
      case "plan":
        break;
      case "run": {
        const { run, place } = event;
        this.current = { run, place, share: 0, epochs: 0, accuracy: null, phase: undefined };
        break;
      }
      case "progress":
        if (this.current) this.current = { ...this.current, ...changeBy(event.event, event.run) };
        this.leftMs = event.leftMs;
        break;
      case "result":
        this.#take(new Map(this.results).set(event.run.key, event.result));
        void this.#noteProblem();
        break;
      default:
        event satisfies never;
    }
    this.#timer ??= setTimeout(this.#render, REDRAW_MS);
  }

  async #noteProblem(): Promise<void> {
    this.#problem = (await this.#shelf).problem;
  }

  #take(results: Results): void {
    const plan = this.plan!;
    this.results = results;
    this.result = summarise(plan, results, { productVersion, overlap: this.#overlap });
    const [next] = plan.runs.filter(({ key }) => !results.has(key));
    this.leftMs = next ? new TimeLeft(plan.runs, results).ms(next, 0, 0) : null;
  }

  #render = (): void => {
    this.#timer = undefined;
    if (!document.hidden) this.#host.requestUpdate();
  };
}

function changeBy(event: RunEvent, { config }: PlannedRun): Partial<CurrentRun> {
  switch (event.kind) {
    case "update":
      return { share: (event.row.update + 1) / scheduleOf(config).updateCount, phase: undefined };
    case "epoch":
      return { epochs: event.row.epoch + 1, accuracy: event.row.validationAccuracy };
    case "progress":
      return { phase: event.done < event.total ? event.phase : undefined };
    default:
      return {};
  }
}
