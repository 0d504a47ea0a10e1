/** @file Every rate rule and warm-up by id. Adding one is one file and one line here. */
import type { RateRule } from "./rate-rule.ts";
import { lena } from "./rules/lena.ts";
import { linear } from "./rules/linear.ts";
import { none } from "./rules/none.ts";

export const rateRules = { lena, linear, none } as const satisfies Record<string, RateRule>;
