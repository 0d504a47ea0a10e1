/** @file Whether the splits that a sweep uses share images, over all of its data sets. The comparison itself: data/overlap.ts. */
import type { DatasetEntry } from "../data/catalogue.ts";
import type { ReadFile } from "../data/dataset.ts";
import { compareSplits, type Overlap } from "../data/overlap.ts";
import { datasetOf } from "../train/config.ts";
import type { SweepPlan } from "./sweep.ts";

export async function sweepOverlap({ runs }: SweepPlan, read: ReadFile, signal: AbortSignal): Promise<Overlap> {
  const used = new Map<string, { entry: DatasetEntry; trainSize: number }>();
  for (const { config } of runs) {
    const entry = datasetOf(config);
    const trainSize = Math.max(config.trainSize, used.get(entry.id)?.trainSize ?? 0);
    used.set(entry.id, { entry, trainSize });
  }
  let sum: Overlap = { compared: 0, shared: 0 };
  for (const { entry, trainSize } of used.values()) {
    const { compared, shared } = await compareSplits(entry, trainSize, read, signal);
    sum = { compared: sum.compared + compared, shared: sum.shared + shared };
  }
  return sum;
}
