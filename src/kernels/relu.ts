/** @file Rectified linear unit, forward and backward, and its float64 twins. */
import backward from "../../shaders/relu-backward.wgsl?raw";
import forward from "../../shaders/relu-forward.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { elementDispatch } from "./flat-dispatch.ts";

/** y = max(x, 0); `count` elements. */
export function reluForward(count: number, io: { x: Binding; y: Binding }): DispatchPlan {
  return elementDispatch("relu.forward", forward, count, [io.x, io.y], { n: count });
}

/** dx = dy where y > 0, else 0. At exactly 0 the gradient is 0, as in PyTorch. */
export function reluBackward(count: number, io: { y: Binding; dy: Binding; dx: Binding }): DispatchPlan {
  return elementDispatch("relu.backward", backward, count, [io.y, io.dy, io.dx], { n: count });
}

export function reluForwardTwin(x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x, (value) => Math.max(value, 0));
}

export function reluBackwardTwin(y: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  return Float64Array.from(dy, (value, i) => (y[i]! > 0 ? value : 0));
}
