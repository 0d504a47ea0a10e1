/**
 * @file Batch norm over (N, H, W) of each channel. Training uses the statistics of
 * the micro-batch and hands them on; evaluation uses the running ones.
 */
import { ShapeError } from "../../core/errors.ts";
import { sizeOf } from "../../core/shape.ts";
import type { Binding } from "../../gpu/program.ts";
import {
  batchNormBackward,
  batchNormNormalise,
  batchNormStatistics,
  momentCount,
  partialCount,
} from "../../kernels/batch-norm.ts";
import { batchNormFromRunning } from "../../kernels/running-statistics.ts";
import type { LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";
import { imageShape } from "./image-shape.ts";

/** `relu`, `addend`: the ReLU behind it, and the other branch of a residual block, that were put into it. */
export type BatchNormSpec = Extract<PlainLayerSpec, { type: "batch-norm" }> & {
  readonly relu?: true | undefined;
  readonly addend?: Binding;
};

export const batchNorm: LayerType<BatchNormSpec> = {
  outputShape(_, input, where) {
    imageShape(input, where);
    return input;
  },

  parameters: (_, [channels]) => [
    { role: "scale", shape: [channels!], start: { constant: 1 } },
    { role: "shift", shape: [channels!], start: { constant: 0 } },
  ],

  plan(place, x) {
    const [channels, height, width] = place.inputShape as [number, number, number];
    const { relu, addend } = place.spec;
    const { family } = place.kernels;
    const dims = { batch: place.batch, channels, planeSize: height * width };
    if (place.training && dims.batch * dims.planeSize === 1) {
      throw new ShapeError({
        where: place.where,
        wanted: "more than one value per channel, to measure a variance",
        found: "a micro-batch of 1 and an image of 1x1",
        tryThis: "a micro-batch of at least 2",
      });
    }
    const scale = place.parameter("scale");
    const moments = place.buffer("moments", momentCount(dims));
    const partials = place.buffer("partials", place.training ? partialCount(dims) : 1);
    const y = place.between("y", dims.batch * sizeOf(place.inputShape));
    const measure = place.training
      ? batchNormStatistics(dims, { x, partials, moments, statistics: place.statistics() }, family)
      : [batchNormFromRunning(dims, { running: place.running(), moments })];
    return {
      output: y,
      dispatches: [
        ...measure,
        batchNormNormalise(dims, { x, moments, scale, shift: place.parameter("shift"), addend, y }, relu),
      ],
      endsInRelu: relu === true,
      takesPasses: true,
      backward(dy, _, passes) {
        const dx = place.between("dx", dims.batch * sizeOf(place.inputShape));
        const sums = place.buffer("sums", momentCount(dims));
        const [dScale, dShift] = [place.gradient("scale"), place.gradient("shift")];
        return {
          dispatches: batchNormBackward(
            dims,
            { x, dy, passes, moments, scale, partials, dScale, dShift, dx, sums },
            family,
          ),
          dx,
        };
      },
    };
  },
};
