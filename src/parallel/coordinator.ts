/**
 * @file The worker that runs a training run: it prepares data, replicas and its own
 * device, drives the training loop, and serves CoordinatorApi to the session.
 */
import { ConfigError, StoppedError } from "../core/errors.ts";
import { productVersion } from "../core/version.ts";
import { epochOrder, microBatchOf } from "../data/batches.ts";
import type { ReadFile } from "../data/dataset.ts";
import { openDevice, type WatchedDevice } from "../gpu/device.ts";
import type { TileProblem } from "../kernels/tile-problem.ts";
import { familyFor } from "../kernels/variant.ts";
import { initialParameters, initialStatistics } from "../nn/initialise.ts";
import { buildModel, type Model } from "../nn/model.ts";
import { tileProblems } from "../nn/tile-problems.ts";
import { datasetOf, modelOf, type RunConfig } from "../train/config.ts";
import type { RunEvent, RunSummary } from "../train/events.ts";
import { TrainLoop } from "../train/loop.ts";
import { evaluationBatchOf } from "../train/replica-plan.ts";
import { type Schedule, scheduleOf } from "../train/schedule.ts";
import { TileBench } from "../train/tile-bench.ts";
import type { TextStore } from "../train/tile-cache.ts";
import { type ChosenTiles, chooseTiles } from "../train/tune.ts";
import { UpdateEngine } from "../train/update-engine.ts";
import { updateSpecOf } from "../train/update-spec.ts";
import { ReplicaCluster } from "./cluster.ts";
import { DataFeed, type SplitData } from "./data-feed.ts";
import { type Link, link } from "./link.ts";
import type { CoordinatorApi, Port, ReplicaApi } from "./protocol.ts";

export interface CoordinatorHost {
  readonly gpu: GPU | undefined;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly readFile: ReadFile;
  /** Where choices of tiles are remembered. */
  readonly tileStore: TextStore;
}

/** A worker that says nothing for this long is taken for hung: longer than any compile or update measured on a software GPU. */
const REPLICA_TIME_LIMIT_MS = 10 * 60_000;

export function createCoordinator(host: CoordinatorHost): CoordinatorApi {
  let run: CoordinatorRun | undefined;
  const current = () => {
    if (run) return run;
    const parts = { where: "coordinator", wanted: "a run", found: "none", tryThis: "call run() first" };
    throw new ConfigError(parts);
  };
  // Events travel on a port of their own: no answer may overtake the events before it.
  let told: Promise<void> = Promise.resolve();
  return {
    async run(config, replicas, onEvent, { paused }) {
      run = new CoordinatorRun(host, config, replicas, (event) => {
        told = Promise.resolve(onEvent(event)).catch(() => {}); // the session reports what its listeners throw
      });
      try {
        return await run.run(paused);
      } finally {
        await told;
      }
    },
    pause: async () => current().pause(),
    resume: async () => current().resume(),
    singleUpdate: async () => current().loop?.singleUpdate(),
    stop: async () => run?.stop(),
    replicaDied: async (rank, cause) => run?.replicaDied(rank, cause),
    async weights() {
      const weights = current().weights();
      await told;
      return weights;
    },
    sampleOrder: async (updates) => current().sampleOrder(updates),
    dispose: async () => run?.dispose(),
  };
}

class CoordinatorRun {
  loop: TrainLoop | undefined;
  readonly #model: Model;
  readonly #schedule: Schedule;
  readonly #initial: Float32Array;
  readonly #emit: (event: RunEvent) => void;
  /** Ends the preparation. */
  readonly #stop = new AbortController();
  /** Ends every call to a replica. */
  readonly #close = new AbortController();
  readonly #replicas: readonly Link<ReplicaApi>[];
  readonly #died: ((cause: string) => void)[] = [];
  #watched: WatchedDevice | undefined;
  #engine: UpdateEngine | undefined;
  /** Of each training image, its index in the source file. */
  #sourceIndex: Uint32Array = new Uint32Array(0);
  #pauseFirst = false;
  #ended = false;
  #released: Promise<unknown> | undefined;

  constructor(
    private readonly host: CoordinatorHost,
    private readonly config: RunConfig,
    ports: readonly Port[],
    emit: (event: RunEvent) => void,
  ) {
    this.#emit = (event) => {
      if (!this.#ended) emit(event);
    };
    const { imageShape, classes } = datasetOf(config);
    this.#model = buildModel(modelOf(config), imageShape, classes.length);
    this.#schedule = scheduleOf(config);
    this.#initial = new Float32Array(this.#model.parameterFloats + this.#model.statisticsFloats);
    this.#initial.set(initialParameters(this.#model, config.seed));
    this.#initial.set(initialStatistics(this.#model), this.#model.parameterFloats);
    this.#replicas = ports.map((port, rank) => {
      const died = new Promise<string>((resolve) => {
        this.#died[rank] = resolve;
      });
      const name = `worker ${rank}`;
      return link<ReplicaApi>(port, { name, died, stop: this.#close.signal, timeLimitMs: REPLICA_TIME_LIMIT_MS });
    });
  }

  async run(paused: boolean): Promise<RunSummary> {
    const startedMs = this.host.clock();
    this.#pauseFirst = paused;
    const { config, host } = this;
    try {
      const cluster = await this.#prepareUnlessStopped();
      const schedule = this.#schedule;
      const spec = { config, schedule, layers: this.#model.layers, initialWeights: this.#initial, startedMs };
      this.loop = new TrainLoop(spec, cluster, host.clock, this.#emit);
      return await this.loop.run(this.#pauseFirst);
    } catch (error) {
      if (error instanceof StoppedError) return stoppedBeforeTraining(this.#model, host.clock() - startedMs);
      throw error;
    } finally {
      this.#ended = true;
      this.#stop.abort(new StoppedError());
      this.#releaseReplicas(); // not waited for: one of them may be the reason why the run ended
    }
  }

  pause(): Promise<void> {
    this.#pauseFirst = true;
    return this.loop?.pause() ?? Promise.resolve();
  }

  resume(): void {
    this.#pauseFirst = false;
    this.loop?.resume();
  }

  stop(): void {
    if (this.loop) this.loop.stop();
    else this.#stop.abort(new StoppedError());
  }

  replicaDied(rank: number, cause: string): void {
    this.#died[rank]?.(cause);
  }

  weights() {
    const { weights: current, updates } = this.loop?.newest ?? { weights: this.#initial, updates: 0 };
    return { initial: this.#initial, current: current.slice(), updates }; // the next update overwrites them
  }

  sampleOrder(updates: number): Uint32Array[] {
    const { updatesPerEpoch, n } = this.#schedule;
    const { seed, trainSize, microBatch } = this.config;
    const rows: Uint32Array[] = [];
    for (let update = 0; update < updates; update += updatesPerEpoch) {
      const order = epochOrder(seed, update / updatesPerEpoch, trainSize);
      for (let u = 0; u < Math.min(updatesPerEpoch, updates - update); u++) {
        for (let i = 0; i < n; i++)
          rows.push(microBatchOf(order, u, i, { n, microBatch }).map((at) => this.#sourceIndex[at]!));
      }
    }
    return rows;
  }

  async dispose(): Promise<void> {
    this.#ended = true;
    this.#stop.abort(new StoppedError());
    await this.#releaseReplicas();
    this.#close.abort(new StoppedError());
    for (const replica of this.#replicas) replica.close();
    this.#engine?.dispose();
    this.#watched?.destroy();
  }

  /** Frees the devices of all replicas that still answer. */
  #releaseReplicas(): Promise<unknown> {
    this.#released ??= Promise.allSettled(this.#replicas.map((replica) => replica.call((api) => api.dispose())));
    return this.#released;
  }

  #prepareUnlessStopped(): Promise<ReplicaCluster> {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      this.#prepare().then(resolve, reject);
    });
  }

  /** Data is read while the devices open and compile. */
  async #prepare(): Promise<ReplicaCluster> {
    const { config } = this;
    const signal = this.#stop.signal;
    const feed = await DataFeed.open(datasetOf(config), this.host.readFile, signal);
    const watched = await openDevice(this.host.gpu, "coordinator");
    if (signal.aborted) {
      watched.destroy(); // dispose() may have come and gone
      throw signal.reason;
    }
    this.#watched = watched;
    this.#engine = this.#updateEngine(watched);
    const engine = this.#engine;
    const cluster = new ReplicaCluster(config, this.#replicas, engine, feed, this.host.clock, this.#emit);

    const compiled = async () => {
      const kernels = await this.#chooseTiles(this.#watched!, feed);
      const ready = await cluster.open(kernels);
      this.#emit({
        kind: "ready",
        layers: this.#model.layers,
        adapters: ready.map((replica) => replica.adapter),
        kernels,
        coordinatorAdapter: watched.facts,
        dataSha256: feed.dataset.sha256,
        normalisation: feed.dataset.manifest.normalisation,
      });
      const total = engine.pipelineCount + ready.reduce((sum, replica) => sum + replica.pipelineCount, 0);
      let done = 0;
      const count = () => this.#emit({ kind: "progress", phase: "compile", done: done++, total, unit: "pipelines" });
      count();
      await Promise.all([cluster.compile(count), engine.prepare(count)]);
    };
    const [[train, validation]] = await Promise.all([this.#readSplits(feed), compiled()]);
    this.#sourceIndex = train.sourceIndex;
    await cluster.loadTrain(train);
    await cluster.loadEvaluation("validation", validation);
    if (signal.aborted) throw signal.reason;
    return cluster;
  }

  /** Both at once, with one progress over both. */
  #readSplits(feed: DataFeed): Promise<[SplitData, SplitData]> {
    const parts = [
      { done: 0, total: 0 },
      { done: 0, total: 0 },
    ];
    const progress = (part: number) => (done: number, total: number) => {
      parts[part] = { done, total };
      const sum = (key: "done" | "total") => parts.reduce((all, each) => all + each[key], 0);
      this.#emit({ kind: "progress", phase: "data", done: sum("done"), total: sum("total"), unit: "bytes" });
    };
    return Promise.all([
      feed.readSplit("train", this.config.trainSize, progress(0)),
      feed.readSplit("validation", feed.countOf("validation"), progress(1)),
    ]);
  }

  /** Here and not in the workers: all must use the same tiles, and nothing else may run meanwhile. */
  #chooseTiles(watched: WatchedDevice, feed: DataFeed): Promise<ChosenTiles> {
    const { kernels, microBatch, workers } = this.config;
    const { clock, tileStore } = this.host;
    const evaluate = evaluationBatchOf(feed.evaluationCount(workers));
    const tiled = familyFor(watched.facts) === "tiles";
    const problems = tiled ? tileProblems(this.#model, { train: microBatch, evaluate }) : [];
    const target = { adapter: watched.facts, productVersion };
    const openBench = (open: readonly TileProblem[]) => new TileBench(watched, open, clock);
    return chooseTiles(kernels, problems, target, tileStore, openBench, {
      clock,
      signal: this.#stop.signal,
      onProgress: (done, total) => this.#emit({ kind: "progress", phase: "tune", done, total, unit: "operations" }),
    });
  }

  #updateEngine(watched: WatchedDevice): UpdateEngine {
    const spec = { ...updateSpecOf(this.config, this.#model), initialWeights: this.#initial };
    return new UpdateEngine(watched, spec, this.host.clock);
  }
}

function stoppedBeforeTraining(model: Model, wallMs: number): RunSummary {
  return {
    updates: 0,
    epochs: 0,
    outcome: "stopped",
    finalValidationAccuracy: null,
    bestValidationAccuracy: null,
    testAccuracy: null,
    testLoss: null,
    warmupEnd: Object.fromEntries(model.layers.map(({ name }) => [name, null])),
    wallMs,
  };
}
