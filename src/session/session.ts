/**
 * @file One training run: the only thing that the page, the command line, the
 * tests and the benchmarks drive. It starts the workers, watches them, collects
 * what they tell, and ends them.
 */
import { ConfigError, fromReport, type LenaError, reportOf, StoppedError } from "../core/errors.ts";
import { productVersion } from "../core/version.ts";
import { buildModel, type Model } from "../nn/model.ts";
import { callback, type Link, link, moved } from "../parallel/link.ts";
import type { CoordinatorApi, SessionHost, WorkerHandle } from "../parallel/protocol.ts";
import { datasetOf, modelOf, type RunConfig } from "../train/config.ts";
import type { RunEvent, RunState, RunSummary } from "../train/events.ts";
import { namedTensors } from "../train/export/named-tensors.ts";
import { scheduleOf } from "../train/schedule.ts";
import { RunStore } from "./run-store.ts";

export interface SessionOptions {
  /** Write the sample order to the bundle, as order.csv. */
  readonly recordOrder?: boolean;
}

/** The coordinator answers at the end of a run, so a call to it may last as long as one. */
const RUN_TIME_LIMIT_MS = 2 ** 31 - 1;
/** How long workers may take to free their devices before they are ended as they are. */
const DISPOSE_LIMIT_MS = 3_000;

/** Apart from the page's first load. */
const fetchExports = () => import("../train/export/bundle.ts");

type ReadyEvent = Extract<RunEvent, { kind: "ready" }>;

interface Running {
  readonly coordinator: Link<CoordinatorApi>;
  readonly workers: readonly WorkerHandle[];
}

export class Session {
  readonly config: RunConfig;
  #state: RunState = "idle";
  #store: RunStore | undefined;
  #summary: RunSummary | undefined;
  #ready: ReadyEvent | undefined;
  #running: Running | undefined;
  #model: Model | undefined;
  #disposed: Promise<void> | undefined;
  #exports: ReturnType<typeof fetchExports> | undefined;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(event: RunEvent) => void>();

  constructor(
    config: RunConfig,
    private readonly host: SessionHost,
    private readonly options: SessionOptions = {},
  ) {
    this.config = config;
  }

  get state(): RunState {
    return this.#state;
  }

  /** From the event "ready" on. */
  get store(): RunStore | undefined {
    return this.#store;
  }

  get summary(): RunSummary | undefined {
    return this.#summary;
  }

  /** Calls `listener` with every event from now on; returns what ends that. */
  subscribe(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Prepares and trains; resolves at the end, finished or stopped. Rejects with a LenaError where the run fails. */
  async start({ paused = false }: { paused?: boolean } = {}): Promise<RunSummary> {
    if (this.#state !== "idle") throw misuse("a session that was not started", this.#state, "a new Session per run");
    this.#handle({ kind: "state", state: "preparing" });
    try {
      const { imageShape, classes } = datasetOf(this.config);
      this.#model = buildModel(modelOf(this.config), imageShape, classes.length);
      const { coordinator, ports } = this.#startWorkers();
      // Now, and not when it is asked for: a run can be saved where the network is gone by then.
      this.#exports = fetchExports();
      this.#exports.catch(() => {}); // told when a bundle is asked for
      const onEvent = callback((event: RunEvent) => this.#handle(event));
      const summary = await coordinator.call((api) => api.run(this.config, moved(ports, ports), onEvent, { paused }));
      this.#finish(summary);
      return summary;
    } catch (error) {
      if (this.#disposed) throw new StoppedError(); // whatever broke first, broke because of dispose()
      const failure = asLenaError(error);
      this.#handle({ kind: "failed", error: reportOf(failure, "session") });
      this.#handle({ kind: "state", state: "failed" });
      throw failure;
    }
  }

  /** Resolves when no update is under way any more. */
  async pause(): Promise<void> {
    await this.#running?.coordinator.call((api) => api.pause());
  }

  async resume(): Promise<void> {
    await this.#running?.coordinator.call((api) => api.resume());
  }

  /** One update, then paused again. Does nothing unless paused. */
  async singleUpdate(): Promise<void> {
    await this.#running?.coordinator.call((api) => api.singleUpdate());
  }

  /** Ends the run after the update under way; start() then resolves. */
  async stop(): Promise<void> {
    await this.#running?.coordinator.call((api) => api.stop());
  }

  /** The run bundle: file name to bytes. From "ready" on, until dispose(). */
  async exportBundle(): Promise<Map<string, Uint8Array>> {
    const [running, ready, store, model] = [this.#running, this.#ready, this.#store, this.#model];
    if (!running || !ready || !store || !model)
      throw misuse("a run that is ready", this.#state, "wait for its first update");
    const { makeBundle } = await this.#exports!;
    const { initial, current, updates } = await running.coordinator.call((api) => api.weights());
    return makeBundle({
      config: this.config,
      productVersion,
      adapters: ready.adapters,
      coordinatorAdapter: ready.coordinatorAdapter,
      kernels: ready.kernels,
      dataSha256: ready.dataSha256,
      normalisation: ready.normalisation,
      layers: ready.layers,
      columns: store.upTo(updates),
      summary: this.#summary,
      initial: namedTensors(model, initial, 0),
      final: namedTensors(model, current, updates),
      order: this.options.recordOrder ? await this.#order(running, updates) : undefined,
    });
  }

  /** Ends workers and devices, whatever is under way. Idempotent. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  async #dispose(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    const limit = new Promise<void>((resolve) => setTimeout(resolve, DISPOSE_LIMIT_MS));
    await Promise.race([running.coordinator.call((api) => api.dispose()).catch(() => {}), limit]);
    this.#stop.abort(new StoppedError());
    running.coordinator.close();
    for (const worker of running.workers) worker.terminate();
  }

  #startWorkers() {
    const replicas = Array.from({ length: this.config.workers }, (_, rank) =>
      this.host.startWorker("replica", `lena-worker-${rank}`),
    );
    const handle = this.host.startWorker("coordinator", "lena-coordinator");
    const coordinator = link<CoordinatorApi>(handle.port, {
      name: "coordinator",
      died: handle.died,
      stop: this.#stop.signal,
      timeLimitMs: RUN_TIME_LIMIT_MS,
    });
    replicas.forEach(({ died }, rank) => {
      died.then((cause) => coordinator.call((api) => api.replicaDied(rank, cause))).catch(() => {});
    });
    this.#running = { coordinator, workers: [...replicas, handle] };
    return { coordinator, ports: replicas.map(({ port }) => port) };
  }

  #handle(event: RunEvent): void {
    if (event.kind === "state") this.#state = event.state;
    if (event.kind === "ready") {
      this.#ready = event;
      this.#store = new RunStore(event.layers, this.config.workers);
    }
    if (event.kind === "update") this.#store?.addUpdate(event.row);
    if (event.kind === "epoch") this.#store?.addEpoch(event.row);
    if (event.kind === "snapshot") this.#store?.addSnapshot(event.row);
    if (event.kind === "strip" && this.#store) this.#store.strip = event.strip;
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // A listener's mistake is not the run's: it is shown like any uncaught error.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #finish(summary: RunSummary): void {
    this.#summary = summary;
    this.#handle({ kind: "finished", summary });
    this.#handle({ kind: "state", state: summary.outcome });
  }

  async #order({ coordinator }: Running, updates: number) {
    const rows = await coordinator.call((api) => api.sampleOrder(updates));
    const { n } = scheduleOf(this.config);
    return rows.map((indices, i) => ({ update: Math.floor(i / n), microBatch: i % n, indices }));
  }
}

function asLenaError(error: unknown): LenaError {
  return fromReport(reportOf(error, "session"));
}

function misuse(wanted: string, found: string, tryThis: string): ConfigError {
  return new ConfigError({ where: "session", wanted, found, tryThis });
}
