/** @file Sum over partial results, in their order, and its float64 twin. */
import code from "../../shaders/fold-partials.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { ELEMENTS, flatDispatch } from "./flat-dispatch.ts";

export interface PartialsDims {
  readonly partCount: number;
  readonly size: number;
}

/** y (size) = Σ over p of partials (partCount, size). */
export function foldPartials({ partCount, size }: PartialsDims, io: { partials: Binding; y: Binding }): DispatchPlan {
  return flatDispatch("fold-partials", code, ELEMENTS, size, [io.partials, io.y], { part_count: partCount, size });
}

export function foldPartialsTwin({ partCount, size }: PartialsDims, partials: ArrayLike<number>): Float64Array {
  const y = new Float64Array(size);
  for (let i = 0; i < partCount * size; i++) y[i % size]! += partials[i]!;
  return y;
}
