/**
 * @file Convolution of images with few channels, with ReLU and a 2×2 max-pool behind it, as the first layer of a small
 * CNN has it. Another form of conv2dForward (conv2d.ts) with the same bits; twins there.
 */
import code from "../../shaders/conv2d-shallow.wgsl?raw";
import { type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";
import type { Conv2dDims } from "./conv2d.ts";

/** Terms per output; with more, the code that is written out would take too long to compile. */
const MAX_TERMS = 32;
const WG = 32;
/** Filters and columns per invocation: on the software GPU larger blocks are slower. */
const TF = 4;
const TP = 4;

export function isShallow({ channels, kernel }: Conv2dDims): boolean {
  return channels * kernel ** 2 <= MAX_TERMS;
}

/** Only where `canPool` and `isShallow`. */
export function shallowForm(dims: Conv2dDims, hasBias: boolean): Pick<DispatchPlan, "kernel" | "workgroups"> {
  const { batch, filters: F, outHeight: ROWS, outWidth: COLUMNS } = dims;
  const [x, y] = flatWorkgroups(batch * (ROWS / 2) * Math.ceil(COLUMNS / TP), WG);
  const constants = {
    H: dims.height,
    W: dims.width,
    F,
    ROWS,
    COLUMNS,
    PADDING: dims.padding,
    HAS_BIAS: hasBias ? 1 : 0,
    WG,
  };
  const tuning = {
    TF,
    TP,
    C: dims.channels,
    KERNEL: dims.kernel,
    PARTIAL: F % TF > 0 || COLUMNS % TP > 0 ? 1 : 0,
  };
  return { kernel: { label: "conv2d.forward", code, constants, tuning }, workgroups: [x, y, Math.ceil(F / TF)] };
}
