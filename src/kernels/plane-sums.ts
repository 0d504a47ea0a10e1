/** @file Sum of every plane of a tensor, and its float64 twin. With fold-partials.ts it gives the gradient of a bias. */
import code from "../../shaders/plane-sums.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups, unused } from "../gpu/program.ts";
import { SERIAL } from "./flat-dispatch.ts";

export interface PlaneDims {
  readonly planeCount: number;
  readonly planeSize: number;
}

/** sums (planeCount) of x (planeCount, planeSize). With `argmax`, x is a gradient behind a max-pool: only cells that it lets through count. */
export function planeSums(
  { planeCount, planeSize }: PlaneDims,
  io: { x: Binding; argmax?: Binding | undefined; sums: Binding },
): DispatchPlan {
  const kernel = { label: "plane-sums", code, constants: { WG: SERIAL }, tuning: { POOLED: io.argmax ? 1 : 0 } };
  return {
    kernel,
    bindings: [io.x, io.argmax ?? unused, io.sums],
    params: { plane_count: planeCount, plane_size: planeSize },
    workgroups: flatWorkgroups(planeCount, SERIAL),
  };
}

export function planeSumsTwin({ planeCount, planeSize }: PlaneDims, x: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(planeCount);
  for (let i = 0; i < planeCount * planeSize; i++) sums[Math.floor(i / planeSize)]! += x[i]!;
  return sums;
}
