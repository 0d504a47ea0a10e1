/**
 * @file Which images make which micro-batch. A pure function of seed, epoch and
 * place, so every worker, the export and a resumed run see the same order.
 */
import { permutation, Stream } from "../core/rng.ts";

/** The order in which an epoch (from 0) visits the first `trainSize` training images. */
export function epochOrder(seed: number, epoch: number, trainSize: number): Uint32Array {
  return permutation(seed, Stream.shuffle, epoch, trainSize);
}

export interface BatchSizes {
  /** Micro-batches per update. */
  readonly n: number;
  /** b: images per micro-batch. */
  readonly microBatch: number;
}

/**
 * The b images of micro-batch i (0 … n−1) of an update (from 0 in its epoch): a view of `order`.
 * It does not depend on how n is split into workers and local micro-batches.
 */
export function microBatchOf(
  order: Uint32Array,
  updateInEpoch: number,
  i: number,
  { n, microBatch }: BatchSizes,
): Uint32Array {
  const first = (updateInEpoch * n + i) * microBatch;
  return order.subarray(first, first + microBatch);
}
