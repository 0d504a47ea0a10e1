/** @file Mean over all micro-batches of an update from one sum per rank, in rank order, and its float64 twin. */
import code from "../../shaders/all-reduce.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { elementDispatch } from "./flat-dispatch.ts";

export interface AllReduceDims {
  readonly rankCount: number;
  /** Numbers per rank. */
  readonly size: number;
  /** Micro-batches in all: ranks × local micro-batches. */
  readonly n: number;
}

/** mean (size) = Σ over ranks of contributions (rankCount, size) / n. */
export function allReduce(
  { rankCount, size, n }: AllReduceDims,
  io: { contributions: Binding; mean: Binding },
): DispatchPlan {
  return elementDispatch("all-reduce", code, size, [io.contributions, io.mean], { rank_count: rankCount, size, n });
}

export function allReduceTwin({ rankCount, size, n }: AllReduceDims, contributions: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(size);
  for (let i = 0; i < rankCount * size; i++) sum[i % size]! += contributions[i]!;
  return sum.map((value) => value / n);
}
