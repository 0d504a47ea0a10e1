/** @file Sum over partial results, in their order, and its float64 twin. */
import code from "../../shaders/fold-partials.wgsl?raw";
import wideCode from "../../shaders/fold-partials-wide.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";
import { ELEMENTS, flatDispatch } from "./flat-dispatch.ts";
import type { KernelFamily } from "./variant.ts";

export interface PartialsDims {
  readonly partCount: number;
  readonly size: number;
}

/** Elements side by side, and invocations that share the parts of each, in a workgroup of the wide kernel. */
const WIDE = { ELEMENTS: 16, LANES: 16 };

/** y (size) = Σ over p of partials (partCount, size). */
export function foldPartials(
  { partCount, size }: PartialsDims,
  io: { partials: Binding; y: Binding },
  family: KernelFamily = "registers",
): DispatchPlan {
  const bindings = [io.partials, io.y];
  const params = { part_count: partCount, size };
  // With few parts there is nothing to share.
  if (family === "registers" || partCount < 2 * WIDE.LANES) {
    return flatDispatch("fold-partials", code, ELEMENTS, size, bindings, params);
  }
  const kernel = { label: "fold-partials", code: wideCode, constants: WIDE };
  return { kernel, bindings, params, workgroups: flatWorkgroups(size, WIDE.ELEMENTS) };
}

export function foldPartialsTwin({ partCount, size }: PartialsDims, partials: ArrayLike<number>): Float64Array {
  const y = new Float64Array(size);
  for (let i = 0; i < partCount * size; i++) y[i % size]! += partials[i]!;
  return y;
}
