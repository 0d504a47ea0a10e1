/** What a pencil says of every rule, and of the options that decide which layers it is for. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layerGroups } from "./groups.ts";
import type { RateSettings } from "./rates-kernel.ts";
import { initialRateState, layerRatesTwin, type MeasuredLayer } from "./rates-twin.ts";
import { rateRules } from "./registry.ts";
import { allOwn, testLayers, testSettings } from "./testing.ts";
import { warmups } from "./warmup.ts";

const measure = (meanSquare: number, squareMean: number, weightSquare = 4): MeasuredLayer => {
  return { meanSquare, squareMean, weightSquare };
};
const N = 8;
const agreeing = [measure(900, 900), measure(400, 400)];
const orthogonal = [measure(800, 100), measure(1600, 200)];
/** Gains 2 and 4; of the whole model 1200/400 = 3. */
const mixed = [measure(400, 200), measure(800, 200)];

function first(measured: readonly MeasuredLayer[], change: Partial<RateSettings>) {
  const groups = layerGroups(testLayers(measured.length), allOwn);
  const settings = testSettings({ averaging: "none", groups, n: N, ...change });
  return layerRatesTwin(settings, initialRateState(measured.length), measured, { update: 0, decay: 1 });
}
/** Each number within 1e-4 of what is wanted: ε is no more than that. */
function expectClose(got: readonly number[], want: readonly number[]): void {
  expect(got).toEqual(want.map((value) => expect.closeTo(value, 4)));
}
const gains = (measured: readonly MeasuredLayer[], change: Partial<RateSettings>) =>
  first(measured, change).layers.map(({ gain }) => gain);

/** τ‖x‖/(‖ḡ‖ + λ‖x‖) with the settings' τ and λ. */
const trust = (x: number, g: number) => (0.001 * x) / (g + 5e-4 * x);

describe.each([
  { rule: rateRules.none, agree: [1, 1], differ: [1, 1], mix: [1, 1] },
  { rule: rateRules.linear, agree: [N, N], differ: [N, N], mix: [N, N] },
  { rule: rateRules.sqrt, agree: [N ** 0.5, N ** 0.5], differ: [N ** 0.5, N ** 0.5], mix: [N ** 0.5, N ** 0.5] },
  { rule: rateRules.adascale, agree: [1, 1], differ: [N, N], mix: [3, 3] },
  { rule: rateRules.lena, agree: [1, 1], differ: [N, N], mix: [2, 4] },
  {
    rule: rateRules.lars,
    agree: [N * trust(2, 30), N * trust(2, 20)],
    differ: [N * trust(2, 10), N * trust(2, Math.sqrt(200))],
    mix: [N * trust(2, Math.sqrt(200)), N * trust(2, Math.sqrt(200))],
  },
])("$rule.id", ({ rule, agree, differ, mix }) => {
  test("gains for micro-batches that agree, are orthogonal, or in between", () => {
    for (const [measured, want] of [
      [agreeing, agree],
      [orthogonal, differ],
      [mixed, mix],
    ] as const) {
      expectClose(gains(measured, { rule }), want);
    }
  });

  test("scaling all gradients and weights changes nothing", () => {
    const scaled = mixed.map((one) => measure(one.meanSquare * 9, one.squareMean * 9, one.weightSquare * 9));
    expectClose(gains(scaled, { rule }), mix);
  });

  test("n = 1: the base rate, but for LARS its trust ratio", () => {
    const want = rule.usesWeights ? [trust(2, 30), trust(2, 20)] : [1, 1];
    expectClose(gains(agreeing, { rule, n: 1 }), want);
    expectClose(gains(agreeing, { rule, n: 1, gainEstimator: "unbiased" }), want);
  });

  test("S grows by the layer's own gain for LENA, by the whole model's for the others", () => {
    const { layers, modelGain } = first(mixed, { rule });
    const want = rule === rateRules.lena ? [2, 4] : [3, 3];
    expectClose(
      layers.map(({ state }) => state),
      want,
    );
    expect(modelGain).toBeCloseTo(3, 4);
  });
});

test("a model of one layer: LENA is AdaScale, update after update", () => {
  const norm = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(norm, norm, (a, c) => {
      expect(first([measure(a, c)], { rule: rateRules.lena }).layers).toEqual(
        first([measure(a, c)], { rule: rateRules.adascale }).layers,
      );
    }),
  );
});

describe("LARS", () => {
  const { lars } = rateRules;
  test("where weights or gradient are 0, the linear rate", () => {
    expect(gains([measure(1, 1, 0), measure(0, 0, 4)], { rule: lars })).toEqual([N, N]);
  });

  test("follows its own coefficient and weight decay", () => {
    const [gain] = gains([measure(1, 1, 4)], { rule: lars, trustCoefficient: 0.1, weightDecay: 0.5 });
    expect(gain).toBeCloseTo((N * 0.1 * 2) / (1 + 0.5 * 2), 12);
  });

  test("takes a module's tensors as one vector, and leaves left-out tensors at n", () => {
    const measured = [measure(9, 9, 4), measure(16, 16, 5)];
    const module = layerGroups(testLayers(2), { ...allOwn, granularity: "module" });
    for (const gain of gains(measured, { rule: lars, groups: module })) {
      expect(gain).toBeCloseTo(N * trust(3, 5), 12);
    }
    const weights = layerGroups(testLayers(2), { ...allOwn, layerwise: "weights" });
    const [own, leftOut] = gains(measured, { rule: lars, groups: weights });
    expect(own).toBeCloseTo(N * trust(2, 3), 12);
    expect(leftOut).toBe(N);
  });
});

describe("LENA's layers", () => {
  test("a module as one layer: one gain, one S", () => {
    const groups = layerGroups(testLayers(2), { ...allOwn, granularity: "module" });
    first(mixed, { groups }).layers.forEach(({ gain, state }) => {
      expect(gain).toBeCloseTo(3, 4); // (400 + 800) / (200 + 200)
      expect(state).toBe(gain);
    });
  });

  test("tensors that are left out follow the whole model, S too", () => {
    const groups = layerGroups(testLayers(2), { ...allOwn, layerwise: "weights" });
    const { layers, modelGain } = first(mixed, { groups });
    expect(layers[0]!.gain).toBeCloseTo(2, 4);
    expect([layers[1]!.gain, layers[1]!.state]).toEqual([modelGain, modelGain]);
  });

  test("a share of 0 is AdaScale", () => {
    const groups = layerGroups(testLayers(2), { ...allOwn, layerwiseShare: 0 });
    expect(first(mixed, { groups }).layers).toEqual(first(mixed, { rule: rateRules.adascale }).layers);
  });
});

describe("LENA as released", () => {
  const released = { released: true, threshold: 50, baseRate: 1 };

  test("goes by S as it was before: rate 0 at the first update, then the first S", () => {
    const settings = testSettings({ ...released, averaging: "none" });
    const one = layerRatesTwin(settings, initialRateState(1), [mixed[1]!], { update: 0, decay: 1 });
    expect(one.layers[0]).toMatchObject({ warmup: 0, rate: 0, state: expect.closeTo(4, 4) });
    const two = layerRatesTwin(settings, one.state, [mixed[1]!], { update: 1, decay: 1 });
    expect(two.layers[0]!.warmup).toBeCloseTo(4 / 50, 6);
  });

  test("adds the whole model's gain to S where a layer's own is clamped at n", () => {
    const measured = [measure(10_000, 100), measure(800, 800)]; // 100, clamped at 8, and 1; whole 10800/900 = 12, also 8
    const less = [measure(900, 100), measure(1100, 900)]; // 9, clamped at 8, and 1.22; whole 2000/1000 = 2
    expect(first(measured, released).layers[0]!.state).toBe(N);
    const { layers } = first(less, released);
    expect(layers[0]!.gain).toBe(N);
    expect(layers[0]!.state).toBeCloseTo(2, 4);
    expect(layers[1]!.state).toBeCloseTo(1100 / 900, 4);
    expect(first(less, {}).layers[0]!.state).toBe(N);
  });

  test("without a threshold there is no warm-up", () => {
    expect(first(mixed, { ...released, threshold: 0, warmup: warmups["state-aware"] }).layers[0]!.warmup).toBe(1);
  });
});
