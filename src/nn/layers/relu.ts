/** @file Rectified linear unit, on any shape. */
import { sizeOf } from "../../core/shape.ts";
import { reluForward } from "../../kernels/relu.ts";
import type { LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";

export const relu: LayerType<Extract<PlainLayerSpec, { type: "relu" }>> = {
  outputShape: (_, input) => input,
  parameters: () => [],
  plan(place, x) {
    const count = place.batch * sizeOf(place.inputShape);
    const y = place.between("y", count);
    return {
      output: y,
      dispatches: [reluForward(count, { x, y })],
      endsInRelu: true,
      backward: (dy) => ({ dispatches: [], dx: dy }),
    };
  },
};
