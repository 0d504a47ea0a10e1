/**
 * @file What is kept of a run beside its bundle, from its session; and the same read back as outside input.
 * Not here: over several runs (summary.ts).
 */
import * as v from "valibot";
import type { ErrorReport } from "../core/errors.ts";
import { productVersion } from "../core/version.ts";
import { gradientVariance, movingShare } from "../rates/gain.ts";
import { warmups } from "../rates/warmup.ts";
import type { RunStore } from "../session/run-store.ts";
import { type RunConfig, runConfigSchema } from "../train/config.ts";
import type { RunEvent, WarmupEnd } from "../train/events.ts";
import { isReleased, scheduleOf } from "../train/schedule.ts";
import type { EpochResult, PlannedRun, RunResult } from "./sweep.ts";

export interface RunFacts {
  readonly outcome: RunResult["outcome"];
  readonly reason?: ErrorReport | undefined;
  /** Absent where the run failed before it was ready. */
  readonly ready?: Extract<RunEvent, { kind: "ready" }> | undefined;
  readonly store?: RunStore | undefined;
  readonly testAccuracy: number | null;
  readonly wallSeconds: number;
}

export function runResult({ key, config }: PlannedRun, facts: RunFacts): RunResult {
  const { ready, store } = facts;
  const { n, totalBatch } = scheduleOf(config);
  const adapter = ready?.adapters[0];
  return {
    key,
    config,
    outcome: facts.outcome,
    reason: facts.reason,
    productVersion,
    adapter: adapter ? adapter.description || adapter.device || `${adapter.vendor} ${adapter.architecture}` : "",
    dataSha256: ready?.dataSha256 ?? "",
    n,
    totalBatch,
    updates: store?.updateCount ?? 0,
    wallSeconds: facts.wallSeconds,
    epochs: store ? epochResults(store) : [],
    testAccuracy: facts.testAccuracy,
    layers: store ? store.layers.map(({ name, role }) => ({ name, role })) : [],
    warmupEnd: store ? warmupEnds(store, config) : {},
    gains: store ? gainsByEpoch(store, n) : [],
    modelGains: store ? epochMeans(store, store.column("modelGain")) : [],
  };
}

function epochResults(store: RunStore): EpochResult[] {
  const elapsedMs = store.column("elapsedMs");
  return store.epochs.map(({ epoch, update, validationAccuracy, validationLoss }) => ({
    epoch,
    updates: update,
    accuracy: validationAccuracy,
    loss: Number.isFinite(validationLoss) ? validationLoss : null,
    seconds: elapsedMs[update - 1]! / 1000,
  }));
}

/** As the training loop notes them, also of a run that did not come to its end. */
function warmupEnds(store: RunStore, config: RunConfig): Record<string, WarmupEnd> {
  const { n, singleWorkerIterations, threshold } = scheduleOf(config);
  const epochs = store.column("epoch");
  const behind = isReleased(config) ? 1 : 0; // that variant goes by S as it was before the update
  const endOf = (k: number): WarmupEnd => {
    const states = store.layerColumn("state", k);
    for (let update = 0; update < store.updateCount; update++) {
      const input = { state: states[update - behind] ?? 0, update, n, singleWorkerIterations, threshold };
      if (warmups[config.warmup].ended(input)) return { update, epoch: epochs[update]! };
    }
    return null;
  };
  return Object.fromEntries(store.layers.map(({ name }, k) => [name, endOf(k)]));
}

/** G of the paper from the measured norms, whatever the rule and its options made of them: (epochs)(layers). */
function gainsByEpoch(store: RunStore, n: number): number[][] {
  const rho = movingShare(n, "moving");
  const byLayer = store.layers.map((_, k) => {
    const [a, c] = [store.layerColumn("meanSquare", k), store.layerColumn("squareMean", k)];
    let [A, C] = [0, 0];
    return epochMeans(
      store,
      Array.from(a, (_, t) => {
        A = (1 - rho) * A + rho * a[t]!;
        C = (1 - rho) * C + rho * c[t]!;
        return gradientVariance({ A, C }, n);
      }),
    );
  });
  return store.epochs.map((_, epoch) => byLayer.map((means) => means[epoch]!));
}

/** Of finished epochs. */
function epochMeans({ epochs }: RunStore, values: ArrayLike<number>): number[] {
  return epochs.map(({ update }, e) => {
    const first = e === 0 ? 0 : epochs[e - 1]!.update;
    let sum = 0;
    for (let t = first; t < update; t++) sum += values[t]!;
    return sum / (update - first);
  });
}

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** result.json */
export const runResultSchema = v.strictObject({
  key: v.string(),
  config: runConfigSchema,
  outcome: v.picklist(["finished", "diverged", "failed"]),
  reason: v.optional(
    v.strictObject({
      name: v.string(),
      where: v.string(),
      wanted: v.string(),
      found: v.string(),
      tryThis: v.string(),
    }),
  ),
  productVersion: v.string(),
  adapter: v.string(),
  dataSha256: v.string(),
  n: count,
  totalBatch: count,
  updates: count,
  wallSeconds: finite,
  epochs: v.array(
    v.strictObject({ epoch: count, updates: count, accuracy: share, loss: v.nullable(finite), seconds: finite }),
  ),
  testAccuracy: v.nullable(share),
  layers: v.array(v.strictObject({ name: v.string(), role: v.string() })),
  warmupEnd: v.record(v.string(), v.nullable(v.strictObject({ update: count, epoch: count }))),
  gains: v.array(v.array(finite)),
  modelGains: v.array(finite),
});

/** Undefined where the text is not a whole result, for example one of another version: then the run is made again. */
export function parseRunResult(text: string): RunResult | undefined {
  try {
    const result = v.safeParse(runResultSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
