/**
 * @file Dense (fully connected) layer as matrix products: y = x·Wᵀ + b, with
 * x (batch, inputs), W (outputs, inputs) as in PyTorch, y (batch, outputs).
 */
import code from "../../shaders/matmul.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";
import { blockColumns } from "./conv2d.ts";

export interface DenseDims {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

const WG = 16;

/** y[m,n] = Σ_k a[m·aM + k·aK] · b[k·bK + n·bN] */
interface Product {
  readonly label: string;
  readonly sizes: { readonly m: number; readonly n: number; readonly k: number };
  readonly strides: { readonly aM: number; readonly aK: number; readonly bK: number; readonly bN: number };
  readonly a: Binding;
  readonly b: Binding;
  readonly bias?: Binding | undefined;
  readonly y: Binding;
}

function product({ label, sizes, strides, a, b, bias, y }: Product): DispatchPlan {
  const { aM, aK, bK, bN } = strides;
  /** Blocks of TM rows and TN columns; each result is summed up in the same order whatever they are. */
  const form = (TM: number, TN: number): Pick<DispatchPlan, "kernel" | "workgroups"> => ({
    kernel: { label, code, constants: { WG }, tuning: { TM, TN } },
    workgroups: flatWorkgroups(Math.ceil(sizes.m / TM) * Math.ceil(sizes.n / TN), WG),
  });
  return {
    ...form(blockColumns(sizes.m, 8), blockColumns(sizes.n, 8)),
    quick: form(2, 2), // one pipeline for all
    bindings: [a, b, bias ?? b, y],
    params: { ...sizes, a_m: aM, a_k: aK, b_k: bK, b_n: bN, has_bias: bias ? 1 : 0 },
    operations: 2 * sizes.m * sizes.n * sizes.k,
  };
}

export function denseForward(
  { batch, inputs, outputs }: DenseDims,
  io: { x: Binding; weight: Binding; bias?: Binding | undefined; y: Binding },
): DispatchPlan {
  return product({
    label: "dense.forward",
    sizes: { m: batch, n: outputs, k: inputs },
    strides: { aM: inputs, aK: 1, bK: 1, bN: inputs },
    a: io.x,
    b: io.weight,
    bias: io.bias,
    y: io.y,
  });
}

/** dx (batch, inputs) = dy · W */
export function denseInputGradient(
  { batch, inputs, outputs }: DenseDims,
  io: { dy: Binding; weight: Binding; dx: Binding },
): DispatchPlan {
  return product({
    label: "dense.input-gradient",
    sizes: { m: batch, n: inputs, k: outputs },
    strides: { aM: outputs, aK: 1, bK: inputs, bN: 1 },
    a: io.dy,
    b: io.weight,
    y: io.dx,
  });
}

/** dW (outputs, inputs) = dyᵀ · x */
export function denseWeightGradient(
  { batch, inputs, outputs }: DenseDims,
  io: { x: Binding; dy: Binding; dWeight: Binding },
): DispatchPlan {
  return product({
    label: "dense.weight-gradient",
    sizes: { m: outputs, n: inputs, k: batch },
    strides: { aM: 1, aK: outputs, bK: inputs, bN: 1 },
    a: io.dy,
    b: io.x,
    y: io.dWeight,
  });
}

export function denseForwardTwin(
  { batch, inputs, outputs }: DenseDims,
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias?: ArrayLike<number>,
): Float64Array {
  return table(batch, outputs, (m, n) => {
    let sum = bias ? bias[n]! : 0;
    for (let k = 0; k < inputs; k++) sum += x[m * inputs + k]! * weight[n * inputs + k]!;
    return sum;
  });
}

export function denseInputGradientTwin(
  { batch, inputs, outputs }: DenseDims,
  dy: ArrayLike<number>,
  weight: ArrayLike<number>,
): Float64Array {
  return table(batch, inputs, (m, k) => {
    let sum = 0;
    for (let n = 0; n < outputs; n++) sum += dy[m * outputs + n]! * weight[n * inputs + k]!;
    return sum;
  });
}

export function denseWeightGradientTwin(
  { batch, inputs, outputs }: DenseDims,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): Float64Array {
  return table(outputs, inputs, (n, k) => {
    let sum = 0;
    for (let m = 0; m < batch; m++) sum += dy[m * outputs + n]! * x[m * inputs + k]!;
    return sum;
  });
}

function table(rows: number, columns: number, at: (row: number, column: number) => number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns));
}
