/**
 * @file LARS (You, Gitman, Ginsburg 2017): a layer's rate follows the ratio of its
 * weights to its gradient. Here it scales the linear rate n·η0, so its gain may be
 * below 1 or above n. Where a norm is 0 the linear rate stays, as common programs do.
 */
import shader from "../../../shaders/rules/lars.wgsl?raw";
import type { RateRule } from "../rate-rule.ts";

export const lars: RateRule = {
  id: "lars",
  title: "LARS (You et al. 2017): each layer's rate in proportion to its weights over its gradient",
  shader,
  layerwise: true,
  state: "whole",
  usesWeights: true,
  gain: ({ n, weightNorm, gradientNorm, trustCoefficient, weightDecay }) =>
    weightNorm === 0 || gradientNorm === 0
      ? n
      : (n * trustCoefficient * weightNorm) / (gradientNorm + weightDecay * weightNorm),
};
