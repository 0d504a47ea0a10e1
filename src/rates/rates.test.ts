import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradientVariance, modelGain } from "./rate-rule.ts";
import { initialRateState, layerRatesTwin, movingShare, type RateSettings } from "./rates-kernel.ts";
import { rateRules } from "./registry.ts";
import { warmups } from "./warmup.ts";

const settings: RateSettings = {
  rule: rateRules.lena,
  warmup: warmups["state-aware"],
  n: 8,
  singleWorkerIterations: 1000,
  threshold: 50,
  baseRate: 0.1,
};

describe("gain of a layer", () => {
  test("micro-batches that agree: 1; orthogonal ones: n; beyond: clamped at n", () => {
    expect(gradientVariance({ A: 3, C: 3 }, 8)).toBe(1);
    expect(gradientVariance({ A: 8, C: 1 }, 8)).toBeCloseTo(8, 4);
    expect(gradientVariance({ A: 100, C: 1 }, 8)).toBe(8);
    expect(gradientVariance({ A: 0, C: 0 }, 8)).toBe(1);
  });

  test("unit noise on a mean of 1 with n micro-batches gives 2n/(n+1)", () => {
    expect(gradientVariance({ A: 2, C: 1 + 1 / 8 }, 8)).toBeCloseTo(16 / 9, 4);
  });

  test("is in [1, n] and does not change when all gradients are scaled", () => {
    const norm = fc.double({ min: 1e-2, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        norm,
        norm,
        fc.integer({ min: 1, max: 256 }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (A, C, n, s) => {
          const gain = gradientVariance({ A, C }, n);
          expect(gain).toBeGreaterThanOrEqual(1);
          expect(gain).toBeLessThanOrEqual(n);
          expect(gradientVariance({ A: A * s * s, C: C * s * s }, n) / gain).toBeCloseTo(1, 3);
        },
      ),
    );
  });

  test("a model of one layer: LENA's gain is the model-wide gain", () => {
    const norms = [{ A: 5, C: 2 }];
    expect(rateRules.lena.gains(norms, 8)[0]).toBe(modelGain(norms, 8));
  });
});

describe("one update of the rates", () => {
  test("by hand: two updates of one layer", () => {
    // ρ = 8/1000. Update 0: A = 0.032, C = 0.008, G ≈ 4, S = 4, w = 4/50, η = 0.1·4·0.08.
    const first = layerRatesTwin(settings, initialRateState(1), [{ meanSquare: 4, squareMean: 1 }], {
      update: 0,
      decay: 1,
    });
    const G0 = (0.032 + 1e-6) / (0.008 + 1e-6);
    expect(first.layers[0]!.gain).toBeCloseTo(G0, 12);
    expect(first.layers[0]!.rate).toBeCloseTo((0.1 * G0 * G0) / 50, 12);
    // Update 1, decay ½: A = 0.992·0.032 + 0.008·2, C = 0.992·0.008 + 0.008·2.
    const second = layerRatesTwin(settings, first.state, [{ meanSquare: 2, squareMean: 2 }], { update: 1, decay: 0.5 });
    const G1 = (0.047744 + 1e-6) / (0.023936 + 1e-6);
    expect(second.layers[0]!.state).toBeCloseTo(G0 + G1, 12);
    expect(second.layers[0]!.rate).toBeCloseTo((0.1 * G1 * (G0 + G1) * 0.5) / 50, 12);
  });

  test("the given state is not changed", () => {
    const before = initialRateState(2);
    layerRatesTwin(
      settings,
      before,
      [
        { meanSquare: 4, squareMean: 1 },
        { meanSquare: 1, squareMean: 1 },
      ],
      { update: 0, decay: 1 },
    );
    expect(before).toEqual(initialRateState(2));
  });

  test("n = 1: every gain is 1", () => {
    const one = { ...settings, n: 1 };
    const { layers } = layerRatesTwin(one, initialRateState(1), [{ meanSquare: 3, squareMean: 3 }], {
      update: 0,
      decay: 1,
    });
    expect(layers[0]!.gain).toBe(1);
  });

  test("a rule with one factor for all adds the model-wide gain to S", () => {
    const linear = { ...settings, rule: rateRules.linear };
    const measured = [
      { meanSquare: 4, squareMean: 1 },
      { meanSquare: 1, squareMean: 1 },
    ];
    const { layers, modelGain: whole } = layerRatesTwin(linear, initialRateState(2), measured, { update: 0, decay: 1 });
    expect(layers.map((layer) => layer.gain)).toEqual([8, 8]);
    expect(layers.map((layer) => layer.state)).toEqual([whole, whole]);
  });

  test("the moving averages follow at once where n reaches 1000", () => {
    expect([movingShare(8), movingShare(1000), movingShare(1024)]).toEqual([0.008, 1, 1]);
  });
});

test("whatever is measured, S grows by at least 1 per update, so a warm-up ends after at most θ updates", () => {
  const norm = fc.double({ min: 0, max: 1e6, noNaN: true });
  const measurement = fc.record({ meanSquare: norm, squareMean: norm });
  fc.assert(
    fc.property(fc.array(measurement, { minLength: 60, maxLength: 60 }), (measured) => {
      let state = initialRateState(1);
      measured.forEach((one, update) => {
        const next = layerRatesTwin(settings, state, [one], { update, decay: 1 });
        expect(next.state.states[0]!).toBeGreaterThanOrEqual(state.states[0]! + 1);
        state = next.state;
      });
      expect(state.states[0]!).toBeGreaterThan(settings.threshold);
    }),
    { numRuns: 30 },
  );
});

describe("warm-up", () => {
  const at = { state: 0, update: 0, n: 8, singleWorkerIterations: 1000, threshold: 50 };

  test("state-aware grows with S and ends at the first update with S > θ", () => {
    const { factor, ended } = warmups["state-aware"];
    expect(factor({ ...at, state: 25 })).toBe(0.5);
    expect(ended({ ...at, state: 50 })).toBe(false);
    expect(factor({ ...at, state: 50.1 })).toBe(1);
    expect(ended({ ...at, state: 50.1 })).toBe(true);
  });

  test("state-aware with α = 0 is over at once", () => {
    expect(warmups["state-aware"].factor({ ...at, state: 1, threshold: 0 })).toBe(1);
  });

  test("fixed reaches 1 after 5.5% of the images", () => {
    const { factor, ended } = warmups.fixed;
    expect(factor(at)).toBeCloseTo(8 / 55, 12);
    expect(factor({ ...at, update: 6 })).toBe(1);
    expect([ended({ ...at, update: 5 }), ended({ ...at, update: 6 })]).toEqual([false, true]);
  });
});
