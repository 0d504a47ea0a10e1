/**
 * @file AdaScale (Johnson et al. 2020) as the LENA paper writes it: one gain, the
 * gradient variance of the whole model taken as one layer.
 */
import shader from "../../../shaders/rules/adascale.wgsl?raw";
import type { RateRule } from "../rate-rule.ts";

export const adascale: RateRule = {
  id: "adascale",
  title: "AdaScale (Johnson et al. 2020): one gain, from the gradient variance of the whole model",
  shader,
  layerwise: false,
  state: "whole",
  usesWeights: false,
  gain: ({ whole }) => whole,
};
