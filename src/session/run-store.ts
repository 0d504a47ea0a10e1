/**
 * @file The numbers of one run as typed-array columns (columns.ts), so that a chart
 * takes them as they are. Not here: files (train/export/).
 */
import type { LayerInfo } from "../nn/layer-info.ts";
import {
  addKernels,
  COORDINATOR_COSTS,
  type CoordinatorCost,
  type KernelCost,
  type TimeSource,
  WORKER_COSTS,
  type WorkerCost,
} from "../train/costs.ts";
import type { EpochRow, ImageStrip, LayerRows, SnapshotRow, UpdateRow, WorstImage } from "../train/events.ts";
import type { AgreementRow } from "../train/inspection.ts";
import { Columns } from "./columns.ts";

export type LayerMetric = keyof LayerRows;
export type UpdateMetric = Exclude<keyof UpdateRow, "layers" | "agreement" | "workerMs" | "costs">;

const LAYER_METRICS: readonly LayerMetric[] = [
  ...(["meanSquare", "squareMean", "weightSquare", "gain", "state", "warmup", "rate"] as const),
];
const UPDATE_METRICS: readonly UpdateMetric[] = [
  "update",
  "epoch",
  "loss",
  "accuracy",
  "decay",
  "imagesPerSecond",
  "elapsedMs",
  "modelGain",
  "oneWorkerImagesPerSecond",
];

/** The numbers of a run, without the means to add any. */
export type RunNumbers = Omit<RunStore, "layers" | "workerMs" | "upTo" | "addUpdate" | "addEpoch" | "addSnapshot">;

export class RunStore {
  readonly layers: readonly LayerInfo[];
  /** Finished epochs, oldest first. */
  readonly epochs: EpochRow[] = [];
  /** Of inspected updates, oldest first. */
  readonly agreements: AgreementRow[] = [];
  /** The first one is from before the first update. */
  readonly snapshots: SnapshotRow[] = [];
  /** The images that the snapshots show predictions of. */
  strip: ImageStrip | undefined;
  /** Of the newest update, by rank. */
  workerMs: Float32Array = new Float32Array(0);

  /** Of the newest update. */
  timeSource: TimeSource | undefined;
  /** Every dispatch of a micro-batch, with the times of all the updates that measured them. */
  kernels: readonly KernelCost[] = [];

  #updateCount = 0;
  /** By index: an image that is among the worst in many epochs is kept once. */
  readonly #pixels = new Map<number, Uint8Array>();
  readonly #updates = new Columns(UPDATE_METRICS.length, (length) => new Float64Array(length));
  readonly #layers: ReadonlyMap<LayerMetric, Columns<Float32Array>>;
  /** Column of a worker's cost: rank · WORKER_COSTS.length + its place there. */
  readonly #workerCosts: Columns<Float32Array>;
  readonly #coordinatorCosts = new Columns(COORDINATOR_COSTS.length, (length) => new Float32Array(length));

  constructor(
    layers: readonly LayerInfo[],
    readonly workers: number,
  ) {
    this.layers = layers;
    this.#workerCosts = new Columns(workers * WORKER_COSTS.length, (length) => new Float32Array(length));
    const columns = () => new Columns(layers.length, (length) => new Float32Array(length));
    this.#layers = new Map(LAYER_METRICS.map((metric) => [metric, columns()]));
  }

  get updateCount(): number {
    return this.#updateCount;
  }

  /** One number per update, oldest first. */
  column(metric: UpdateMetric): Float64Array {
    return this.#updates.column(UPDATE_METRICS.indexOf(metric));
  }

  /** One number per update of layer k (index into `layers`), oldest first. */
  layerColumn(metric: LayerMetric, k: number): Float32Array {
    return this.#layers.get(metric)!.column(k);
  }

  /** Milliseconds of one worker, one number per update, oldest first; NaN where not measured. */
  workerCost(cost: WorkerCost, rank: number): Float32Array {
    return this.#workerCosts.column(rank * WORKER_COSTS.length + WORKER_COSTS.indexOf(cost));
  }

  /** Milliseconds of the coordinator, one number per update, oldest first; NaN where not measured. */
  coordinatorCost(cost: CoordinatorCost): Float32Array {
    return this.#coordinatorCosts.column(COORDINATOR_COSTS.indexOf(cost));
  }

  /** The first `updates` updates as they are now, whatever is added later. */
  upTo(updates: number): RunNumbers {
    const columns = this.#updates.cut(updates);
    const layers = new Map(LAYER_METRICS.map((metric) => [metric, this.#layers.get(metric)!.cut(updates)]));
    const [workerCosts, coordinatorCosts] = [this.#workerCosts.cut(updates), this.#coordinatorCosts.cut(updates)];
    return {
      updateCount: updates,
      epochs: this.epochs.filter((row) => row.update <= updates),
      agreements: this.agreements.filter((row) => row.update < updates),
      snapshots: this.snapshots.filter((row) => row.updates <= updates),
      strip: this.strip,
      column: (metric) => columns[UPDATE_METRICS.indexOf(metric)]!,
      layerColumn: (metric, k) => layers.get(metric)![k]!,
      workers: this.workers,
      workerCost: (cost, rank) => workerCosts[rank * WORKER_COSTS.length + WORKER_COSTS.indexOf(cost)]!,
      coordinatorCost: (cost) => coordinatorCosts[COORDINATOR_COSTS.indexOf(cost)]!,
      timeSource: this.timeSource,
      kernels: this.kernels,
    };
  }

  addUpdate(row: UpdateRow): void {
    this.#updates.append(UPDATE_METRICS.map((metric) => row[metric]));
    for (const metric of LAYER_METRICS) this.#layers.get(metric)!.append(row.layers[metric]);
    this.#workerCosts.append(row.costs.workers);
    this.#coordinatorCosts.append(row.costs.coordinator);
    this.timeSource = row.costs.source;
    if (row.costs.kernels) this.kernels = addKernels(this.kernels, row.costs.kernels);
    if (row.agreement) this.agreements.push({ update: row.update, ...row.agreement });
    this.workerMs = row.workerMs;
    this.#updateCount++;
  }

  addEpoch(row: EpochRow): void {
    const { predictions } = row;
    const worst = predictions?.worst.map((image) => ({ ...image, pixels: this.#pixelsOf(image) }));
    this.epochs.push(worst ? { ...row, predictions: { ...predictions!, worst } } : row);
  }

  addSnapshot(row: SnapshotRow): void {
    this.snapshots.push(row);
  }

  #pixelsOf({ index, pixels }: WorstImage): Uint8Array {
    const kept = this.#pixels.get(index) ?? pixels;
    this.#pixels.set(index, kept);
    return kept;
  }
}
