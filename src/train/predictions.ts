/**
 * @file What a model's logits say of images with known labels: probabilities, confusion, and the worst of them.
 * Not here: the logits (replica-engine.ts).
 */
import type { Predictions, WorstImage } from "./inspection.ts";

/** Images whose predictions a run shows as they change. */
export const STRIP_COUNT = 16;
export const WORST_COUNT = 24;

export interface LabelledImages {
  readonly labels: Uint8Array;
  /** (images, imageSize) */
  readonly images: Uint8Array;
  readonly imageSize: number;
}

/** Softmax of every row of (images, classes). */
export function softmaxRows(logits: Float32Array, classCount: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let first = 0; first < logits.length; first += classCount) {
    const row = logits.subarray(first, first + classCount);
    const largest = row[predictedClass(row)]!;
    const powers = Array.from(row, (logit) => Math.exp(logit - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    powers.forEach((power, c) => {
      probabilities[first + c] = power / sum;
    });
  }
  return probabilities;
}

/** `logits` (images, classes), image by image as in `set`. */
export function predictionsOf(logits: Float32Array, classCount: number, set: LabelledImages): Predictions {
  const confusion = new Uint32Array(classCount * classCount);
  const judged = Array.from(set.labels, (label, index) => {
    const image = judge(logits.subarray(index * classCount, (index + 1) * classCount), label);
    confusion[label * classCount + image.predicted]!++;
    return { index, label, ...image };
  });
  const badness = ({ loss }: { loss: number }) => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
  judged.sort((a, b) => (badness(b) > badness(a) ? 1 : badness(b) < badness(a) ? -1 : a.index - b.index));
  const worst = judged.slice(0, WORST_COUNT).map((image): WorstImage => {
    const first = image.index * set.imageSize;
    return { ...image, pixels: set.images.slice(first, first + set.imageSize) };
  });
  return { confusion, worst };
}

function judge(row: Float32Array, label: number): Pick<WorstImage, "predicted" | "probability" | "loss"> {
  const predicted = predictedClass(row);
  const largest = row[predicted]!;
  const sum = row.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return { predicted, probability: 1 / sum, loss: Math.log(sum) - (row[label]! - largest) };
}

/** The first of equal logits, as in softmax-cross-entropy.wgsl, so that the confusion has as many correct images. */
function predictedClass(row: Float32Array): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c]! > row[best]!) best = c;
  return best;
}
