/** @file A small model for tests. Not part of the product. */
import type { ModelSpec } from "./model-spec.ts";

/** Every kind of layer, and every way in which one takes in the next. */
export const allLayers: ModelSpec = {
  name: "all-layers",
  layers: [
    { type: "conv2d", name: "stem", filters: 6, kernel: 3, stride: 1, padding: 1, bias: true },
    { type: "relu" },
    { type: "max-pool", size: 2 },
    { type: "conv2d", name: "plain", filters: 9, kernel: 3, stride: 1, padding: 1, bias: true },
    { type: "relu" },
    {
      type: "residual",
      name: "block",
      body: [
        { type: "conv2d", name: "conv1", filters: 12, kernel: 3, stride: 2, padding: 1, bias: false },
        { type: "batch-norm", name: "bn1" },
        { type: "relu" },
        { type: "conv2d", name: "conv2", filters: 12, kernel: 3, stride: 1, padding: 1, bias: false },
        { type: "batch-norm", name: "bn2" },
      ],
      shortcut: [
        { type: "conv2d", name: "0", filters: 12, kernel: 1, stride: 2, padding: 0, bias: false },
        { type: "batch-norm", name: "1" },
      ],
    },
    { type: "relu" },
    { type: "average-pool", size: 2 },
    { type: "flatten" },
    { type: "dense", name: "hidden", units: 20, bias: true },
    { type: "relu" },
    { type: "dense", name: "out", units: 10, bias: true },
  ],
};
