/** @file Rectified linear unit, forward and backward, and its float64 twins. */
import backward from "../../shaders/relu-backward.wgsl?raw";
import forward from "../../shaders/relu-forward.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";

const WG = 64;

/** y = max(x, 0); `count` elements. */
export function reluForward(count: number, io: { x: Binding; y: Binding }): DispatchPlan {
  return {
    kernel: { label: "relu.forward", code: forward, constants: { WG } },
    bindings: [io.x, io.y],
    params: { n: count },
    workgroups: flatWorkgroups(count, WG),
  };
}

/** dx = dy where y > 0, else 0. At exactly 0 the gradient is 0, as in PyTorch. */
export function reluBackward(count: number, io: { y: Binding; dy: Binding; dx: Binding }): DispatchPlan {
  return {
    kernel: { label: "relu.backward", code: backward, constants: { WG } },
    bindings: [io.y, io.dy, io.dx],
    params: { n: count },
    workgroups: flatWorkgroups(count, WG),
  };
}

export function reluForwardTwin(x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x, (value) => Math.max(value, 0));
}

export function reluBackwardTwin(y: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  return Float64Array.from(dy, (value, i) => (y[i]! > 0 ? value : 0));
}
