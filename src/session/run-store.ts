/**
 * @file The numbers of one run as typed-array columns (columns.ts), so that a chart
 * takes them as they are. Not here: files (train/export/).
 */
import type { LayerInfo } from "../nn/layer-info.ts";
import type { EpochRow, LayerRows, UpdateRow } from "../train/events.ts";
import { Columns } from "./columns.ts";

export type LayerMetric = keyof LayerRows;
export type UpdateMetric = Exclude<keyof UpdateRow, "layers" | "workerMs">;

const LAYER_METRICS: readonly LayerMetric[] = ["meanSquare", "squareMean", "gain", "state", "warmup", "rate"];
const UPDATE_METRICS: readonly UpdateMetric[] = [
  "update",
  "epoch",
  "loss",
  "accuracy",
  "decay",
  "imagesPerSecond",
  "elapsedMs",
  "modelGain",
];

export class RunStore {
  readonly layers: readonly LayerInfo[];
  /** Finished epochs, oldest first. */
  readonly epochs: EpochRow[] = [];
  /** Of the newest update, by rank. */
  workerMs: Float32Array = new Float32Array(0);

  #updateCount = 0;
  readonly #updates = new Columns(UPDATE_METRICS.length, (length) => new Float64Array(length));
  readonly #layers: ReadonlyMap<LayerMetric, Columns<Float32Array>>;

  constructor(layers: readonly LayerInfo[]) {
    this.layers = layers;
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

  /** The first `updates` updates as they are now, whatever is added later. */
  upTo(updates: number): Pick<RunStore, "updateCount" | "epochs" | "column" | "layerColumn"> {
    const columns = this.#updates.cut(updates);
    const layers = new Map(LAYER_METRICS.map((metric) => [metric, this.#layers.get(metric)!.cut(updates)]));
    return {
      updateCount: updates,
      epochs: this.epochs.filter((row) => row.update <= updates),
      column: (metric) => columns[UPDATE_METRICS.indexOf(metric)]!,
      layerColumn: (metric, k) => layers.get(metric)![k]!,
    };
  }

  addUpdate(row: UpdateRow): void {
    this.#updates.append(UPDATE_METRICS.map((metric) => row[metric]));
    for (const metric of LAYER_METRICS) this.#layers.get(metric)!.append(row.layers[metric]);
    this.workerMs = row.workerMs;
    this.#updateCount++;
  }

  addEpoch(row: EpochRow): void {
    this.epochs.push(row);
  }
}
