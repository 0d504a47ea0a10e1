/** @file Convolution layer. */
import { sizeOf } from "../../core/shape.ts";
import {
  type Conv2dDims,
  conv2dForward,
  conv2dInputGradient,
  conv2dWeightGradient,
  weightGradientPartials,
} from "../../kernels/conv2d.ts";
import { foldPartials } from "../../kernels/fold-partials.ts";
import { planeSums } from "../../kernels/plane-sums.ts";
import type { LayerPlace, LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";
import { imageShape, windowCount } from "./image-shape.ts";

type Spec = Extract<PlainLayerSpec, { type: "conv2d" }>;

export const conv2d: LayerType<Spec> = {
  outputShape(spec, input, where) {
    const [, height, width] = imageShape(input, where);
    const window = { size: spec.kernel, stride: spec.stride, padding: spec.padding };
    return [spec.filters, windowCount(height, window, where), windowCount(width, window, where)];
  },

  parameters(spec, input) {
    const fanIn = input[0]! * spec.kernel ** 2;
    const weight = {
      role: "weight",
      shape: [spec.filters, input[0]!, spec.kernel, spec.kernel],
      start: { heFanIn: fanIn },
    } as const;
    const bias = { role: "bias", shape: [spec.filters], start: { constant: 0 } } as const;
    return spec.bias ? [weight, bias] : [weight];
  },

  plan(place, x) {
    const dims = dimsOf(place);
    const { filters, batch, outHeight, outWidth } = dims;
    const weight = place.parameter("weight");
    const y = place.buffer("y", batch * sizeOf(place.outputShape));
    const bias = place.spec.bias ? place.parameter("bias") : undefined;
    return {
      output: y,
      dispatches: [conv2dForward(dims, { x, weight, bias, y })],
      backward(dy, needsInput) {
        const partials = place.buffer("partials", weightGradientPartials(dims));
        const dispatches = conv2dWeightGradient(dims, { x, dy, partials, dWeight: place.gradient("weight") });
        if (place.spec.bias) {
          const sums = place.buffer("bias-sums", batch * filters);
          dispatches.push(
            planeSums({ planeCount: batch * filters, planeSize: outHeight * outWidth }, { x: dy, sums }),
            foldPartials({ partCount: batch, size: filters }, { partials: sums, y: place.gradient("bias") }),
          );
        }
        if (!needsInput) return { dispatches, dx: undefined };
        const dx = place.buffer("dx", batch * sizeOf(place.inputShape));
        return { dispatches: [...dispatches, ...conv2dInputGradient(dims, { dy, weight, dx })], dx };
      },
    };
  },
};

function dimsOf({ spec, batch, inputShape, outputShape }: LayerPlace<Spec>): Conv2dDims {
  const [channels, height, width] = inputShape as [number, number, number];
  const [filters, outHeight, outWidth] = outputShape as [number, number, number];
  const { kernel, stride, padding } = spec;
  return { batch, channels, height, width, filters, kernel, stride, padding, outHeight, outWidth };
}
