/**
 * @file Whether an image is in more than one split: compares SHA-256 of the pixels of all images that are used.
 * The splits are disjoint by their place in the source files; this finds images that the source itself holds twice.
 */
import { sizeOf } from "../core/shape.ts";
import type { DatasetEntry } from "./catalogue.ts";
import { openDataset, type ReadFile, readShards } from "./dataset.ts";

export interface Overlap {
  /** Images of all splits together. */
  readonly compared: number;
  /** Validation and test images of which an equal one is in another split that comes before: train, validation, test. */
  readonly shared: number;
}

/** `trainSize`: as many training images as are used. */
export async function compareSplits(
  entry: DatasetEntry,
  trainSize: number,
  read: ReadFile,
  signal: AbortSignal,
): Promise<Overlap> {
  const dataset = await openDataset(entry, read, signal);
  const { validation, test } = dataset.manifest.splits;
  const sizes = [
    ["train", trainSize],
    ["validation", validation.count],
    ["test", test.count],
  ] as const;
  const imageSize = sizeOf(entry.imageShape);
  const seen = new Set<string>();
  let compared = 0;
  let shared = 0;
  for (const [split, wanted] of sizes) {
    const own = new Set<string>();
    for await (const { images, count } of readShards(dataset, split, wanted, read, { signal })) {
      const digests = await Promise.all(
        Array.from({ length: count }, (_, i) => digestOf(images.subarray(i * imageSize, (i + 1) * imageSize))),
      );
      compared += count;
      shared += digests.filter((digest) => seen.has(digest)).length;
      for (const digest of digests) own.add(digest);
    }
    for (const digest of own) seen.add(digest);
  }
  return { compared, shared };
}

async function digestOf(image: Uint8Array<ArrayBuffer>): Promise<string> {
  return String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", image)));
}
