/** @file Linear scaling (Goyal et al. 2017): the rate grows with the number of micro-batches. */
import type { RateRule } from "../rate-rule.ts";

export const linear: RateRule = {
  id: "linear",
  title: "Linear scaling (Goyal et al. 2017): n times the base rate for every layer",
  code: 1,
  scope: "model",
  gains: (layers, n) => layers.map(() => n),
};
