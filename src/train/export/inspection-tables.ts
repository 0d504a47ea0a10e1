/**
 * @file What was looked at closely, as files: agreement.csv and confusion.csv as tables, inspection.safetensors for
 * all that is pixels, filters or probabilities.
 */
import type { LayerInfo } from "../../nn/layer-info.ts";
import type { EpochRow, ImageStrip, SnapshotRow, WorstImage } from "../events.ts";
import type { AgreementRow } from "../inspection.ts";
import { type Cell, csvBytes } from "./csv.ts";
import type { NamedTensor } from "./safetensors.ts";

export interface InspectionColumns {
  readonly epochs: readonly EpochRow[];
  readonly agreements: readonly AgreementRow[];
  readonly snapshots: readonly SnapshotRow[];
  readonly strip: ImageStrip | undefined;
}

/** One row per inspected update, worker and layer. */
export function agreementCsv({ agreements }: InspectionColumns, layers: readonly LayerInfo[]): Uint8Array {
  const rows = agreements.flatMap(({ update, norm, cosine }) =>
    Array.from(norm, (length, i): Cell[] => {
      const [worker, { name }] = [Math.floor(i / layers.length), layers[i % layers.length]!];
      return [update, worker, name, length, cosine[i]!];
    }),
  );
  return csvBytes(["update", "worker", "layer", "norm", "cosine"], rows);
}

/** Classes are numbers, in the data set's order. What never occurred has no row. */
export function confusionCsv({ epochs }: InspectionColumns): Uint8Array {
  const rows = epochs.flatMap(({ epoch, predictions }) => {
    const { confusion } = predictions ?? { confusion: [] };
    const classCount = Math.sqrt(confusion.length);
    return Array.from(confusion, (count, i): Cell[] => [epoch, Math.floor(i / classCount), i % classCount, count]);
  });
  return csvBytes(
    ["epoch", "label", "predicted", "count"],
    rows.filter(([, , , count]) => count !== 0),
  );
}

/** Only what there is: a run that was just begun has no snapshot, and before the first validation nothing is worst. */
export function inspectionTensors({ epochs, snapshots, strip }: InspectionColumns): NamedTensor[] {
  const tensors: NamedTensor[] = [];
  if (strip) {
    const { shape, labels, pixels } = strip;
    tensors.push({ name: "strip_labels", shape: [labels.length], values: labels });
    tensors.push({ name: "strip_pixels", shape: [labels.length, ...shape], values: pixels });
    const [first] = snapshots;
    if (first) tensors.push(...snapshotTensors(snapshots, first, labels.length));
    const worst = epochs.at(-1)?.predictions?.worst;
    if (worst) tensors.push(...worstTensors(worst, shape));
  }
  return tensors;
}

function snapshotTensors(rows: readonly SnapshotRow[], { filterShape }: SnapshotRow, imageCount: number) {
  const count = rows.length;
  const probabilities = joined(rows.map((row) => row.probabilities));
  return [
    { name: "snapshot_updates", shape: [count], values: Int32Array.from(rows, ({ updates }) => updates) },
    { name: "filters", shape: [count, ...filterShape], values: joined(rows.map(({ filters }) => filters)) },
    {
      name: "strip_probabilities",
      shape: [count, imageCount, imageCount === 0 ? 0 : probabilities.length / count / imageCount],
      values: probabilities,
    },
  ];
}

/** Of the last epoch. */
function worstTensors(images: readonly WorstImage[], shape: readonly number[]): NamedTensor[] {
  const count = [images.length];
  const pixels = new Uint8Array(images.flatMap((image) => Array.from(image.pixels)));
  return [
    { name: "worst_index", shape: count, values: Int32Array.from(images, ({ index }) => index) },
    { name: "worst_label", shape: count, values: Int32Array.from(images, ({ label }) => label) },
    { name: "worst_predicted", shape: count, values: Int32Array.from(images, ({ predicted }) => predicted) },
    { name: "worst_probability", shape: count, values: Float32Array.from(images, ({ probability }) => probability) },
    { name: "worst_loss", shape: count, values: Float32Array.from(images, ({ loss }) => loss) },
    { name: "worst_pixels", shape: [...count, ...shape], values: pixels },
  ];
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
