/** @file Dense (fully connected) layer. */
import { ShapeError } from "../../core/errors.ts";
import { formatShape, sizeOf } from "../../core/shape.ts";
import { denseForward, denseInputGradient, denseWeightGradient } from "../../kernels/dense.ts";
import { foldPartials } from "../../kernels/fold-partials.ts";
import type { LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";

export const dense: LayerType<Extract<PlainLayerSpec, { type: "dense" }>> = {
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
    const dims = { batch: place.batch, inputs: sizeOf(place.inputShape), outputs: place.spec.units };
    const weight = place.parameter("weight");
    const bias = place.spec.bias ? place.parameter("bias") : undefined;
    const y = place.buffer("y", dims.batch * dims.outputs);
    return {
      output: y,
      dispatches: [denseForward(dims, { x, weight, bias, y })],
      backward(dy, needsInput) {
        const dispatches = [denseWeightGradient(dims, { x, dy, dWeight: place.gradient("weight") })];
        if (place.spec.bias) {
          const size = { partCount: dims.batch, size: dims.outputs };
          dispatches.push(foldPartials(size, { partials: dy, y: place.gradient("bias") }));
        }
        if (!needsInput) return { dispatches, dx: undefined };
        const dx = place.buffer("dx", dims.batch * dims.inputs);
        dispatches.push(denseInputGradient(dims, { dy, weight, dx }));
        return { dispatches, dx };
      },
    };
  },
};
