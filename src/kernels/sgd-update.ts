/** @file Momentum SGD with weight decay and one rate per layer, and its float64 twin. */
import code from "../../shaders/sgd-update.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { ELEMENTS, flatDispatch } from "./flat-dispatch.ts";
import type { Segment, SegmentTable } from "./segments.ts";

export interface SgdOptions {
  readonly momentum: number;
  readonly weightDecay: number;
}

/**
 * PyTorch's form, one workgroup per chunk of the table:
 * v ← momentum · v + (g + weightDecay · x);  x ← x − rate · v.
 */
export function sgdUpdate(
  { chunkCount }: Pick<SegmentTable, "chunkCount">,
  { momentum, weightDecay }: SgdOptions,
  io: { segments: Binding; rates: Binding; gradient: Binding; velocity: Binding; parameters: Binding },
): DispatchPlan {
  const bindings = [io.segments, io.rates, io.gradient, io.velocity, io.parameters];
  const params = { chunk_count: chunkCount, momentum, weight_decay: weightDecay };
  return flatDispatch("sgd-update", code, ELEMENTS, chunkCount * ELEMENTS, bindings, params);
}

/** Returns the next values; what is given stays as it is. */
export function sgdUpdateTwin(
  layers: readonly Segment[],
  { momentum, weightDecay }: SgdOptions,
  rates: ArrayLike<number>,
  gradient: ArrayLike<number>,
  velocity: ArrayLike<number>,
  parameters: ArrayLike<number>,
): { velocity: Float64Array; parameters: Float64Array } {
  const nextVelocity = Float64Array.from(velocity);
  const nextParameters = Float64Array.from(parameters);
  layers.forEach(({ offset, size }, layer) => {
    for (let i = offset; i < offset + size; i++) {
      nextVelocity[i] = momentum * velocity[i]! + (gradient[i]! + weightDecay * parameters[i]!);
      nextParameters[i]! -= rates[layer]! * nextVelocity[i]!;
    }
  });
  return { velocity: nextVelocity, parameters: nextParameters };
}
