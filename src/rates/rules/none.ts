/** @file No scaling: every layer keeps the base rate, as in single-worker training. */
import type { RateRule } from "../rate-rule.ts";

export const none: RateRule = {
  id: "none",
  title: "No scaling: the base rate for every layer",
  code: 0,
  scope: "model",
  gains: (layers) => layers.map(() => 1),
};
