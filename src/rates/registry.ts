/** @file Every rate rule by id. Adding one is one file and one line here. */
import type { RateRule } from "./rate-rule.ts";
import { adascale } from "./rules/adascale.ts";
import { lars } from "./rules/lars.ts";
import { lena } from "./rules/lena.ts";
import { linear } from "./rules/linear.ts";
import { none } from "./rules/none.ts";
import { sqrt } from "./rules/sqrt.ts";

export const rateRules = { lena, linear, sqrt, adascale, lars, none } as const satisfies Record<string, RateRule>;
