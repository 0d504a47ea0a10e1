/** @file (C, H, W) to (C·H·W), in PyTorch's order. Nothing moves: both are the same buffer. */
import { sizeOf } from "../../core/shape.ts";
import type { LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";

export const flatten: LayerType<Extract<PlainLayerSpec, { type: "flatten" }>> = {
  outputShape: (_, input) => [sizeOf(input)],
  parameters: () => [],
  plan: (_, x) => ({
    output: x,
    dispatches: [],
    backward: (dy, needsInput) => ({ dispatches: [], dx: needsInput ? dy : undefined }),
  }),
};
