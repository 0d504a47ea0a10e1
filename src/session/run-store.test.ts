import { expect, test } from "vitest";
import type { LayerInfo } from "../nn/layer-info.ts";
import { probeAt } from "../train/costs.ts";
import type { UpdateRow } from "../train/events.ts";
import { inspectAt } from "../train/inspection.ts";
import { madeUpCosts } from "../train/testing.ts";
import { RunStore } from "./run-store.ts";

const layers: LayerInfo[] = ["a", "b", "c"].map((name, k) => {
  return { name, module: name, role: "weight", shape: [1], depth: k, offset: 64 * k, size: 1 };
});

function row(update: number): UpdateRow {
  const values = (shift: number) => Float32Array.of(update + shift, update + shift + 0.25, update + shift + 0.5);
  return {
    update,
    epoch: Math.floor(update / 100),
    loss: 1 / (update + 1),
    accuracy: 0.5,
    decay: 1,
    imagesPerSecond: 100,
    elapsedMs: update * 10,
    modelGain: 2,
    layers: {
      meanSquare: values(0),
      squareMean: values(1),
      weightSquare: values(6),
      gain: values(2),
      state: values(3),
      warmup: values(4),
      rate: values(5),
    },
    workerMs: Float32Array.of(1, 2),
    costs: madeUpCosts(2, probeAt(update)),
    oneWorkerImagesPerSecond: update === 10 ? 70 : Number.NaN,
    agreement: inspectAt(update, 600) ? { norm: values(7), cosine: values(8) } : undefined,
  };
}

test("a new store is empty", () => {
  const store = new RunStore(layers, 2);
  expect(store.updateCount).toBe(0);
  expect(store.column("loss")).toHaveLength(0);
  expect(store.layerColumn("rate", 2)).toHaveLength(0);
  expect(store.workerCost("wait", 1)).toHaveLength(0);
  expect(store.kernels).toEqual([]);
});

test.each([1, 255, 256, 257, 1000])("after %i updates every column holds every value", (count) => {
  const store = new RunStore(layers, 2);
  for (let t = 0; t < count; t++) store.addUpdate(row(t));
  expect(store.updateCount).toBe(count);
  expect([...store.column("elapsedMs")]).toEqual(Array.from({ length: count }, (_, t) => t * 10));
  layers.forEach((_, k) => {
    expect([...store.layerColumn("rate", k)]).toEqual(Array.from({ length: count }, (_, t) => t + 5 + k / 4));
    expect([...store.layerColumn("meanSquare", k)]).toEqual(Array.from({ length: count }, (_, t) => t + k / 4));
    expect([...store.layerColumn("weightSquare", k)]).toEqual(Array.from({ length: count }, (_, t) => t + 6 + k / 4));
  });
  expect([...store.workerMs]).toEqual([1, 2]);
  expect([...store.workerCost("wait", 1)]).toEqual(Array(count).fill(39));
  expect([...store.coordinatorCost("allReduce")]).toEqual(Array(count).fill(6));
});

test("kernel times add up over the updates that measured them", () => {
  const store = new RunStore(layers, 2);
  for (let t = 0; t < 37; t++) store.addUpdate(row(t));
  expect(store.kernels.map(({ kernel, ms, runs }) => [kernel, ms, runs])).toEqual([
    ["gather-batch", 0.8, 2],
    ["conv2d.forward", 4, 2],
    ["conv2d.weight-gradient", 16, 2],
  ]);
  expect(store.timeSource).toBe("device");
  expect(store.column("oneWorkerImagesPerSecond")[10]).toBe(70);
});

test("a cut keeps what was there, whatever is added later", () => {
  const store = new RunStore(layers, 2);
  for (let t = 0; t < 250; t++) store.addUpdate(row(t));
  const cut = store.upTo(200);
  for (let t = 250; t < 600; t++) store.addUpdate(row(t));
  expect(cut.updateCount).toBe(200);
  expect([...cut.column("update")]).toEqual(Array.from({ length: 200 }, (_, t) => t));
  expect([...cut.workerCost("gather", 0)]).toEqual(Array(200).fill(1));
  expect([...cut.coordinatorCost("rates")]).toEqual(Array(200).fill(1));
  expect([...cut.layerColumn("gain", 1)]).toEqual(Array.from({ length: 200 }, (_, t) => t + 2.25));
});

test("what was looked at in inspected updates is kept, and cut like the rest", () => {
  const store = new RunStore(layers, 1);
  const snapshot = (updates: number) => ({
    updates,
    filters: Float32Array.of(updates),
    filterShape: [1, 1, 1, 1],
    probabilities: Float32Array.of(1),
  });
  store.addSnapshot(snapshot(0));
  for (let t = 0; t < 20; t++) {
    store.addUpdate(row(t));
    if (inspectAt(t, 600)) store.addSnapshot(snapshot(t + 1));
  }
  expect(store.agreements.map(({ update }) => update)).toEqual([0, 6, 12, 18]);
  expect([...store.agreements[1]!.cosine]).toEqual([14, 14.25, 14.5]);
  const cut = store.upTo(13);
  expect(cut.agreements.map(({ update }) => update)).toEqual([0, 6, 12]);
  expect(cut.snapshots.map(({ updates }) => updates)).toEqual([0, 1, 7, 13]);
});

test("an image that stays among the worst is kept once, with what each epoch made of it", () => {
  const store = new RunStore(layers, 1);
  for (let epoch = 0; epoch < 1000; epoch++) {
    const worst = Array.from({ length: 24 }, (_, i) => {
      const index = (7 * epoch + i) % 60;
      return { index, label: 1, predicted: 2, probability: 0.9, loss: epoch, pixels: new Uint8Array(784).fill(index) };
    });
    const predictions = { confusion: Uint32Array.of(epoch), worst };
    store.addEpoch({ epoch, update: epoch + 1, validationLoss: 1, validationAccuracy: 0.5, predictions });
  }
  const all = store.epochs.flatMap(({ predictions }) => predictions!.worst);
  expect(all).toHaveLength(24_000);
  expect(all.every(({ index, pixels }) => pixels.every((value) => value === index))).toBe(true);
  expect(new Set(all.map(({ pixels }) => pixels)).size).toBe(60);
  expect([all[0]!.loss, all.at(-1)!.loss]).toEqual([0, 999]);
});
