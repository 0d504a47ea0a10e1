/**
 * @file A made-up run for component tests: the events of a real one, from formulas
 * instead of training. Not part of the page.
 */
import { type LenaError, reportOf, StoppedError } from "../../core/errors.ts";
import { gradientVariance } from "../../rates/gain.ts";
import { rateRules } from "../../rates/registry.ts";
import { warmups } from "../../rates/warmup.ts";
import { madeUpBundle } from "../../session/import/testing.ts";
import { RunStore } from "../../session/run-store.ts";
import type { RunConfig } from "../../train/config.ts";
import { probeAt } from "../../train/costs.ts";
import type { AdapterFacts, RunEvent, RunState, RunSummary, UpdateRow } from "../../train/events.ts";
import { decayAt, scheduleOf } from "../../train/schedule.ts";
import { madeUpCosts } from "../../train/testing.ts";
import { planOf } from "../charts/run-plan.ts";
import type { SessionLike } from "../session-like.ts";

export interface FakeOptions {
  /** Pause between updates. */
  readonly updateMs?: number;
  /** So many updates are made at once, before the first pause. */
  readonly headStart?: number;
  /** Thrown before this update. */
  readonly failure?: { readonly update: number; readonly error: LenaError };
  readonly software?: boolean;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class FakeSession implements SessionLike {
  readonly config: RunConfig;
  state: RunState = "idle";
  store: RunStore | undefined;
  summary: RunSummary | undefined;
  disposed = false;
  readonly #options: FakeOptions;
  readonly #listeners = new Set<(event: RunEvent) => void>();
  #single = false;
  #stop = false;

  constructor(config: RunConfig, options: FakeOptions = {}) {
    this.config = config;
    this.#options = options;
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start({ paused = false } = {}): Promise<RunSummary> {
    try {
      return await this.#run(paused);
    } catch (thrown) {
      this.#enter("failed");
      this.#tell({ kind: "failed", error: reportOf(thrown, "run") });
      throw thrown;
    }
  }

  async pause() {
    this.#enter("paused");
  }
  async resume() {
    this.#enter("running");
  }
  async singleUpdate() {
    this.#single = true;
    while (this.#single && !this.#stop) await sleep(1);
  }
  async stop() {
    this.#stop = true;
  }
  async exportBundle() {
    return madeUpBundle(this.config, this.store!, this.summary);
  }
  async dispose() {
    this.#stop = true;
    await sleep(20);
    this.disposed = true;
  }

  async #run(paused: boolean): Promise<RunSummary> {
    const { config, store } = await this.#prepare();
    const schedule = scheduleOf(config);
    this.#enter(paused ? "paused" : "running");
    for (let t = 0; t < schedule.updateCount && !this.#stop; t++) {
      while (this.state === "paused" && !this.#single && !this.#stop) await sleep(2);
      if (this.#stop) break;
      if (t >= (this.#options.headStart ?? 0)) await sleep(this.#options.updateMs ?? 5);
      if (this.#options.failure?.update === t) throw this.#options.failure.error;
      const row = this.#row(t, store);
      store.addUpdate(row);
      this.#tell({ kind: "update", row });
      if ((t + 1) % schedule.updatesPerEpoch === 0) this.#endEpoch(row, store);
      this.#single = false;
    }
    const best = store.epochs.at(-1)?.validationAccuracy ?? null;
    const outcome = this.#stop ? "stopped" : "finished";
    const threshold = schedule.threshold;
    this.summary = {
      updates: store.updateCount,
      epochs: store.epochs.length,
      outcome,
      finalValidationAccuracy: best,
      bestValidationAccuracy: best,
      testAccuracy: outcome === "finished" ? 0.846 : null,
      testLoss: outcome === "finished" ? 0.42 : null,
      warmupEnd: Object.fromEntries(
        store.layers.map(({ name }, k) => {
          const update = store.layerColumn("state", k).findIndex((S) => S > threshold);
          return [name, update < 0 ? null : { update, epoch: Math.floor(update / schedule.updatesPerEpoch) }];
        }),
      ),
      wallMs: 48_000,
    };
    this.#enter(outcome);
    this.#tell({ kind: "finished", summary: this.summary });
    return this.summary;
  }

  async #prepare() {
    this.#enter("preparing");
    for (let done = 0; done <= 4; done++) {
      this.#tell({ kind: "progress", phase: "data", done: done * 1e6, total: 4e6, unit: "bytes" });
      await sleep(this.#options.updateMs ?? 5);
      if (this.#stop) throw new StoppedError();
    }
    this.#tell({ kind: "progress", phase: "compile", done: 7, total: 19, unit: "pipelines" });
    await sleep(this.#options.updateMs ?? 5);
    const { layers } = planOf(this.config);
    const adapter: AdapterFacts = {
      vendor: this.#options.software ? "google" : "apple",
      architecture: this.#options.software ? "swiftshader" : "metal-3",
      device: "",
      description: this.#options.software ? "SwiftShader Device" : "Apple M3 Pro",
      software: this.#options.software ?? false,
    };
    const store = new RunStore(layers, this.config.workers);
    this.store = store;
    this.#tell({
      kind: "ready",
      layers,
      adapters: Array<AdapterFacts>(this.config.workers).fill(adapter),
      coordinatorAdapter: adapter,
      kernels: { adapter, tiles: {}, dropped: [] },
      dataSha256: "0".repeat(64),
      normalisation: { mean: [0.286], deviation: [0.353] },
    });
    return { config: this.config, store };
  }

  #row(t: number, store: RunStore): UpdateRow {
    const schedule = scheduleOf(this.config);
    const { n, updatesPerEpoch, updateCount } = schedule;
    const wave = (k: number) => Math.sin(t * 1.7 + k * 2.1) * 0.5 + Math.sin(t * 0.31 + k) * 0.5;
    const norms = store.layers.map((_, k) => {
      const noise = 0.25 + 0.75 * (1 - Math.exp((-4 * t) / updateCount)) * (0.55 + 0.45 * Math.sin(k * 1.9));
      return { A: 1 + 0.1 * wave(k), C: 1 / (1 + noise * (n - 1)) + 0.006 * wave(k + 5) };
    });
    const total = (key: "A" | "C") => norms.reduce((sum, layer) => sum + layer[key], 0);
    const whole = gradientVariance({ A: total("A"), C: total("C") * 1.15 }, n);
    const { trustCoefficient, weightDecay } = this.config;
    const gain = norms.map((layer) =>
      rateRules[this.config.rule].gain({
        ...{ own: gradientVariance(layer, n), whole, n, trustCoefficient, weightDecay },
        ...{ weightNorm: 1, gradientNorm: Math.sqrt(layer.C) },
      }),
    );
    const decay = decayAt(this.config.decay, t, schedule);
    const state = gain.map((G, k) => G + (t === 0 ? 0 : store.layerColumn("state", k)[t - 1]!));
    const warmup = state.map((S) =>
      warmups[this.config.warmup].factor({
        state: S,
        update: t,
        n,
        singleWorkerIterations: schedule.singleWorkerIterations,
        threshold: schedule.threshold,
      }),
    );
    return {
      update: t,
      epoch: Math.floor(t / updatesPerEpoch),
      loss: 0.38 + 2 * Math.exp((-6 * t) / updateCount) + 0.06 * wave(3),
      accuracy: 0.86 - 0.7 * Math.exp((-6 * t) / updateCount),
      decay,
      imagesPerSecond: 1240 + 40 * wave(1),
      elapsedMs: (t + 1) * 100,
      modelGain: whole,
      layers: {
        meanSquare: Float32Array.from(norms, ({ A }) => A),
        squareMean: Float32Array.from(norms, ({ C }) => C),
        weightSquare: Float32Array.from(norms, (_, k) => 4 + k + t / updateCount),
        gain: Float32Array.from(gain),
        state: Float32Array.from(state),
        warmup: Float32Array.from(warmup),
        rate: Float32Array.from(gain, (G, k) => this.config.baseRate * G * warmup[k]! * decay),
      },
      workerMs: Float32Array.from({ length: this.config.workers }, (_, rank) => 80 + 4 * wave(rank)),
      costs: madeUpCosts(this.config.workers, probeAt(t)),
      oneWorkerImagesPerSecond: probeAt(t) === "alone" ? 1180 : Number.NaN,
    };
  }

  #endEpoch({ update, epoch }: UpdateRow, store: RunStore): void {
    this.#tell({ kind: "progress", phase: "evaluate", done: 6000, total: 6000, unit: "images" });
    const row = { epoch, update: update + 1, validationLoss: 0.5, validationAccuracy: 0.85 - 0.15 / (epoch + 1) };
    store.addEpoch(row);
    this.#tell({ kind: "epoch", row });
  }

  #enter(state: RunState): void {
    this.state = state;
    this.#tell({ kind: "state", state });
  }

  #tell(event: RunEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
