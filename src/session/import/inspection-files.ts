/**
 * @file agreement.csv, confusion.csv and inspection.safetensors of a run bundle from outside: what was looked at closely.
 * All may be missing, as in a bundle of an earlier version. Not here: how they are written (train/export/).
 */
import { sizeOf } from "../../core/shape.ts";
import type { LayerInfo } from "../../nn/layer-info.ts";
import { type NamedTensor, readSafetensors } from "../../train/export/safetensors.ts";
import type { AgreementRow, ImageStrip, Predictions, SnapshotRow, WorstImage } from "../../train/inspection.ts";
import { readCsv, wrong } from "./csv.ts";

/** By update. */
export function readAgreements(
  bytes: Uint8Array,
  where: string,
  layers: readonly LayerInfo[],
  workers: number,
  updates: number,
): Map<number, AgreementRow> {
  const { rowCount, numbers, texts } = readCsv(bytes, where, {
    numbers: ["update", "worker", "norm", "cosine"],
    texts: ["layer"],
  });
  const size = workers * layers.length;
  if (rowCount % size !== 0)
    throw wrong(where, `a row for each of ${workers} workers and ${layers.length} layers`, `${rowCount} rows`);
  const rows = new Map<number, AgreementRow>();
  for (let first = 0; first < rowCount; first += size) {
    const update = numbers.get("update")![first]!;
    for (let i = 0; i < size; i++) {
      const line = `${where} line ${first + i + 2}`;
      const [worker, { name }] = [Math.floor(i / layers.length), layers[i % layers.length]!];
      const [foundUpdate, foundWorker] = [numbers.get("update")![first + i], numbers.get("worker")![first + i]];
      const layer = texts.get("layer")![first + i]!;
      if (foundUpdate !== update || foundWorker !== worker || layer !== name) {
        throw wrong(
          line,
          `update ${update}, worker ${worker}, layer ${name}`,
          `update ${foundUpdate}, worker ${foundWorker}, layer ${layer.slice(0, 80)}`,
        );
      }
    }
    if (!(Number.isInteger(update) && update >= 0 && update < updates) || rows.has(update)) {
      throw wrong(`${where} line ${first + 2}`, `one of the ${updates} updates, once`, `${update}`);
    }
    const part = (name: string) => Float32Array.from(numbers.get(name)!.subarray(first, first + size));
    rows.set(update, { update, norm: part("norm"), cosine: part("cosine") });
  }
  return rows;
}

/** By epoch. */
export function readConfusion(
  bytes: Uint8Array,
  where: string,
  classes: number,
  epochs: number,
): Map<number, Uint32Array> {
  const columns = ["epoch", "label", "predicted", "count"];
  const { rowCount, numbers } = readCsv(bytes, where, { numbers: columns });
  const found = new Map<number, Uint32Array>();
  const below = (value: number, end: number) => Number.isInteger(value) && value >= 0 && value < end;
  for (let row = 0; row < rowCount; row++) {
    const [epoch, label, predicted, count] = columns.map((name) => numbers.get(name)![row]!) as [
      number,
      number,
      number,
      number,
    ];
    if (!below(epoch, epochs) || !below(label, classes) || !below(predicted, classes) || !below(count, 2 ** 32)) {
      const wanted = `an epoch below ${epochs}, classes below ${classes} and a count`;
      throw wrong(`${where} line ${row + 2}`, wanted, [epoch, label, predicted, count].join(", "));
    }
    const matrix = found.get(epoch) ?? new Uint32Array(classes ** 2);
    matrix[label * classes + predicted] = count;
    found.set(epoch, matrix);
  }
  return found;
}

export interface Inspection {
  readonly strip: ImageStrip | undefined;
  readonly snapshots: readonly SnapshotRow[];
  /** Of the last epoch. */
  readonly worst: Predictions["worst"];
}

export function readInspection(
  bytes: Uint8Array,
  where: string,
  imageShape: readonly number[],
  classes: number,
  layers: readonly LayerInfo[],
): Inspection {
  const tensors = new Tensors(readSafetensors(bytes, where), where);
  if (!tensors.has("strip_labels")) return { strip: undefined, snapshots: [], worst: [] };
  const imageSize = sizeOf(imageShape);
  const labels = tensors.bytes("strip_labels");
  const strip: ImageStrip = {
    shape: imageShape,
    labels,
    pixels: tensors.bytes("strip_pixels", labels.length * imageSize),
  };
  return {
    strip,
    snapshots: tensors.has("snapshot_updates") ? readSnapshots(tensors, labels.length, classes, layers) : [],
    worst: tensors.has("worst_index") ? readWorst(tensors, imageSize, classes) : [],
  };
}

function readSnapshots(
  tensors: Tensors,
  images: number,
  classes: number,
  [first]: readonly LayerInfo[],
): SnapshotRow[] {
  const updates = tensors.whole("snapshot_updates");
  const filterShape = first?.shape.length === 4 ? first.shape : [0];
  const [filterSize, shareSize] = [sizeOf(filterShape), images * classes];
  const filters = tensors.floats("filters", updates.length * filterSize);
  const probabilities = tensors.floats("strip_probabilities", updates.length * shareSize);
  return Array.from(updates, (update, i) => ({
    updates: update,
    filters: filters.slice(i * filterSize, (i + 1) * filterSize),
    filterShape,
    probabilities: probabilities.slice(i * shareSize, (i + 1) * shareSize),
  }));
}

function readWorst(tensors: Tensors, imageSize: number, classes: number): WorstImage[] {
  const index = tensors.whole("worst_index");
  const count = index.length;
  const label = tensors.whole("worst_label", count, classes);
  const predicted = tensors.whole("worst_predicted", count, classes);
  const [probability, loss] = [tensors.floats("worst_probability", count), tensors.floats("worst_loss", count)];
  const pixels = tensors.bytes("worst_pixels", count * imageSize);
  return Array.from(index, (place, i) => ({
    ...{ index: place, label: label[i]!, predicted: predicted[i]!, probability: probability[i]!, loss: loss[i]! },
    pixels: pixels.slice(i * imageSize, (i + 1) * imageSize),
  }));
}

/** Tensors by name, each of the type and length that is asked for. */
class Tensors {
  readonly #byName: ReadonlyMap<string, NamedTensor>;

  constructor(
    tensors: readonly NamedTensor[],
    private readonly where: string,
  ) {
    this.#byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  bytes(name: string, length?: number): Uint8Array {
    const { values } = this.#tensor(name, length);
    return values instanceof Uint8Array ? values : this.#wrongType(name, "bytes");
  }

  floats(name: string, length: number): Float32Array {
    const { values } = this.#tensor(name, length);
    return values instanceof Float32Array ? values : this.#wrongType(name, "float32 numbers");
  }

  /** From 0 to less than `end`. */
  whole(name: string, length?: number, end = 2 ** 31): Int32Array {
    const { values } = this.#tensor(name, length);
    if (!(values instanceof Int32Array)) return this.#wrongType(name, "int32 numbers");
    const bad = values.find((value) => value < 0 || value >= end);
    if (bad !== undefined) throw wrong(`${this.where}, ${name}`, `numbers from 0 to ${end - 1}`, `${bad}`);
    return values;
  }

  #tensor(name: string, length: number | undefined): NamedTensor {
    const tensor = this.#byName.get(name);
    if (!tensor) throw wrong(this.where, `tensor ${name}`, "none of that name");
    if (length !== undefined && tensor.values.length !== length) {
      throw wrong(`${this.where}, ${name}`, `${length} values`, `${tensor.values.length}`);
    }
    return tensor;
  }

  #wrongType(name: string, wanted: string): never {
    throw wrong(`${this.where}, ${name}`, wanted, "another type");
  }
}
