/** @file A bundle of a made-up run for tests, and the store that it was made of. Not part of the product. */

import { sizeOf } from "../../core/shape.ts";
import { productVersion } from "../../core/version.ts";
import type { LayerInfo } from "../../nn/layer-info.ts";
import { buildModel } from "../../nn/model.ts";
import { datasetOf, defaultRunConfig, modelOf, type RunConfig } from "../../train/config.ts";
import { probeAt } from "../../train/costs.ts";
import type { RunSummary } from "../../train/events.ts";
import { makeBundle } from "../../train/export/bundle.ts";
import {
  firstFilters,
  type ImageStrip,
  inspectAt,
  type Predictions,
  type SnapshotRow,
  type WorkerAgreement,
} from "../../train/inspection.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { madeUpCosts } from "../../train/testing.ts";
import { RunStore } from "../run-store.ts";

export const madeUpConfig: RunConfig = {
  ...defaultRunConfig,
  ...({ model: "small-cnn", workers: 2, local: 2, microBatch: 4, trainSize: 200, epochs: 2 } as const),
};

const adapter = { vendor: "v", architecture: "a", device: "", description: "An adapter", software: true };

/** `lossAt`: so that a run can end in no number. */
export function madeUpRun(
  config = madeUpConfig,
  updates = scheduleOf(config).updateCount,
  lossAt = (t: number) => 2 / (t + 1),
) {
  const { imageShape, classes } = datasetOf(config);
  const { layers } = buildModel(modelOf(config), imageShape, classes.length);
  const store = new RunStore(layers, config.workers);
  const { updatesPerEpoch, updateCount } = scheduleOf(config);
  store.strip = madeUpStrip(imageShape);
  let elapsedMs = 0;
  store.addSnapshot(madeUpSnapshot(layers, classes.length, 0));
  for (let t = 0; t < updates; t++) {
    const row = (scale: number) => Float32Array.from(layers, (_, k) => scale * (1 + k + Math.sin(t)));
    elapsedMs += 100 + t;
    store.addUpdate({
      update: t,
      epoch: Math.floor(t / updatesPerEpoch),
      loss: lossAt(t),
      accuracy: t / updates,
      decay: 0.99 ** t,
      imagesPerSecond: (scheduleOf(config).totalBatch / (100 + t)) * 1000,
      elapsedMs,
      modelGain: 1.5 + t / 7,
      layers: {
        meanSquare: row(3),
        squareMean: row(1.1),
        gain: row(0.9),
        state: row(10 + t),
        warmup: row(0.1),
        rate: row(1e-6),
        weightSquare: row(2),
      },
      agreement: inspectAt(t, updateCount) ? madeUpAgreement(config.workers * layers.length, t) : undefined,
      workerMs: Float32Array.from({ length: config.workers }, (_, rank) => 60 + rank),
      costs: madeUpCosts(config.workers, probeAt(t)),
      oneWorkerImagesPerSecond: probeAt(t) === "alone" ? 55.5 : Number.NaN,
    });
    if (inspectAt(t, updateCount)) store.addSnapshot(madeUpSnapshot(layers, classes.length, t + 1));
    if ((t + 1) % updatesPerEpoch === 0) {
      const epoch = Math.floor(t / updatesPerEpoch);
      const isLast = t === updates - 1;
      const predictions = madeUpPredictions(imageShape, classes.length, isLast ? 24 : 0, epoch);
      store.addEpoch({
        predictions,
        epoch,
        update: t + 1,
        validationLoss: 1 / (epoch + 3),
        validationAccuracy: 0.7 + epoch / 10,
      });
    }
  }
  return store;
}

const IMAGES = 16;

function madeUpAgreement(length: number, t: number): WorkerAgreement {
  return {
    norm: Float32Array.from({ length }, (_, i) => 1 + 0.1 * i + 0.01 * t),
    cosine: Float32Array.from({ length }, (_, i) => Math.cos(i + t)),
  };
}

function madeUpStrip(shape: readonly number[]): ImageStrip {
  const pixels = Uint8Array.from({ length: IMAGES * sizeOf(shape) }, (_, i) => (i * 31) % 256);
  return { shape, labels: Uint8Array.from({ length: IMAGES }, (_, i) => i % 10), pixels };
}

function madeUpSnapshot(layers: readonly LayerInfo[], classes: number, updates: number): SnapshotRow {
  const weights = Float32Array.from({ length: layers[0]!.offset + layers[0]!.size }, (_, i) => Math.sin(i + updates));
  const probabilities = Float32Array.from({ length: IMAGES * classes }, (_, i) => (1 + ((i + updates) % classes)) / 55);
  return { updates, ...firstFilters(layers, weights), probabilities };
}

function madeUpPredictions(shape: readonly number[], classes: number, worst: number, epoch: number): Predictions {
  return {
    confusion: Uint32Array.from({ length: classes ** 2 }, (_, i) => (i % (classes + 1) === 0 ? 80 + epoch : i % 3)),
    worst: Array.from({ length: worst }, (_, i) => ({
      ...{ index: 100 - i, label: i % classes, predicted: (i + 1) % classes },
      ...{ probability: Math.fround(1 - i / 100), loss: Math.fround(9 - i / 10) },
      pixels: Uint8Array.from({ length: sizeOf(shape) }, (_, p) => (p * (i + 1)) % 256),
    })),
  };
}

/** Of a run that made all its updates. */
function summaryOf(store: RunStore): RunSummary {
  const accuracies = store.epochs.map(({ validationAccuracy }) => validationAccuracy);
  return {
    updates: store.updateCount,
    epochs: store.epochs.length,
    outcome: "finished",
    finalValidationAccuracy: accuracies.at(-1) ?? null,
    bestValidationAccuracy: accuracies.length > 0 ? Math.max(...accuracies) : null,
    testAccuracy: 0.77,
    testLoss: 0.6,
    warmupEnd: Object.fromEntries(store.layers.map(({ name }) => [name, { update: 1, epoch: 0 }])),
    wallMs: 12_345,
  };
}

/** Without a summary where updates are missing, as of a run under way. */
export function madeUpBundle(
  config = madeUpConfig,
  store = madeUpRun(config),
  summary = store.updateCount === scheduleOf(config).updateCount ? summaryOf(store) : undefined,
): Map<string, Uint8Array> {
  return makeBundle({
    config,
    productVersion,
    adapters: Array.from({ length: config.workers }, () => adapter),
    coordinatorAdapter: adapter,
    kernels: { adapter, tiles: {}, dropped: [] },
    dataSha256: "ab".repeat(32),
    normalisation: { mean: [0.286], deviation: [0.353] },
    layers: store.layers,
    columns: store,
    summary,
    initial: [{ name: "conv1.weight", shape: [2], values: Float32Array.of(1, 2) }],
    final: [{ name: "conv1.weight", shape: [2], values: Float32Array.of(3, 4) }],
  });
}
