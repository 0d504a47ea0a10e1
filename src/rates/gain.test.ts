import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimate, gradientVariance, movingShare } from "./gain.ts";

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
});

describe("unbiased estimate", () => {
  /** As AdaScale's paper writes it, in terms of noise σ² and mean μ². */
  function gainOf(a: number, c: number, n: number): number {
    const noise = ((a - c) * n) / (n - 1);
    const mean = Math.max(0, c - noise / n);
    return (noise + mean) / (noise / n + mean);
  }

  test("is the ratio of σ² + μ² to σ²/n + μ², with μ² not below 0", () => {
    for (const [a, c, n] of [
      [3, 2, 8],
      [8, 1, 8],
      [20, 1, 8],
      [5, 1, 2],
    ] as const) {
      const { A, C } = estimate({ A: a, C: c }, n, "unbiased");
      expect(A / C).toBeCloseTo(gainOf(a, c, n), 12);
    }
  });

  test("leaves an update alone whose mean is above 0, and n = 1", () => {
    expect(estimate({ A: 7, C: 1 }, 8, "unbiased")).toEqual({ A: 7, C: 1 });
    expect(estimate({ A: 2, C: 1 }, 1, "unbiased")).toEqual({ A: 2, C: 1 });
  });

  test("so an update beyond n weighs less in the averages than with the paper's estimate", () => {
    // n = 2, a = 9, c = 1: σ² = 16, μ² = 0, so A = 16 and C = 8 where the paper's are 9 and 1.
    expect(estimate({ A: 9, C: 1 }, 2, "unbiased")).toEqual({ A: 16, C: 8 });
    expect(estimate({ A: 9, C: 1 }, 2, "paper")).toEqual({ A: 9, C: 1 });
  });
});

test("the moving averages follow at once where n reaches 1000, or where nothing is averaged", () => {
  expect([8, 1000, 1024].map((n) => movingShare(n, "moving"))).toEqual([0.008, 1, 1]);
  expect(movingShare(8, "none")).toBe(1);
});
