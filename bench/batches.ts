/**
 * @file The weights and batches of a run as plain numbers, for contenders that are
 * not LENA Lab: what its workers start from and what its gather kernel makes.
 */
import { sizeOf } from "../src/core/shape.ts";
import { epochOrder, microBatchOf } from "../src/data/batches.ts";
import type { ReadFile } from "../src/data/dataset.ts";
import { initialParameters } from "../src/nn/initialise.ts";
import { buildModel, type Model } from "../src/nn/model.ts";
import { DataFeed } from "../src/parallel/data-feed.ts";
import { datasetOf, modelOf, type RunConfig } from "../src/train/config.ts";
import { scheduleOf } from "../src/train/schedule.ts";

/** Updates with batches of their own; later ones see the same batches again. */
export const DISTINCT_UPDATES = 8;

export interface MicroBatch {
  /** (b, C, H, W), normalised. */
  readonly images: Float32Array;
  readonly labels: Int32Array;
}

export function modelFor(config: RunConfig): Model {
  const { imageShape, classes } = datasetOf(config);
  return buildModel(modelOf(config), imageShape, classes.length);
}

/** Of each layer, in PyTorch's order, names and layouts. */
export function initialTensors(config: RunConfig): { name: string; shape: readonly number[]; values: Float32Array }[] {
  const model = modelFor(config);
  const values = initialParameters(model, config.seed);
  return model.layers.map(({ name, shape, offset, size }) => ({
    name,
    shape,
    values: values.slice(offset, offset + size),
  }));
}

/** n micro-batches for each of the first DISTINCT_UPDATES updates. */
export async function readBatches(config: RunConfig, read: ReadFile): Promise<MicroBatch[][]> {
  const { imageShape } = datasetOf(config);
  const { microBatch, seed, trainSize } = config;
  const { n } = scheduleOf(config);
  const feed = await DataFeed.open(datasetOf(config), read, new AbortController().signal);
  const { images, labels } = await feed.readSplit("train", trainSize, () => {});
  const { mean, deviation } = feed.dataset.manifest.normalisation;
  const order = epochOrder(seed, 0, trainSize);
  const imageSize = sizeOf(imageShape);
  const planeSize = imageSize / imageShape[0];
  const batchOf = (update: number, i: number): MicroBatch => {
    const chosen = [...microBatchOf(order, update, i, { n, microBatch })];
    const pixels = new Float32Array(microBatch * imageSize);
    chosen.forEach((image, row) => {
      images.subarray(image * imageSize, (image + 1) * imageSize).forEach((byte, at) => {
        const channel = Math.floor(at / planeSize);
        pixels[row * imageSize + at] = (byte / 255 - mean[channel]!) / deviation[channel]!;
      });
    });
    return { images: pixels, labels: Int32Array.from(chosen, (image) => labels[image]!) };
  };
  return Array.from({ length: DISTINCT_UPDATES }, (_, update) =>
    Array.from({ length: n }, (_, i) => batchOf(update, i)),
  );
}
