/** @file Is the data that ships the real Fashion-MNIST, whole, and split as promised? */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { permutation, Stream } from "../core/rng.ts";
import { datasets } from "./catalogue.ts";
import { openDataset, type ReadFile, readShards } from "./dataset.ts";
import { type SplitName, splitNames } from "./manifest.ts";
import { channelStatistics } from "./normalisation.ts";

const IMAGE_SIZE = 28 * 28;
const signal = new AbortController().signal;
const read: ReadFile = (path) => readFile(`public/data/${path}`);
const dataset = await openDataset(datasets["fashion-mnist"], read, signal);

async function whole(split: SplitName) {
  const { count } = dataset.manifest.splits[split];
  const images = new Uint8Array(count * IMAGE_SIZE);
  const labels = new Uint8Array(count);
  const sourceIndex = new Uint32Array(count);
  for await (const shard of readShards(dataset, split, count, read, { signal })) {
    images.set(shard.images, shard.first * IMAGE_SIZE);
    labels.set(shard.labels, shard.first);
    sourceIndex.set(shard.sourceIndex, shard.first);
  }
  return { images, labels, sourceIndex };
}

const [train, validation, testSplit] = await Promise.all(splitNames.map(whole)).then(
  ([a, b, c]) => [a!, b!, c!] as const,
);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What the IDX file held, from the splits that were made of it. */
function inSourceOrder(parts: (typeof train)[]) {
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const images = new Uint8Array(count * IMAGE_SIZE);
  const labels = new Uint8Array(count);
  for (const part of parts) {
    part.sourceIndex.forEach((source, i) => {
      images.set(part.images.subarray(i * IMAGE_SIZE, (i + 1) * IMAGE_SIZE), source * IMAGE_SIZE);
      labels[source] = part.labels[i]!;
    });
  }
  return { images: sha256(images), labels: sha256(labels) };
}

test("train and validation have no image in common and are the 60,000 together", () => {
  const all = new Set([...train.sourceIndex, ...validation.sourceIndex]);
  expect([train.sourceIndex.length, validation.sourceIndex.length, all.size]).toEqual([54_000, 6_000, 60_000]);
  expect(Math.max(...validation.sourceIndex)).toBeLessThan(60_000);
});

test("the split is the one that the seed gives", () => {
  const order = permutation(dataset.manifest.splitSeed, Stream.split, 0, 60_000);
  const firstOff = (got: Uint32Array, want: Uint32Array) => got.findIndex((index, i) => index !== want[i]);
  expect(firstOff(train.sourceIndex, order.subarray(0, 54_000))).toBe(-1);
  expect(firstOff(validation.sourceIndex, order.subarray(54_000))).toBe(-1);
});

// Computed from Debian's dataset-fashion-mnist by another program: the values of each IDX file, without its header.
test("put back in source order, every image and label is that of the original files", () => {
  expect(inSourceOrder([train, validation])).toEqual({
    images: "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
    labels: "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
  });
  expect(inSourceOrder([testSplit])).toEqual({
    images: "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
    labels: "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
  });
});

test("there are 6,000 training and 1,000 test images of each class", () => {
  const histogram = (...parts: (typeof train)[]) => {
    const counts = new Array<number>(10).fill(0);
    for (const { labels } of parts) for (const label of labels) counts[label]!++;
    return counts;
  };
  expect(histogram(train, validation)).toEqual(new Array(10).fill(6_000));
  expect(histogram(testSplit)).toEqual(new Array(10).fill(1_000));
});

test("the normalisation in the manifest is that of the train split", () => {
  expect(channelStatistics(train.images, 1, IMAGE_SIZE)).toEqual(dataset.manifest.normalisation);
  const mean = train.images.reduce((sum, value) => sum + value, 0) / train.images.length;
  const variance = train.images.reduce((sum, value) => sum + (value - mean) ** 2, 0) / train.images.length;
  expect(dataset.manifest.normalisation.mean[0]).toBeCloseTo(mean / 255, 8);
  expect(dataset.manifest.normalisation.deviation[0]).toBeCloseTo(Math.sqrt(variance) / 255, 8);
});
