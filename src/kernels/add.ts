/** @file Element-by-element sums: two branches into one, and a running sum. With float64 twins. */
import accumulateCode from "../../shaders/accumulate.wgsl?raw";
import addCode from "../../shaders/add.wgsl?raw";
import { type Binding, type DispatchPlan, unused } from "../gpu/program.ts";
import { elementDispatch } from "./flat-dispatch.ts";

/**
 * y = a + b; `count` elements. With `relu`, max(0, a + b). With `passes`, the output of a ReLU, b is a gradient behind
 * that ReLU and counts only where the output is above 0.
 */
export function add(
  count: number,
  io: { a: Binding; b: Binding; passes?: Binding | undefined; y: Binding },
  relu = false,
): DispatchPlan {
  return elementDispatch(
    "add",
    addCode,
    count,
    [io.a, io.b, io.passes ?? unused, io.y],
    { n: count },
    {
      constants: { RELU: relu ? 1 : 0 },
      tuning: { MASKED: io.passes ? 1 : 0 },
    },
  );
}

/** sum += x · factor; `count` elements. */
export function accumulate(count: number, io: { x: Binding; sum: Binding }, factor = 1): DispatchPlan {
  return elementDispatch("accumulate", accumulateCode, count, [io.x, io.sum], { n: count, factor });
}

/** The twin of both: what `accumulate`, with a factor of 1, leaves in `sum` is the sum of the two. */
export function addTwin(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, i) => value + b[i]!);
}
