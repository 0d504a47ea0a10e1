/**
 * @file Reads the splits that a run uses, once, and hands them to the workers: the
 * whole training set to each, a range of the evaluation sets to each.
 */
import { sizeOf } from "../core/shape.ts";
import type { DatasetEntry } from "../data/catalogue.ts";
import { type OpenDataset, openDataset, type ReadFile, readShards } from "../data/dataset.ts";

export type EvaluationSet = "validation" | "test";

export interface SplitData {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Index of each image in the source file. */
  readonly sourceIndex: Uint32Array;
}

/** Rank r evaluates images [first, end) of a set. */
export function evaluationRange(count: number, rank: number, workers: number): { first: number; end: number } {
  return { first: Math.floor((rank * count) / workers), end: Math.floor(((rank + 1) * count) / workers) };
}

export class DataFeed {
  private constructor(
    readonly dataset: OpenDataset,
    private readonly read: ReadFile,
    private readonly signal: AbortSignal,
  ) {}

  static async open(entry: DatasetEntry, read: ReadFile, signal: AbortSignal): Promise<DataFeed> {
    return new DataFeed(await openDataset(entry, read, signal), read, signal);
  }

  countOf(set: EvaluationSet): number {
    return this.dataset.manifest.splits[set].count;
  }

  /** Images of the larger set that one of so many workers evaluates at most. */
  evaluationCount(workers: number): number {
    return Math.ceil(Math.max(this.countOf("validation"), this.countOf("test")) / workers);
  }

  /** The first `count` images of a split. */
  async readSplit(
    split: "train" | EvaluationSet,
    count: number,
    onProgress: (doneBytes: number, totalBytes: number) => void,
  ): Promise<SplitData> {
    const imageSize = sizeOf(this.dataset.entry.imageShape);
    const images = new Uint8Array(count * imageSize);
    const labels = new Uint8Array(count);
    const sourceIndex = new Uint32Array(count);
    const options = { signal: this.signal, onProgress };
    for await (const shard of readShards(this.dataset, split, count, this.read, options)) {
      images.set(shard.images, shard.first * imageSize);
      labels.set(shard.labels, shard.first);
      sourceIndex.set(shard.sourceIndex, shard.first);
    }
    return { images, labels, sourceIndex };
  }
}
