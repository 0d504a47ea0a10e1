/** @file Convolution layer. */
import { sizeOf } from "../../core/shape.ts";
import type { Conv2dDims } from "../../kernels/conv2d.ts";
import type { LayerPlace, LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";
import { biasGradient, forward, inputGradient, weightGradient } from "./conv2d-kernels.ts";
import { imageShape, windowCount } from "./image-shape.ts";

/** `relu`, `pool`: fuse.ts put a ReLU, or a ReLU and a 2×2 max-pool, into it. */
export type Conv2dSpec = Extract<PlainLayerSpec, { type: "conv2d" }> & { readonly relu?: true; readonly pool?: true };

export const conv2d: LayerType<Conv2dSpec> = {
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
    const { spec, batch } = place;
    const dims = convolutionDims(place);
    const count = batch * sizeOf(place.outputShape);
    const weight = place.parameter("weight");
    const y = place.between("y", count);
    const bias = spec.bias ? place.parameter("bias") : undefined;
    const pooled = spec.pool && { argmax: place.buffer("argmax", count) };
    return {
      output: y,
      dispatches: forward(place, dims, { x, weight, bias, y, ...pooled }, spec.relu),
      endsInRelu: spec.relu === true && !spec.pool, // a pool cuts by its argmax
      backward(dy, needsInput) {
        const dispatches = weightGradient(place, dims, { x, dy, dWeight: place.gradient("weight"), ...pooled });
        if (spec.bias) dispatches.push(...biasGradient(place, dims, { dy, dBias: place.gradient("bias"), ...pooled }));
        if (!needsInput) return { dispatches, dx: undefined };
        const dx = place.between("dx", batch * sizeOf(place.inputShape));
        return { dispatches: [...dispatches, ...inputGradient(place, dims, { dy, weight, dx, ...pooled })], dx };
      },
    };
  },
};

/** Of the convolution alone, without a pool. */
export function convolutionDims({
  spec,
  batch,
  inputShape,
  where,
}: Pick<LayerPlace<Conv2dSpec>, "spec" | "batch" | "inputShape" | "where">): Conv2dDims {
  const [channels, height, width] = imageShape(inputShape, where);
  const { filters, kernel, stride, padding } = spec;
  const window = { size: kernel, stride, padding };
  const [outHeight, outWidth] = [windowCount(height, window, where), windowCount(width, window, where)];
  return { batch, channels, height, width, filters, kernel, stride, padding, outHeight, outWidth };
}
