/** @file Rates that real runs recorded, against those that are computed again from the norms that they recorded. */
import { expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { rateRules } from "../rates/registry.ts";
import { defaultRunConfig, type RunConfig } from "../train/config.ts";
import { explainRate } from "../train/explain.ts";
import { otherRules, type RateRuleId } from "../train/other-rules.ts";
import { scheduleOf } from "../train/schedule.ts";
import { runUpdates } from "./browser/testing.ts";

const UPDATES = 12;
/** Of float32 on the device against float64 here. */
const ROUNDING = 2e-5;
const base = { workers: 2, local: 2, microBatch: 8, epochs: 1, trainSize: 640, alpha: 0.1, baseRate: 0.002 };

test.each<Partial<RunConfig>>([
  { rule: "lena", warmup: "state-aware" },
  { rule: "lena", warmup: "state-aware", variant: "released", epochs: 20, granularity: "module" },
  { rule: "adascale", warmup: "fixed", gainEstimator: "unbiased", averaging: "none" },
  { rule: "lars", warmup: "state-aware", layerwise: "weights", trustCoefficient: 0.02 },
])("%j", async (change) => {
  const config: RunConfig = { ...defaultRunConfig, ...base, ...change };
  const { store } = await runUpdates(config, UPDATES);
  const run = { config, schedule: scheduleOf(config), layers: store.layers };
  const others = otherRules(run, store);
  expect([...others.keys()]).toEqual(Object.keys(rateRules) as RateRuleId[]);
  for (const [k, { name }] of store.layers.entries()) {
    const recorded = store.layerColumn("rate", k);
    const again = others.get(config.rule)!(k);
    expect(worstMismatch(again, recorded, { abs: 1e-12, rel: ROUNDING }), name).toBeUndefined();
    for (const rates of others.values()) expect(rates(k).every(Number.isFinite), name).toBe(true);

    const x = explainRate(run, store, k, UPDATES - 1);
    expect(x.rate).toBe(recorded.at(-1));
    const product = x.baseRate * x.gain * x.warmup * x.decay;
    expect(Math.abs(product - x.rate)).toBeLessThanOrEqual(ROUNDING * x.rate);
    if (config.rule === "lars" && x.denominator === 0) continue;
    const ratio = (x.numerator + x.epsilon) / (x.denominator + x.epsilon);
    const gain = config.rule === "lars" ? ratio : Math.min(x.n, Math.max(1, ratio));
    expect(Math.abs(gain / x.gain - 1), name).toBeLessThan(ROUNDING);
  }
});
