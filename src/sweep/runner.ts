/**
 * @file Makes the runs of a plan, one after the other, each in a session of its own; keeps what is done in an archive
 * and skips what is there already. Not here: where the archive is (cli/, ui/), what the results say (summary.ts).
 */
import { canonicalJson } from "../core/canonical.ts";
import { type ErrorReport, fromReport, LenaError, reportOf, StoppedError } from "../core/errors.ts";
import { productVersion } from "../core/version.ts";
import type { Session } from "../session/session.ts";
import type { RunConfig } from "../train/config.ts";
import type { RunEvent } from "../train/events.ts";
import { runResult } from "./result.ts";
import type { PlannedRun, RunResult, SweepPlan } from "./sweep.ts";
import { TimeLeft } from "./time-left.ts";

export type SweepSession = Pick<Session, "subscribe" | "start" | "stop" | "exportBundle" | "dispose" | "store">;

export interface RunArchive {
  /** Every result that is there and whole, by key. */
  read(): Promise<ReadonlyMap<string, RunResult>>;
  /** A run appears whole or not at all, in the place of an older one with its key. */
  write(result: RunResult, bundle: ReadonlyMap<string, Uint8Array>): Promise<void>;
}

export interface SweepHost {
  createSession(config: RunConfig): SweepSession;
  readonly archive: RunArchive;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Ends the sweep after the update under way. The run that it belongs to is made again another time. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: SweepEvent) => void;
}

/** `place`: of the run in the plan, from 1. */
export type SweepEvent =
  /** Once, at the start: how many runs were there already. */
  | { readonly kind: "plan"; readonly kept: number; readonly planned: number }
  | { readonly kind: "run"; readonly run: PlannedRun; readonly place: number; readonly planned: number }
  /** Everything that happens in the run under way. `leftMs`: of the sweep; null until there is something to judge by. */
  | { readonly kind: "progress"; readonly run: PlannedRun; readonly event: RunEvent; readonly leftMs: number | null }
  | { readonly kind: "result"; readonly run: PlannedRun; readonly result: RunResult; readonly place: number };

export interface SweepEnd {
  readonly outcome: "finished" | "stopped";
  readonly results: ReadonlyMap<string, RunResult>;
}

/** So many failures of one cause in a row are taken for the machine's, not the run's. */
const FAILURE_LIMIT = 3;

/** Resolves at the end, finished or stopped. Rejects where the runs fail one after the other, or the archive does. */
export async function runSweep(plan: SweepPlan, host: SweepHost): Promise<SweepEnd> {
  const results = await keptResults(plan, host.archive);
  const planned = plan.runs.length;
  const left = new TimeLeft(plan.runs, results);
  host.onEvent({ kind: "plan", kept: results.size, planned });
  const failures: ErrorReport[] = [];
  for (const [i, run] of plan.runs.entries()) {
    if (results.has(run.key)) continue;
    if (host.signal.aborted) return { outcome: "stopped", results };
    host.onEvent({ kind: "run", run, place: i + 1, planned });
    const made = await makeRun(run, host, left);
    if (!made) return { outcome: "stopped", results };
    await host.archive.write(made.result, made.bundle);
    results.set(run.key, made.result);
    left.add(made.result);
    host.onEvent({ kind: "result", run, result: made.result, place: i + 1 });
    if (made.result.outcome === "failed") failures.push(made.result.reason!);
    else failures.length = 0;
    if (isSameCause(failures.slice(-FAILURE_LIMIT))) throw givenUp(failures.at(-1)!);
  }
  return { outcome: "finished", results };
}

/** What is there of a plan. Failed runs are made again; so are those of another configuration or version. */
export async function keptResults(plan: SweepPlan, archive: RunArchive): Promise<Map<string, RunResult>> {
  const found = await archive.read();
  return new Map(
    plan.runs.flatMap((run) => {
      const result = found.get(run.key);
      return result && isResultOf(run, result) ? [[run.key, result] as const] : [];
    }),
  );
}

/** Whatever the run is called there: what counts is that the same run would be made again. */
export function isResultOf({ config }: PlannedRun, result: RunResult): boolean {
  return (
    result.outcome !== "failed" &&
    result.productVersion === productVersion &&
    canonicalJson(result.config) === canonicalJson(config)
  );
}

interface MadeRun {
  readonly result: RunResult;
  readonly bundle: ReadonlyMap<string, Uint8Array>;
}

/** Undefined where it was stopped. */
async function makeRun(run: PlannedRun, host: SweepHost, left: TimeLeft): Promise<MadeRun | undefined> {
  const began = host.clock();
  const session = host.createSession(run.config);
  let ready: Extract<RunEvent, { kind: "ready" }> | undefined;
  session.subscribe((event) => {
    if (event.kind === "ready") ready = event;
    const updates = session.store?.updateCount ?? 0;
    const leftMs = left.ms(run, updates, host.clock() - began);
    host.onEvent({ kind: "progress", run, event, leftMs });
  });
  const stop = () => void session.stop().catch(() => {}); // a run that fails while stopping says so through start()
  const facts = () => ({ ready, store: session.store, wallSeconds: (host.clock() - began) / 1000 });
  host.signal.addEventListener("abort", stop);
  try {
    const { outcome, testAccuracy } = await session.start();
    if (outcome === "stopped") return undefined;
    const bundle = await session.exportBundle();
    return { result: runResult(run, { ...facts(), outcome, testAccuracy }), bundle };
  } catch (error) {
    if (error instanceof StoppedError || host.signal.aborted) return undefined;
    const reason = reportOf(error, run.key);
    const outcome = reason.name === "DivergedError" ? "diverged" : "failed";
    const result = runResult(run, { ...facts(), outcome, reason, testAccuracy: null });
    return { result, bundle: await session.exportBundle().catch(() => new Map()) }; // of what there is, if anything
  } finally {
    host.signal.removeEventListener("abort", stop);
    await session.dispose();
  }
}

function isSameCause(last: readonly ErrorReport[]): boolean {
  const [first] = last;
  return (
    last.length === FAILURE_LIMIT && last.every(({ name, wanted }) => name === first!.name && wanted === first!.wanted)
  );
}

function givenUp(last: ErrorReport): LenaError {
  return new LenaError(
    {
      where: "sweep",
      wanted: "runs that come to an end",
      found: `${FAILURE_LIMIT} failures in a row, the last one ${last.where}: wanted ${last.wanted}, found ${last.found}`,
      tryThis: `${last.tryThis}; then start the sweep again, it goes on where it is`,
    },
    { cause: fromReport(last) },
  );
}
