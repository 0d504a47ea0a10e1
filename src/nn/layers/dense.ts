/** @file Dense (fully connected) layer. */
import { ShapeError } from "../../core/errors.ts";
import { formatShape, sizeOf } from "../../core/shape.ts";
import type { Binding, DispatchPlan } from "../../gpu/program.ts";
import { type DenseDims, denseForward, denseInputGradient, denseWeightGradient } from "../../kernels/dense.ts";
import {
  type DensePass,
  denseForwardTiled,
  denseInputGradientTiled,
  densePartials,
  denseWeightGradientTiled,
} from "../../kernels/dense-tiled.ts";
import { foldPartials } from "../../kernels/fold-partials.ts";
import type { Tile } from "../../kernels/tile.ts";
import { tileFor } from "../../kernels/variant.ts";
import type { LayerPlace, LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";

type DenseSpec = Extract<PlainLayerSpec, { type: "dense" }>;

export const dense: LayerType<DenseSpec> = {
  outputShape(spec, input, where) {
    if (input.length === 1) return [spec.units];
    throw new ShapeError({
      where,
      wanted: "a flat list of values per image",
      found: `an image of ${formatShape(input)}`,
      tryThis: 'a layer { "type": "flatten" } above it',
    });
  },

  parameters(spec, [inputs]) {
    const weight = { role: "weight", shape: [spec.units, inputs!], start: { heFanIn: inputs! } } as const;
    const bias = { role: "bias", shape: [spec.units], start: { constant: 0 } } as const;
    return spec.bias ? [weight, bias] : [weight];
  },

  plan(place, x) {
    const dims = denseDims(place);
    const weight = place.parameter("weight");
    const bias = place.spec.bias ? place.parameter("bias") : undefined;
    const y = place.between("y", dims.batch * dims.outputs);
    return {
      output: y,
      dispatches: forward(place, dims, { x, weight, bias, y }),
      backward(dy, needsInput) {
        const dispatches = weightGradient(place, dims, { x, dy, dWeight: place.gradient("weight") });
        if (place.spec.bias) {
          const size = { partCount: dims.batch, size: dims.outputs };
          const io = { partials: dy, y: place.gradient("bias") };
          dispatches.push(foldPartials(size, io, place.kernels.family));
        }
        if (!needsInput) return { dispatches, dx: undefined };
        const dx = place.between("dx", dims.batch * dims.inputs);
        return { dispatches: [...dispatches, ...inputGradient(place, dims, { dy, weight, dx })], dx };
      },
    };
  },
};

export function denseDims({
  spec,
  batch,
  inputShape,
}: Pick<LayerPlace<DenseSpec>, "spec" | "batch" | "inputShape">): DenseDims {
  return { batch, inputs: sizeOf(inputShape), outputs: spec.units };
}

type Place = LayerPlace<unknown>;

/** Partial sums of a tiled product. */
function partialsOf(place: Place, pass: DensePass, dims: DenseDims, tile: Tile) {
  return place.buffer(`${pass}.partials`, densePartials(pass, dims, tile));
}

function forward(
  place: Place,
  dims: DenseDims,
  io: { x: Binding; weight: Binding; bias: Binding | undefined; y: Binding },
): DispatchPlan[] {
  if (place.kernels.family === "registers") return [denseForward(dims, io)];
  const tile = tileFor(place.kernels, "dense.forward", dims);
  return denseForwardTiled(dims, { ...io, partials: partialsOf(place, "forward", dims, tile) }, tile);
}

function inputGradient(
  place: Place,
  dims: DenseDims,
  io: { dy: Binding; weight: Binding; dx: Binding },
): DispatchPlan[] {
  if (place.kernels.family === "registers") return [denseInputGradient(dims, io)];
  const tile = tileFor(place.kernels, "dense.input-gradient", dims);
  return denseInputGradientTiled(dims, { ...io, partials: partialsOf(place, "input-gradient", dims, tile) }, tile);
}

function weightGradient(
  place: Place,
  dims: DenseDims,
  io: { x: Binding; dy: Binding; dWeight: Binding },
): DispatchPlan[] {
  if (place.kernels.family === "registers") return [denseWeightGradient(dims, io)];
  const tile = tileFor(place.kernels, "dense.weight-gradient", dims);
  return denseWeightGradientTiled(dims, { ...io, partials: partialsOf(place, "weight-gradient", dims, tile) }, tile);
}
