/** @file The rules by the short names and the dashes of their lines, which their switches carry too. */
import type { RateRuleId } from "../../train/other-rules.ts";

export const ruleNames: Readonly<Record<RateRuleId, string>> = {
  lena: "LENA",
  linear: "Linear",
  sqrt: "Square root",
  adascale: "AdaScale",
  lars: "LARS",
  none: "No scaling",
};

/** In pixels. All differ, so that a line can be told from the others where its name is far away. */
export const ruleDashes: Readonly<Record<RateRuleId, readonly number[]>> = {
  lena: [1, 4],
  linear: [2, 3],
  sqrt: [7, 3],
  adascale: [7, 3, 2, 3],
  lars: [12, 4],
  none: [4, 2],
};
