/** @file Rates that a rule would have set, against those that the float64 twin did set in a run under that rule. */
import { describe, expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { rateRules } from "../rates/registry.ts";
import { madeUpRates } from "./made-up-rates.ts";
import { otherRules, type RateRuleId } from "./other-rules.ts";

const ids = Object.keys(rateRules) as RateRuleId[];
/** The norms were rounded to float32 before they were read again. */
const tolerance = { abs: 0, rel: 1e-5 };

describe("what a rule would have set is what it sets in a run of its own on the same norms", () => {
  test.each([
    ["as it comes", {}],
    ["fixed warm-up", { warmup: "fixed" }],
    ["without warm-up", { warmup: "none" }],
    ["modules, half of them", { granularity: "module", layerwiseShare: 0.5 }],
    ["weights only, unbiased, not averaged", { layerwise: "weights", gainEstimator: "unbiased", averaging: "none" }],
    ["the authors' variant", { variant: "released", epochs: 20 }],
  ] as const)("%s", (_, change) => {
    for (const shown of ids) {
      const { run, numbers } = madeUpRates({ ...change, rule: shown });
      const others = otherRules(run, numbers);
      expect([...others.keys()]).toEqual(ids);
      for (const rule of ids) {
        const own = madeUpRates({ ...change, rule });
        own.run.layers.forEach((layer, k) => {
          const want = own.numbers.layerColumn("rate", k);
          expect(worstMismatch(others.get(rule)!(k), want, tolerance), `${rule} in ${layer.name}`).toBeUndefined();
        });
      }
    }
  });
});

test("a run that goes on gets the rates of its new updates, and those before stay", () => {
  const { run, numbers, add } = madeUpRates({}, 300);
  const first = otherRules(run, numbers).get("adascale")!(1).slice();
  expect(first).toHaveLength(300);
  add(300);
  const all = otherRules(run, numbers).get("adascale")!(1);
  expect(all).toHaveLength(600);
  expect(all.slice(0, 300)).toEqual(first);
  const whole = madeUpRates({}, 600);
  expect(all).toEqual(otherRules(whole.run, whole.numbers).get("adascale")!(1));
});

test("without the norms of the weights LARS is not a number, and the others are", () => {
  const { run, numbers } = madeUpRates();
  const unweighed: typeof numbers = {
    ...numbers,
    layerColumn: (metric, k) =>
      metric === "weightSquare"
        ? new Float32Array(numbers.updateCount).fill(Number.NaN)
        : numbers.layerColumn(metric, k),
  };
  const others = otherRules(run, unweighed);
  expect(others.get("lars")!(0).every(Number.isNaN)).toBe(true);
  expect(others.get("lena")!(0).every(Number.isFinite)).toBe(true);
});
