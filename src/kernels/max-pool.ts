/** @file Max-pooling, forward and backward, and its float64 twins. */
import backward from "../../shaders/max-pool-backward.wgsl?raw";
import backwardWide from "../../shaders/max-pool-backward-wide.wgsl?raw";
import forward from "../../shaders/max-pool-forward.wgsl?raw";
import forwardWide from "../../shaders/max-pool-forward-wide.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups, type Kernel } from "../gpu/program.ts";
import { ELEMENTS as WG } from "./flat-dispatch.ts";
import { forEachWindowCell, inputCount, outputCount, type PoolDims, poolParams } from "./pool-dims.ts";
import type { KernelFamily } from "./variant.ts";

/** argmax of a window that passes no gradient: ReLU cut its maximum off. */
export const NO_MAXIMUM = 0xffffffff;

/**
 * y and argmax (P, OH, OW) of x (P, H, W). argmax, u32: where in its window each maximum was. With `relu`, y is
 * max(0, …) as well, and the backward pass is that of both.
 */
export function maxPoolForward(
  dims: PoolDims,
  io: { x: Binding; y: Binding; argmax: Binding },
  relu = false,
  family: KernelFamily = "registers",
): DispatchPlan {
  const { size_c: SIZE_C, ...params } = poolParams(dims);
  const constants = { WG, RELU: relu ? 1 : 0 };
  if (family === "tiles") {
    const kernel = { label: "max-pool.forward", code: forwardWide, constants };
    return wide(kernel, dims, [io.x, io.y, io.argmax], outputCount(dims));
  }
  const kernel = { label: "max-pool.forward", code: forward, constants, tuning: { SIZE_C } };
  const workgroups = flatWorkgroups(dims.planes * dims.outHeight, WG);
  return { kernel, bindings: [io.x, io.y, io.argmax], params, workgroups };
}

/** dx (P, H, W): each cell gets dy of the windows that chose it. Every cell is written. */
export function maxPoolBackward(
  dims: PoolDims,
  io: { dy: Binding; argmax: Binding; dx: Binding },
  family: KernelFamily = "registers",
): DispatchPlan {
  if (family === "tiles") {
    const kernel = { label: "max-pool.backward", code: backwardWide, constants: { WG } };
    return wide(kernel, dims, [io.dy, io.argmax, io.dx], inputCount(dims));
  }
  const { size_c: SIZE_C, ...params } = poolParams(dims);
  const constants = { WG, TILED: isTiled(dims) ? 1 : 0 };
  const kernel = { label: "max-pool.backward", code: backward, constants, tuning: { SIZE_C } };
  const workgroups = flatWorkgroups(dims.planes * dims.height, WG);
  return { kernel, bindings: [io.dy, io.argmax, io.dx], params, workgroups };
}

/** One invocation for each of `count` windows or cells. */
function wide(kernel: Kernel, dims: PoolDims, bindings: readonly Binding[], count: number): DispatchPlan {
  const { size_r: SIZE_R, size_c: SIZE_C, ...params } = poolParams(dims);
  const constants = { ...kernel.constants, SIZE_R, SIZE_C };
  return { kernel: { ...kernel, constants }, bindings, params, workgroups: flatWorkgroups(count, WG) };
}

/** Every cell lies in exactly one window. */
function isTiled({ height, width, sizeR, sizeC, stride, outHeight, outWidth }: PoolDims): boolean {
  return sizeR === stride && sizeC === stride && outHeight * stride === height && outWidth * stride === width;
}

export function maxPoolForwardTwin(
  dims: PoolDims,
  x: ArrayLike<number>,
  relu = false,
): { y: Float64Array; argmax: Uint32Array } {
  const y = new Float64Array(outputCount(dims));
  const argmax = new Uint32Array(outputCount(dims));
  forEachWindowCell(dims, (output, input, code) => {
    const value = x[input]!;
    if (code === 0 || value > y[output]! || Number.isNaN(value)) {
      y[output] = value;
      argmax[output] = code;
    }
  });
  if (!relu) return { y, argmax };
  return {
    y: y.map((value) => Math.max(value, 0)),
    argmax: argmax.map((code, i) => (y[i]! <= 0 ? NO_MAXIMUM : code)),
  };
}

export function maxPoolBackwardTwin(dims: PoolDims, dy: ArrayLike<number>, argmax: ArrayLike<number>): Float64Array {
  const dx = new Float64Array(inputCount(dims));
  forEachWindowCell(dims, (output, input, code) => {
    if (argmax[output] === code) dx[input]! += dy[output]!;
  });
  return dx;
}
