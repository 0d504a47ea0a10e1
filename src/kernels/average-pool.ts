/** @file Average pooling, forward and backward, and its float64 twins. A window as large as the plane is the global average. */
import backward from "../../shaders/average-pool-backward.wgsl?raw";
import forward from "../../shaders/average-pool-forward.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { ELEMENTS, flatDispatch } from "./flat-dispatch.ts";
import { forEachWindowCell, inputCount, outputCount, type PoolDims, poolParams } from "./pool-dims.ts";

/** y (P, OH, OW) of x (P, H, W). */
export function averagePoolForward(dims: PoolDims, io: { x: Binding; y: Binding }): DispatchPlan {
  return flatDispatch(
    "average-pool.forward",
    forward,
    ELEMENTS,
    dims.planes * dims.outHeight,
    [io.x, io.y],
    poolParams(dims),
  );
}

/** dx (P, H, W): each cell gets its share of dy of the windows that hold it. Every cell is written. */
export function averagePoolBackward(dims: PoolDims, io: { dy: Binding; dx: Binding }): DispatchPlan {
  return flatDispatch(
    "average-pool.backward",
    backward,
    ELEMENTS,
    dims.planes * dims.height,
    [io.dy, io.dx],
    poolParams(dims),
  );
}

export function averagePoolForwardTwin(dims: PoolDims, x: ArrayLike<number>): Float64Array {
  const y = new Float64Array(outputCount(dims));
  forEachWindowCell(dims, (output, input) => {
    y[output]! += x[input]! / (dims.sizeR * dims.sizeC);
  });
  return y;
}

export function averagePoolBackwardTwin(dims: PoolDims, dy: ArrayLike<number>): Float64Array {
  const dx = new Float64Array(inputCount(dims));
  forEachWindowCell(dims, (output, input) => {
    dx[input]! += dy[output]! / (dims.sizeR * dims.sizeC);
  });
  return dx;
}
