import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialRateState, layerRatesTwin, type MeasuredLayer } from "./rates-twin.ts";
import { testSettings } from "./testing.ts";
import { warmups } from "./warmup.ts";

const settings = testSettings();
const measure = (meanSquare: number, squareMean: number): MeasuredLayer => {
  return { meanSquare, squareMean, weightSquare: 1 };
};

describe("one update of the rates", () => {
  test("by hand: two updates of one layer", () => {
    // ρ = 8/1000. Update 0: A = 0.032, C = 0.008, G ≈ 4, S = 4, w = 4/50, η = 0.1·4·0.08.
    const first = layerRatesTwin(settings, initialRateState(1), [measure(4, 1)], {
      update: 0,
      decay: 1,
    });
    const G0 = (0.032 + 1e-6) / (0.008 + 1e-6);
    expect(first.layers[0]!.gain).toBeCloseTo(G0, 12);
    expect(first.layers[0]!.rate).toBeCloseTo((0.1 * G0 * G0) / 50, 12);
    // Update 1, decay ½: A = 0.992·0.032 + 0.008·2, C = 0.992·0.008 + 0.008·2.
    const second = layerRatesTwin(settings, first.state, [measure(2, 2)], { update: 1, decay: 0.5 });
    const G1 = (0.047744 + 1e-6) / (0.023936 + 1e-6);
    expect(second.layers[0]!.state).toBeCloseTo(G0 + G1, 12);
    expect(second.layers[0]!.rate).toBeCloseTo((0.1 * G1 * (G0 + G1) * 0.5) / 50, 12);
  });

  test("the given state is not changed", () => {
    const before = initialRateState(1);
    layerRatesTwin(settings, before, [measure(4, 1)], { update: 0, decay: 1 });
    expect(before).toEqual(initialRateState(1));
  });
});

test("whatever is measured, S grows by at least 1 per update, so a warm-up ends after at most θ updates", () => {
  const norm = fc.double({ min: 0, max: 1e6, noNaN: true });
  const measurement = fc.record({ meanSquare: norm, squareMean: norm, weightSquare: norm });
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
