/** @file Square-root scaling (Krizhevsky 2014): the noise of a mean falls with √n, and the rate grows with it. */
import shader from "../../../shaders/rules/sqrt.wgsl?raw";
import type { RateRule } from "../rate-rule.ts";

export const sqrt: RateRule = {
  id: "sqrt",
  title: "Square-root scaling (Krizhevsky 2014): √n times the base rate for every layer",
  shader,
  layerwise: false,
  state: "whole",
  usesWeights: false,
  gain: ({ n }) => Math.sqrt(n),
};
