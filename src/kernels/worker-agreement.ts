/**
 * @file The products that say how each worker's gradient stands to the mean of all, per
 * worker and layer, and their float64 twin. Not here: norm and cosine from them (train/update-engine.ts).
 */
import code from "../../shaders/worker-agreement.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { flatDispatch, SERIAL } from "./flat-dispatch.ts";
import { foldSegments, type Segment, type SegmentTable } from "./segments.ts";

export interface AgreementDims {
  readonly rankCount: number;
  /** Numbers per rank; the gradient comes first. */
  readonly size: number;
}

/** Of Σ g·mean and Σ g·g, per rank and layer: the sums' chunks in the partials, as `SegmentTable.firstChunk` has it. */
export function agreementChunks(table: SegmentTable, { rankCount }: Pick<AgreementDims, "rankCount">): Uint32Array {
  const { layerCount, chunkCount, firstChunk } = table;
  const count = 2 * rankCount * layerCount;
  return Uint32Array.from({ length: count + 1 }, (_, i) => {
    return Math.floor(i / layerCount) * chunkCount + firstChunk[i % layerCount]!;
  });
}

/**
 * sums (2, rankCount, layers) += Σ g·mean, then Σ g·g, over the elements of each layer: g of contributions
 * (rankCount, size). The caller clears `sums`. `partials` has room for (2, rankCount, chunks), `firstChunk`
 * holds `agreementChunks`.
 */
export function agreementProducts(
  table: SegmentTable,
  { rankCount, size }: AgreementDims,
  io: Record<"contributions" | "mean" | "segments" | "partials" | "firstChunk" | "sums", Binding>,
): DispatchPlan[] {
  const { layerCount, chunkCount } = table;
  const bindings = [io.contributions, io.mean, io.segments, io.partials];
  const params = { rank_count: rankCount, size, chunk_count: chunkCount };
  return [
    flatDispatch("worker-agreement", code, SERIAL, rankCount * chunkCount, bindings, params),
    foldSegments({ layerCount: 2 * rankCount * layerCount }, io),
  ];
}

export function agreementProductsTwin(
  layers: readonly Segment[],
  { rankCount, size }: AgreementDims,
  { contributions, mean }: Record<"contributions" | "mean", ArrayLike<number>>,
): Float64Array {
  const count = rankCount * layers.length;
  const sums = new Float64Array(2 * count);
  for (let rank = 0; rank < rankCount; rank++) {
    layers.forEach((layer, k) => {
      for (let at = layer.offset; at < layer.offset + layer.size; at++) {
        const g = contributions[rank * size + at]!;
        sums[rank * layers.length + k]! += g * mean[at]!;
        sums[count + rank * layers.length + k]! += g * g;
      }
    });
  }
  return sums;
}
