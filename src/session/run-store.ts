/**
 * @file The numbers of one run as typed-array columns, so that a chart takes them
 * as they are. Grows by doubling; views stay valid until the next append.
 * Not here: files (train/export/).
 */
import type { LayerInfo } from "../nn/layer-info.ts";
import type { EpochRow, LayerRows, UpdateRow } from "../train/events.ts";

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
  #capacity = 256;
  #updates = new Map<UpdateMetric, Float64Array>();
  /** Row k of a metric starts at k · capacity. */
  #layers = new Map<LayerMetric, Float32Array>();

  constructor(layers: readonly LayerInfo[]) {
    this.layers = layers;
    for (const metric of UPDATE_METRICS) this.#updates.set(metric, new Float64Array(this.#capacity));
    for (const metric of LAYER_METRICS) this.#layers.set(metric, new Float32Array(this.#capacity * layers.length));
  }

  get updateCount(): number {
    return this.#updateCount;
  }

  /** One number per update, oldest first. */
  column(metric: UpdateMetric): Float64Array {
    return this.#updates.get(metric)!.subarray(0, this.#updateCount);
  }

  /** One number per update of layer k (index into `layers`), oldest first. */
  layerColumn(metric: LayerMetric, k: number): Float32Array {
    const first = k * this.#capacity;
    return this.#layers.get(metric)!.subarray(first, first + this.#updateCount);
  }

  /** The first `updates` updates as they are now, whatever is added later. */
  upTo(updates: number): Pick<RunStore, "updateCount" | "epochs" | "column" | "layerColumn"> {
    const copies = new Map(UPDATE_METRICS.map((metric) => [metric, this.column(metric).slice(0, updates)]));
    const layers = LAYER_METRICS.map((metric) => {
      return [metric, this.layers.map((_, k) => this.layerColumn(metric, k).slice(0, updates))] as const;
    });
    const layerCopies = new Map(layers);
    return {
      updateCount: updates,
      epochs: this.epochs.filter((row) => row.update <= updates),
      column: (metric) => copies.get(metric)!,
      layerColumn: (metric, k) => layerCopies.get(metric)![k]!,
    };
  }

  addUpdate(row: UpdateRow): void {
    if (this.#updateCount === this.#capacity) this.#grow();
    const at = this.#updateCount++;
    for (const metric of UPDATE_METRICS) this.#updates.get(metric)![at] = row[metric];
    for (const metric of LAYER_METRICS) {
      const column = this.#layers.get(metric)!;
      row.layers[metric].forEach((value, k) => {
        column[k * this.#capacity + at] = value;
      });
    }
    this.workerMs = row.workerMs;
  }

  addEpoch(row: EpochRow): void {
    this.epochs.push(row);
  }

  #grow(): void {
    const old = this.#capacity;
    this.#capacity *= 2;
    for (const metric of UPDATE_METRICS) {
      const grown = new Float64Array(this.#capacity);
      grown.set(this.#updates.get(metric)!);
      this.#updates.set(metric, grown);
    }
    for (const metric of LAYER_METRICS) {
      const grown = new Float32Array(this.#capacity * this.layers.length);
      const from = this.#layers.get(metric)!;
      for (let k = 0; k < this.layers.length; k++) {
        grown.set(from.subarray(k * old, (k + 1) * old), k * this.#capacity);
      }
      this.#layers.set(metric, grown);
    }
  }
}
