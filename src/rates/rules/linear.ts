/** @file Linear scaling (Goyal et al. 2017): the rate grows with the number of micro-batches. */
import shader from "../../../shaders/rules/linear.wgsl?raw";
import type { RateRule } from "../rate-rule.ts";

export const linear: RateRule = {
  id: "linear",
  title: "Linear scaling (Goyal et al. 2017): n times the base rate for every layer",
  shader,
  layerwise: false,
  state: "whole",
  usesWeights: false,
  gain: ({ n }) => n,
};
