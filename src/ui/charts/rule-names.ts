/** @file The rules by the short names that lines and switches carry. */
import type { RateRuleId } from "../../train/other-rules.ts";

export const ruleNames: Readonly<Record<RateRuleId, string>> = {
  lena: "LENA",
  linear: "Linear",
  sqrt: "Square root",
  adascale: "AdaScale",
  lars: "LARS",
  none: "No scaling",
};
