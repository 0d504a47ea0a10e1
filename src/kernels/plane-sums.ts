/** @file Sum of every plane of a tensor, and its float64 twin. With fold-partials.ts it gives the gradient of a bias. */
import code from "../../shaders/plane-sums.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { flatDispatch, SERIAL } from "./flat-dispatch.ts";

export interface PlaneDims {
  readonly planeCount: number;
  readonly planeSize: number;
}

/** sums (planeCount) of x (planeCount, planeSize). */
export function planeSums({ planeCount, planeSize }: PlaneDims, io: { x: Binding; sums: Binding }): DispatchPlan {
  return flatDispatch("plane-sums", code, SERIAL, planeCount, [io.x, io.sums], {
    plane_count: planeCount,
    plane_size: planeSize,
  });
}

export function planeSumsTwin({ planeCount, planeSize }: PlaneDims, x: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(planeCount);
  for (let i = 0; i < planeCount * planeSize; i++) sums[Math.floor(i / planeSize)]! += x[i]!;
  return sums;
}
