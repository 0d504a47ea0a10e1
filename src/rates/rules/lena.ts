/**
 * @file LENA (Ko, Lee, Kim, WWW 2022, Eq. 5): each layer has its own gain, its
 * gradient variance. 1 where the micro-batches agree, n where they are orthogonal.
 */
import shader from "../../../shaders/rules/lena.wgsl?raw";
import type { RateRule } from "../rate-rule.ts";

export const lena: RateRule = {
  id: "lena",
  title: "LENA (Ko, Lee, Kim 2022): each layer's gain from its own gradient variance",
  shader,
  layerwise: true,
  state: "own",
  usesWeights: false,
  gain: ({ own }) => own,
};
