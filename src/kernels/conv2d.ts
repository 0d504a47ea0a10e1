/**
 * @file 2-D convolution, forward and input gradient. x (N,C,H,W), weight (F,C,K,K)
 * as in PyTorch, y (N,F,OH,OW). Where a ReLU and a 2×2 max-pool follow, they can be
 * part of it, and y and dy are what comes out of the pool and goes back into it.
 * Not here: the weight gradient (conv2d-weight-gradient.ts), the bias gradient
 * (plane-sums.ts), a form for few channels (conv2d-shallow.ts), twins (conv2d-twin.ts).
 */
import code from "../../shaders/conv2d.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups, unused } from "../gpu/program.ts";
import { isShallow, shallowForm } from "./conv2d-shallow.ts";
import { type Correlation, forwardCorrelation, inputGradientCorrelations } from "./correlation.ts";

export interface Conv2dDims {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

const WG = 16;

/** Kernel columns that share one window of x; more would only grow the code. */
const MAX_TAPS = 5;

/** Columns per register block: a divisor of the row length where there is a fair one, so that no column is wasted. */
export function blockColumns(columns: number, most: number): number {
  for (let size = Math.min(most, columns); size > most / 2; size--) {
    if (columns % size === 0) return size;
  }
  const blocks = Math.ceil(columns / most);
  return Math.ceil(columns / blocks);
}

/** Filters per register block: on the software GPU 16 are faster than 8, and 32 slower. */
export function filterBlock(filters: number): number {
  if (filters > 8) return 16;
  return filters > 4 ? 8 : 4;
}

/** True where ReLU and a 2×2 max-pool can be part of the convolution. */
export function canPool({ kernel, stride, outHeight, outWidth }: Conv2dDims): boolean {
  return stride === 1 && kernel <= MAX_TAPS && outHeight % 2 === 0 && outWidth % 2 === 0;
}

interface Task {
  readonly label: string;
  readonly batch: number;
  readonly io: {
    readonly x: Binding;
    readonly weight: Binding;
    readonly bias?: Binding | undefined;
    readonly y: Binding;
  };
  readonly relu: boolean;
  /** Where a 2×2 max-pool is part of it: behind it (y) or, in the backward pass, before it (x). */
  readonly pool?: { readonly side: "x" | "y"; readonly argmax: Binding } | undefined;
}

function correlate(given: Correlation, { label, batch, io, relu, pool }: Task): DispatchPlan {
  const { STRIDE, ...places } = given;
  const { C, F, ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS, PADDING_COLUMNS } = places;
  const [xPool, yPool] = [pool?.side === "x" ? 2 : 1, pool?.side === "y" ? 2 : 1];
  const TAPS = Math.max(1, Math.min(MAX_TAPS, KERNEL_COLUMNS));
  const constants = { ...places, HAS_BIAS: io.bias ? 1 : 0, RELU: relu ? 1 : 0, WG };
  /** Blocks of TF filters and at most `mostColumns` columns. Each output is summed up in the same order whatever they are. */
  const form = (TF: number, mostColumns: number): Pick<DispatchPlan, "kernel" | "workgroups"> => {
    const TP = pool ? 2 * blockColumns(COLUMNS / 2, mostColumns / 2) : blockColumns(COLUMNS, mostColumns);
    const loaded = loadedColumns(given, { TAPS, TP });
    const tuning = {
      TF,
      TP,
      TAPS,
      BLOCKS: Math.ceil(KERNEL_COLUMNS / TAPS),
      STRIDE,
      ...loaded,
      PARTIAL: F % TF > 0 || COLUMNS % TP > 0 ? 1 : 0,
      Y_POOL: yPool,
      X_POOL: xPool,
      SHIFT: Math.abs((loaded.FIRST_LOADED - PADDING_COLUMNS) % 2),
    };
    const [x, y] = flatWorkgroups(batch * (ROWS / yPool) * Math.ceil(COLUMNS / TP), WG);
    return { kernel: { label, code, constants, tuning }, workgroups: [x, y, Math.ceil(F / TF)] };
  };
  return {
    ...form(C > 1 ? filterBlock(F) : 4, 16), // a larger block reuses more of x, which pays over many channels
    quick: form(4, 2),
    bindings: [io.x, io.weight, io.bias ?? io.weight, io.y, pool?.argmax ?? unused],
    params: { batch },
    operations: 2 * batch * F * ROWS * COLUMNS * C * KERNEL_ROWS * KERNEL_COLUMNS,
  };
}

/** Which columns of a window can lie inside the image; known where one register block holds a whole row. */
function loadedColumns(
  { COLUMNS, KERNEL_COLUMNS, PADDING_COLUMNS, W, STRIDE }: Correlation,
  { TAPS, TP }: { TAPS: number; TP: number },
) {
  const count = (TP - 1) * STRIDE + TAPS;
  if (TAPS < KERNEL_COLUMNS) return { FIRST_LOADED: 0, LOADED: count, EDGES: 2 };
  if (TP < COLUMNS) return { FIRST_LOADED: 0, LOADED: count, EDGES: 1 };
  const first = Math.min(Math.max(PADDING_COLUMNS, 0), count);
  const end = Math.min(Math.max(PADDING_COLUMNS + W, first), count);
  return { FIRST_LOADED: first, LOADED: end - first, EDGES: 0 };
}

/**
 * With `relu`, y is cut off at 0. With `argmax`, it is max-pooled as well: both (N, F, OH/2, OW/2), argmax u32 as
 * max-pool.ts has it; only where `canPool`.
 */
export function conv2dForward(
  dims: Conv2dDims,
  io: { x: Binding; weight: Binding; bias?: Binding | undefined; y: Binding; argmax?: Binding },
  relu = false,
): DispatchPlan {
  const pool = io.argmax && ({ side: "y", argmax: io.argmax } as const);
  const plan = correlate(forwardCorrelation(dims), { label: "conv2d.forward", batch: dims.batch, io, relu, pool });
  return pool && isShallow(dims) ? { ...plan, ...shallowForm(dims, io.bias !== undefined) } : plan;
}

/**
 * dx: one dispatch per parity class of rows and columns (one in all where the stride is 1). With `argmax`, dy is the
 * gradient of the pooled y.
 */
export function conv2dInputGradient(
  dims: Conv2dDims,
  io: { dy: Binding; weight: Binding; dx: Binding; argmax?: Binding },
): DispatchPlan[] {
  const task: Task = {
    label: "conv2d.input-gradient",
    batch: dims.batch,
    io: { x: io.dy, weight: io.weight, y: io.dx },
    relu: false,
    pool: io.argmax && { side: "x", argmax: io.argmax },
  };
  return inputGradientCorrelations(dims).map((given) => correlate(given, task));
}
