/**
 * @file Everything that crosses a worker boundary, and nothing else. All sides
 * import these names with `import type`; no code is shared through here.
 * Gradients and parameters travel as transferred ArrayBuffers.
 */
import type { AdapterFacts } from "../gpu/adapter-facts.ts";
import type { Precision } from "../kernels/variant.ts";
import type { ModelSpec } from "../nn/model-spec.ts";
import type { RunConfig } from "../train/config.ts";
import type { WorkTimes } from "../train/costs.ts";
import type { Normalisation, RunEvent, RunSummary } from "../train/events.ts";
import type { Evaluation } from "../train/replica-engine.ts";
import type { ChosenTiles } from "../train/tune.ts";

/** A message port of the browser or of Node's worker_threads, which is one too. */
export type Port = MessagePort;

/** A worker that was started and told to serve on `port`. */
export interface WorkerHandle {
  readonly port: Port;
  /** Resolves with the cause, in words, when the worker fails or ends. Never rejects. */
  readonly died: Promise<string>;
  terminate(): void;
}

/** What a session needs from where it runs: a browser page or Node. */
export interface SessionHost {
  startWorker(kind: "replica" | "coordinator", name: string): WorkerHandle;
  /** Milliseconds, monotonic. */
  clock(): number;
}

export interface ReplicaSpec {
  readonly rank: number;
  readonly model: ModelSpec;
  /** (C, H, W) */
  readonly imageShape: readonly number[];
  readonly classCount: number;
  /** b */
  readonly microBatch: number;
  /** K */
  readonly local: number;
  /** n = W·K */
  readonly n: number;
  readonly trainSize: number;
  readonly evaluationCount: number;
  readonly normalisation: Normalisation;
  readonly seed: number;
  /** Chosen on the coordinator's device, the same for all. */
  readonly kernels: ChosenTiles;
  readonly precision: Precision;
}

export interface ReplicaReady {
  readonly adapter: AdapterFacts;
  readonly pipelineCount: number;
}

/** Served by each replica worker, called by the coordinator. */
export interface ReplicaApi {
  /** Opens a device and plans; compiles in `compile`. */
  open(spec: ReplicaSpec): Promise<ReplicaReady>;
  compile(onCompiled: () => void): Promise<void>;
  load(set: "train" | "evaluation", images: Uint8Array, labels: Uint8Array): Promise<void>;
  /** One contribution (layout: train/contribution.ts). It comes back in the array in which the weights went out. */
  contribute(
    place: { epoch: number; updateInEpoch: number; probed: boolean },
    carrier: Float32Array,
  ): Promise<{ contribution: Float32Array; times: WorkTimes }>;
  /** Resolves once it runs the kernels that it will stay with. */
  settle(): Promise<void>;
  /** `onProgress` gets the images done so far, now and then. */
  evaluate(weights: Float32Array, count: number, onProgress: (images: number) => void): Promise<Evaluation>;
  dispose(): Promise<void>;
}

/** Served by the coordinator worker, called by the session. */
export interface CoordinatorApi {
  /** Trains to the end. Rejects where the run fails. Every event has been handled when it settles. */
  run(
    config: RunConfig,
    replicas: readonly Port[],
    onEvent: (event: RunEvent) => void | Promise<void>,
    options: { paused: boolean },
  ): Promise<RunSummary>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  singleUpdate(): Promise<void>;
  stop(): Promise<void>;
  replicaDied(rank: number, cause: string): Promise<void>;
  /** Flat weights before the first and after the newest update, the events of which have been handled. */
  weights(): Promise<{ initial: Float32Array; current: Float32Array; updates: number }>;
  /** Rows (micro-batches) of indices into the source train file, for every update made. */
  sampleOrder(updates: number): Promise<Uint32Array[]>;
  /** Frees the devices of the coordinator and of all replicas that still answer. */
  dispose(): Promise<void>;
}
