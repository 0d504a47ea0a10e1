/** @file Pooling layers without padding: maximum, average, and average over the whole image. */
import { sizeOf } from "../../core/shape.ts";
import type { Binding } from "../../gpu/program.ts";
import { averagePoolBackward, averagePoolForward } from "../../kernels/average-pool.ts";
import { maxPoolBackward, maxPoolForward } from "../../kernels/max-pool.ts";
import type { PoolDims } from "../../kernels/pool-dims.ts";
import type { LayerPlace, LayerPlan, LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";
import { imageShape, windowCount } from "./image-shape.ts";

type WindowSpec = { readonly size: number; readonly stride?: number | undefined };

function pooledShape(spec: WindowSpec, input: readonly number[], where: string): readonly number[] {
  const [channels, height, width] = imageShape(input, where);
  const window = { size: spec.size, stride: spec.stride ?? spec.size, padding: 0 };
  return [channels, windowCount(height, window, where), windowCount(width, window, where)];
}

function dimsOf(place: LayerPlace<unknown>, sizes: Pick<PoolDims, "sizeR" | "sizeC" | "stride">): PoolDims {
  const [channels, height, width] = place.inputShape as [number, number, number];
  const [, outHeight, outWidth] = place.outputShape as [number, number, number];
  return { planes: place.batch * channels, height, width, outHeight, outWidth, ...sizes };
}

function squareDims(place: LayerPlace<WindowSpec>): PoolDims {
  const { size, stride = size } = place.spec;
  return dimsOf(place, { sizeR: size, sizeC: size, stride });
}

/** `relu`: fuse.ts put a ReLU into it. */
export type MaxPoolSpec = Extract<PlainLayerSpec, { type: "max-pool" }> & { readonly relu?: true };

export const maxPool: LayerType<MaxPoolSpec> = {
  outputShape: pooledShape,
  parameters: () => [],
  plan(place, x) {
    const dims = squareDims(place);
    const count = place.batch * sizeOf(place.outputShape);
    const y = place.between("y", count);
    const argmax = place.buffer("argmax", count);
    return {
      output: y,
      dispatches: [maxPoolForward(dims, { x, y, argmax }, place.spec.relu, place.kernels.family)],
      backward(dy, needsInput) {
        if (!needsInput) return { dispatches: [], dx: undefined };
        const dx = place.between("dx", place.batch * sizeOf(place.inputShape));
        return { dispatches: [maxPoolBackward(dims, { dy, argmax, dx }, place.kernels.family)], dx };
      },
    };
  },
};

function planAverage(place: LayerPlace<unknown>, dims: PoolDims, x: Binding): LayerPlan {
  const y = place.between("y", place.batch * sizeOf(place.outputShape));
  return {
    output: y,
    dispatches: [averagePoolForward(dims, { x, y })],
    backward(dy, needsInput) {
      if (!needsInput) return { dispatches: [], dx: undefined };
      const dx = place.between("dx", place.batch * sizeOf(place.inputShape));
      return { dispatches: [averagePoolBackward(dims, { dy, dx })], dx };
    },
  };
}

export const averagePool: LayerType<Extract<PlainLayerSpec, { type: "average-pool" }>> = {
  outputShape: pooledShape,
  parameters: () => [],
  plan: (place, x) => planAverage(place, squareDims(place), x),
};

export const globalAveragePool: LayerType<Extract<PlainLayerSpec, { type: "global-average-pool" }>> = {
  outputShape: (_, input, where) => [imageShape(input, where)[0], 1, 1],
  parameters: () => [],
  plan(place, x) {
    const [, height, width] = place.inputShape as [number, number, number];
    return planAverage(place, dimsOf(place, { sizeR: height, sizeC: width, stride: 1 }), x);
  },
};
