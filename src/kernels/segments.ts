/**
 * @file Layers as ranges of one flat buffer, cut into chunks of work that each
 * lie within one layer; sums of squares per layer; and the float64 twins.
 * Elements between the layers (alignment) belong to no chunk: nothing reads or writes them.
 */
import foldCode from "../../shaders/fold-segments.wgsl?raw";
import foldWideCode from "../../shaders/fold-segments-wide.wgsl?raw";
import squaresCode from "../../shaders/sum-of-squares.wgsl?raw";
import squaresWideCode from "../../shaders/sum-of-squares-wide.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { ELEMENTS, flatDispatch, SERIAL } from "./flat-dispatch.ts";
import type { KernelFamily } from "./variant.ts";

export interface Segment {
  /** First element in the flat buffer. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
}

export interface SegmentTable {
  readonly layerCount: number;
  readonly chunkCount: number;
  /** (chunks, 3): layer, first element, end. */
  readonly segments: Uint32Array;
  /** (layers + 1): layer k has chunks firstChunk[k] to firstChunk[k + 1] − 1. */
  readonly firstChunk: Uint32Array;
}

/** Elements per chunk: few enough that one invocation can add them up. */
const CHUNK = 1024;

export function segmentTable(layers: readonly Segment[], chunk = CHUNK): SegmentTable {
  const segments: number[] = [];
  const firstChunk = [0];
  layers.forEach(({ offset, size }, layer) => {
    for (let at = 0; at < size; at += chunk) segments.push(layer, offset + at, offset + Math.min(at + chunk, size));
    firstChunk.push(segments.length / 3);
  });
  return {
    layerCount: layers.length,
    chunkCount: segments.length / 3,
    segments: Uint32Array.from(segments),
    firstChunk: Uint32Array.from(firstChunk),
  };
}

/** partials (chunks): the sum of squares of each chunk of `values`. */
export function sumOfSquares(
  { chunkCount }: Pick<SegmentTable, "chunkCount">,
  io: { values: Binding; segments: Binding; partials: Binding },
  family: KernelFamily = "registers",
): DispatchPlan {
  const bindings = [io.values, io.segments, io.partials];
  if (family === "tiles") {
    const count = chunkCount * ELEMENTS; // one workgroup a chunk
    return flatDispatch("sum-of-squares", squaresWideCode, ELEMENTS, count, bindings, { chunk_count: chunkCount });
  }
  return flatDispatch("sum-of-squares", squaresCode, SERIAL, chunkCount, bindings, { chunk_count: chunkCount });
}

/** sums (layers) += the partials of each layer's chunks, times `factor`. The caller clears `sums`. */
export function foldSegments(
  { layerCount }: Pick<SegmentTable, "layerCount">,
  io: { partials: Binding; firstChunk: Binding; sums: Binding },
  family: KernelFamily = "registers",
  factor = 1,
): DispatchPlan {
  const bindings = [io.partials, io.firstChunk, io.sums];
  const params = { layer_count: layerCount, factor };
  if (family === "tiles") {
    const count = layerCount * ELEMENTS; // one workgroup a layer
    return flatDispatch("fold-segments", foldWideCode, ELEMENTS, count, bindings, params);
  }
  return flatDispatch("fold-segments", foldCode, SERIAL, layerCount, bindings, params);
}

/** The sum of squares of each layer: what both kernels do together. */
export function layerSquaresTwin(layers: readonly Segment[], values: ArrayLike<number>): Float64Array {
  return Float64Array.from(layers, ({ offset, size }) => {
    let sum = 0;
    for (let i = offset; i < offset + size; i++) sum += values[i]! ** 2;
    return sum;
  });
}
