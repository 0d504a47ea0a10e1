/**
 * @file A data set of seeded random images and labels with CIFAR-10's sizes, made
 * of checked shards like those that ship, so that the real session trains on it.
 * For measuring speed: there is nothing in it to learn.
 */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Stream, uniforms } from "../src/core/rng.ts";
import { sizeOf } from "../src/core/shape.ts";
import type { DatasetEntry } from "../src/data/catalogue.ts";
import { MANIFEST_VERSION, type Manifest, parseManifest, type ShardEntry } from "../src/data/manifest.ts";
import { channelStatistics } from "../src/data/normalisation.ts";
import { packShard } from "../src/data/shard.ts";

export const randomImages = {
  id: "random-32",
  title: "Random images of CIFAR-10's size",
  folder: "random-32",
  trainCount: 1280,
  validationCount: 64,
  testCount: 64,
  classes: Array.from({ length: 10 }, (_, i) => `class ${i}`),
  imageShape: [3, 32, 32],
} as const satisfies DatasetEntry;

/** Not that of any run: its weights come from the same stream. */
const SEED = 32;

/** Writes the data set into a data root. */
export async function writeRandomImages(dataRoot: string): Promise<void> {
  const { folder } = randomImages;
  const { manifest, shards } = makeRandomImages();
  await mkdir(join(dataRoot, folder), { recursive: true });
  for (const [file, bytes] of shards) await writeFile(join(dataRoot, folder, file), bytes);
  await writeFile(join(dataRoot, folder, "index.json"), JSON.stringify(manifest));
}

export function makeRandomImages(): { manifest: Manifest; shards: Map<string, Uint8Array> } {
  const { id, trainCount, validationCount, testCount, classes, imageShape } = randomImages;
  const shards = new Map<string, Uint8Array>();
  const split = (name: string, item: number, count: number) => {
    const images = wholeNumbers(256, 2 * item, count * sizeOf(imageShape));
    const labels = wholeNumbers(classes.length, 2 * item + 1, count);
    const bytes = packShard({ images, labels, sourceIndex: Uint32Array.from({ length: count }, (_, i) => i) });
    const file = `${name}-00.shard`;
    shards.set(file, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    // Stored as it is: random bytes do not pack.
    const shard: ShardEntry = { file, count, byteLength: bytes.length, storedByteLength: bytes.length, sha256 };
    return { images, split: { count, shards: [shard] } };
  };
  const [train, validation, test] = [
    split("train", 0, trainCount),
    split("validation", 1, validationCount),
    split("test", 2, testCount),
  ];
  const [channels, height, width] = imageShape;
  const { mean, deviation } = channelStatistics(train.images, channels, height * width);
  const manifest: Manifest = {
    version: MANIFEST_VERSION,
    id,
    imageShape: [...imageShape],
    classCount: classes.length,
    normalisation: { mean: [...mean], deviation: [...deviation] },
    splitSeed: SEED,
    source: { citation: "made by the benchmark", address: "bench/random-data.ts", licence: "none needed" },
    splits: { train: train.split, validation: validation.split, test: test.split },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  parseManifest("the random images", bytes, randomImages);
  return { manifest, shards };
}

function wholeNumbers(below: number, item: number, count: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(uniforms(SEED, Stream.initialise, item, count), (value) => Math.floor(value * below));
}
