/** @file A small plan, made-up results, runs and an archive for tests. Not part of the product. */
import { buildModel } from "../nn/model.ts";
import { RunStore } from "../session/run-store.ts";
import { datasetOf, modelOf, type RunConfig } from "../train/config.ts";
import type { RunEvent, RunSummary, UpdateRow } from "../train/events.ts";
import { scheduleOf } from "../train/schedule.ts";
import { madeUpCosts } from "../train/testing.ts";
import { planSweep } from "./plan.ts";
import type { RunArchive, SweepSession } from "./runner.ts";
import type { PlannedRun, RunResult, Sweep } from "./sweep.ts";

export const tinySweep: Sweep = {
  id: "tiny",
  title: "Tiny",
  base: { model: "small-cnn", microBatch: 8, trainSize: 64, epochs: 3 },
  axes: [
    { name: "rule", values: (["linear", "lena"] as const).map((rule) => ({ label: rule, set: { rule } })) },
    { name: "n", values: [2, 4].map((local) => ({ label: `${local}`, set: { workers: 1, local } })) },
  ],
  baseline: { workers: 1, local: 1, rule: "none", warmup: "none" },
  tolerance: 0.01,
  seeds: [1, 2],
};

export const tinyPlan = planSweep(tinySweep);

/** A finished run with these validation accuracies; an update takes half a second. */
export function madeUpResult(
  run: PlannedRun,
  accuracies: readonly number[],
  change: Partial<RunResult> = {},
): RunResult {
  const { n, totalBatch, updatesPerEpoch } = scheduleOf(run.config);
  return {
    key: run.key,
    config: run.config,
    outcome: "finished",
    productVersion: "1.2.3",
    adapter: "An adapter",
    dataSha256: "ab".repeat(32),
    n,
    totalBatch,
    updates: accuracies.length * updatesPerEpoch,
    wallSeconds: 10,
    epochs: accuracies.map((accuracy, epoch) => {
      const updates = (epoch + 1) * updatesPerEpoch;
      return { epoch, updates, accuracy, loss: 1, seconds: updates / 2 };
    }),
    testAccuracy: accuracies.at(-1) ?? null,
    layers: [{ name: "conv1.weight", role: "weight" }],
    warmupEnd: { "conv1.weight": { update: 1, epoch: 0 } },
    gains: accuracies.map(() => [1.5]),
    modelGains: accuracies.map(() => 1.25),
    ...change,
  };
}

export interface FakeRun {
  /** Thrown before this update, in place of making it. */
  readonly failure?: { readonly update: number; readonly error: Error };
  /** Called after each update. */
  readonly afterUpdate?: (update: number) => void;
}

const adapter = { vendor: "v", architecture: "a", device: "", description: "An adapter", software: true };

/** A session that only counts: accuracy grows by 0.25 per epoch; every update takes 100 ms by its own account. */
export class FakeSession implements SweepSession {
  store: RunStore | undefined;
  disposed = false;
  #stopped = false;
  readonly #listeners: ((event: RunEvent) => void)[] = [];

  constructor(
    readonly config: RunConfig,
    private readonly fake: FakeRun = {},
  ) {}

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.#listeners.push(listener);
    return () => {};
  }
  async stop() {
    this.#stopped = true;
  }
  async dispose() {
    this.disposed = true;
  }
  async exportBundle() {
    return new Map([["config.json", new TextEncoder().encode(JSON.stringify(this.config))]]);
  }

  async start(): Promise<RunSummary> {
    const { config, fake } = this;
    const { imageShape, classes } = datasetOf(config);
    const { layers } = buildModel(modelOf(config), imageShape, classes.length);
    const { updateCount, updatesPerEpoch } = scheduleOf(config);
    await Promise.resolve();
    const store = new RunStore(layers, config.workers);
    this.store = store;
    this.#tell({
      kind: "ready",
      layers,
      adapters: [adapter],
      coordinatorAdapter: adapter,
      kernels: { adapter, tiles: {}, dropped: [] },
      dataSha256: "ab".repeat(32),
      normalisation: { mean: [0], deviation: [1] },
    });
    for (let update = 0; update < updateCount && !this.#stopped; update++) {
      await Promise.resolve();
      if (fake.failure?.update === update) throw fake.failure.error;
      const epoch = Math.floor(update / updatesPerEpoch);
      const row = madeUpRow(config, layers.length, update, epoch);
      store.addUpdate(row);
      this.#tell({ kind: "update", row });
      if ((update + 1) % updatesPerEpoch === 0) {
        const accuracy = Math.min(1, 0.25 * (epoch + 1));
        const epochRow = { epoch, update: update + 1, validationLoss: 1 / (epoch + 1), validationAccuracy: accuracy };
        store.addEpoch(epochRow);
        this.#tell({ kind: "epoch", row: epochRow });
      }
      fake.afterUpdate?.(update);
    }
    const accuracy = store.epochs.at(-1)?.validationAccuracy ?? null;
    return {
      updates: store.updateCount,
      epochs: store.epochs.length,
      outcome: this.#stopped ? "stopped" : "finished",
      finalValidationAccuracy: accuracy,
      bestValidationAccuracy: accuracy,
      testAccuracy: this.#stopped ? null : 0.5,
      testLoss: this.#stopped ? null : 1,
      warmupEnd: {},
      wallMs: 1000,
    };
  }

  #tell(event: RunEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Every layer k has a = 2 and c = 1: its gain is 2 once n allows it. The state grows by 2 per update. */
function madeUpRow(config: RunConfig, layerCount: number, update: number, epoch: number): UpdateRow {
  const all = (value: number) => new Float32Array(layerCount).fill(value);
  return {
    update,
    epoch,
    loss: 1,
    accuracy: 0.5,
    decay: 1,
    imagesPerSecond: 10,
    elapsedMs: 100 * (update + 1),
    modelGain: 1.5 + epoch,
    layers: {
      meanSquare: all(2),
      squareMean: all(1),
      weightSquare: all(1),
      gain: all(1),
      state: all(2 * (update + 1)),
      warmup: all(1),
      rate: all(0.1),
    },
    workerMs: new Float32Array(config.workers),
    costs: madeUpCosts(config.workers),
    oneWorkerImagesPerSecond: Number.NaN,
  };
}

/** An archive in memory; it counts what was written. */
export class MemoryArchive implements RunArchive {
  readonly written: string[] = [];
  readonly results = new Map<string, RunResult>();

  async read() {
    return new Map(this.results);
  }
  async write(result: RunResult) {
    this.written.push(result.key);
    this.results.set(result.key, result);
  }
}
