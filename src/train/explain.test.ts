import { describe, expect, test } from "vitest";
import { EPSILON } from "../rates/gain.ts";
import { rateRules } from "../rates/registry.ts";
import { warmups } from "../rates/warmup.ts";
import type { RunConfig } from "./config.ts";
import { explainRate } from "./explain.ts";
import { madeUpRates, type Norms } from "./made-up-rates.ts";

const rules = Object.keys(rateRules) as RunConfig["rule"][];
const warmupIds = Object.keys(warmups) as RunConfig["warmup"][];
const close = (value: number, want: number) => expect(Math.abs(value / want - 1)).toBeLessThan(2e-6);

describe("η0 · G · w · d is the recorded rate, and the parts of G make G", () => {
  const options = [
    {},
    { variant: "released", epochs: 40 },
    { granularity: "module" },
    { layerwise: "weights" },
    { layerwiseShare: 0 },
    { gainEstimator: "unbiased", averaging: "none" },
  ] as const satisfies Partial<RunConfig>[];
  test.each(rules.flatMap((rule) => warmupIds.map((warmup) => [rule, warmup] as const)))("%s, %s", (rule, warmup) => {
    for (const option of options) {
      const { run, numbers } = madeUpRates({ rule, warmup, ...option });
      for (const [k, t] of [
        [0, 0],
        [1, 1],
        [3, 17],
        [6, 39],
      ] as const) {
        const x = explainRate(run, numbers, k, t);
        expect(x).toMatchObject({ layer: run.layers[k]!.name, update: t });
        expect(x.rate).toBe(numbers.layerColumn("rate", k)[t]);
        const product = x.baseRate * x.gain * x.warmup * x.decay;
        if (x.rate === 0) expect(product).toBe(0);
        else close(product, x.rate);
        if (warmup === "state-aware") close(Math.min(1, x.state / x.threshold) + 1, x.warmup + 1);
        const ratio = (x.numerator + x.epsilon) / (x.denominator + x.epsilon);
        if (rule === "lena" || rule === "adascale") close(Math.min(x.n, Math.max(1, ratio)), x.gain);
        if (rule === "lars" && x.denominator > 0) close(ratio, x.gain);
        expect(x.clamped === "high").toBe(x.epsilon === EPSILON && x.gain === x.n && ratio >= x.n);
      }
    }
  });
});

/** All layers the same: G = n / (1 + (n − 1)·cosine) from the first update on. */
const cosine =
  (value: number): Norms =>
  (_, __, n) => ({ meanSquare: 1, squareMean: (1 + (n - 1) * value) / n, weightSquare: 4 });
const beyond: Norms = () => ({ meanSquare: 1, squareMean: 0.1, weightSquare: 4 });
const nothing: Norms = () => ({ meanSquare: 0, squareMean: 0, weightSquare: 0 });
const broken: Norms = (t) => ({ meanSquare: t < 3 ? 1 : Number.NaN, squareMean: 0.5, weightSquare: 4 });

describe("the sentence", () => {
  // By default θ = 0.05 · 3 · 375 = 56.25, n = 8, and S grows by G at every update.
  const fixed = { warmup: "fixed" } as const;
  test.each<[string, Partial<RunConfig>, Norms, string]>([
    [
      "disagree",
      {},
      cosine(0.0357),
      "The 8 micro-batches disagree about this layer: gain 6.4 of 8; its warm-up ended at update 8.",
    ],
    [
      "agree",
      {},
      cosine(0.9),
      "The 8 micro-batches agree about this layer: gain 1.1 of 8; its warm-up is 38% of the way.",
    ],
    [
      "in between",
      {},
      cosine(0.4),
      "The 8 micro-batches agree in part about this layer: gain 2.1 of 8; its warm-up is 74% of the way.",
    ],
    [
      "clamped",
      {},
      beyond,
      "The 8 micro-batches have nothing in common in this layer: gain 8 of 8, the most there is; its warm-up ended at update 7.",
    ],
    [
      "no gradient",
      {},
      nothing,
      "The 8 micro-batches have no gradient yet in this layer: gain 1 of 8; its warm-up is 35% of the way.",
    ],
    [
      "α = 0",
      { alpha: 0 },
      cosine(1),
      "The 8 micro-batches agree about this layer: gain 1 of 8; there is no warm-up, because θ is 0.",
    ],
    [
      "module",
      { granularity: "module" },
      cosine(1),
      "The 8 micro-batches agree about this module: gain 1 of 8; its warm-up is 35% of the way.",
    ],
    [
      "left out",
      { layerwiseShare: 0, warmup: "none" },
      cosine(0),
      "This layer is left out of the layer-wise rule: the 8 micro-batches have nothing in common in the model as a whole, gain 8 of 8; there is no warm-up.",
    ],
    [
      "one",
      { workers: 1, local: 1 },
      cosine(1),
      "With one micro-batch per update there is nothing to compare: gain 1; its warm-up is 35% of the way.",
    ],
    [
      "none",
      { rule: "none", ...fixed },
      cosine(0),
      "Without scaling every layer keeps the base rate, whether its micro-batches agree or not: gain 1; the fixed warm-up ended at update 7.",
    ],
    [
      "linear",
      { rule: "linear", ...fixed },
      cosine(0),
      "Linear scaling gives every layer 8 times the base rate, whether its micro-batches agree or not: gain 8; the fixed warm-up ended at update 7.",
    ],
    [
      "sqrt",
      { rule: "sqrt", warmup: "none" },
      cosine(0),
      "Square-root scaling gives every layer √8 times the base rate, whether its micro-batches agree or not: gain 2.8; there is no warm-up.",
    ],
    [
      "adascale",
      { rule: "adascale" },
      cosine(0.4),
      "AdaScale has one gain for all layers: the 8 micro-batches agree in part about the model as a whole, gain 2.1 of 8; the warm-up is 74% of the way.",
    ],
    [
      "one, adascale",
      { rule: "adascale", workers: 1, local: 1, warmup: "none" },
      cosine(1),
      "With one micro-batch per update there is nothing to compare: gain 1; there is no warm-up.",
    ],
    [
      "lars",
      { rule: "lars", warmup: "none", trustCoefficient: 0.01 },
      cosine(1),
      "LARS goes by weights over gradient: 0.02 times the linear rate, gain 0.16; there is no warm-up.",
    ],
    [
      "lars without weights",
      { rule: "lars", warmup: "none" },
      nothing,
      "LARS keeps the linear rate where weights or gradient are 0: gain 8; there is no warm-up.",
    ],
    [
      "lars, left out",
      { rule: "lars", layerwiseShare: 0, warmup: "none" },
      cosine(1),
      "This layer is left out of LARS and keeps the linear rate: gain 8; there is no warm-up.",
    ],
    [
      "diverged",
      {},
      broken,
      "A gradient or a rate is not a finite number here: training diverged, so there is nothing left to explain.",
    ],
  ])("%s", (_, change, norms, sentence) => {
    const { run, numbers } = madeUpRates(change, 20, norms);
    expect(explainRate(run, numbers, 0, 19).sentence).toBe(sentence);
  });

  test("says when the warm-up ends with the update in question", () => {
    const { run, numbers } = madeUpRates({}, 20, cosine(0.0357));
    expect(explainRate(run, numbers, 0, 8).sentence).toMatch(/its warm-up ends with this update\.$/);
    expect(explainRate(run, numbers, 0, 7).sentence).toMatch(/its warm-up is 91% of the way\.$/);
  });

  test("goes by S as it was before, in the authors' variant", () => {
    // θ = ⌊0.05 · 20⌋ · 375 = 375 at G = 4.5: 83 updates give 373.5, so update 84 has S = 378 before its own gain.
    const { run, numbers } = madeUpRates({ variant: "released", epochs: 20 }, 90, cosine(1 / 9));
    expect(explainRate(run, numbers, 0, 89).warmupEnd).toBe(84);
    expect(explainRate(run, numbers, 0, 0)).toMatchObject({ state: 0, warmup: 0, rate: 0 });
  });
});
