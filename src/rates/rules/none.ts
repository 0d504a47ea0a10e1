/** @file No scaling: every layer keeps the base rate, as in single-worker training. */
import shader from "../../../shaders/rules/none.wgsl?raw";
import type { RateRule } from "../rate-rule.ts";

export const none: RateRule = {
  id: "none",
  title: "No scaling: the base rate for every layer",
  shader,
  layerwise: false,
  state: "whole",
  usesWeights: false,
  gain: () => 1,
};
