/**
 * @file How much the micro-batches of an update disagree: moving averages of
 * gradient norms, and the gain made from them. Float64 twins of shaders/lena-moments.wgsl
 * and of `gradient_variance` in shaders/lena-rates.wgsl. Symbols as in docs/lena.md.
 */

/** "unbiased": as in AdaScale's own paper (Johnson et al. 2020, appendix B.3). */
export const gainEstimators = ["paper", "unbiased"] as const;
export type GainEstimator = (typeof gainEstimators)[number];

export const averagings = ["moving", "none"] as const;
export type Averaging = (typeof averagings)[number];

/** A of the mean of squares a, C of the square of the mean c: of one layer, or of several taken as one. */
export interface LayerNorms {
  readonly A: number;
  readonly C: number;
}

/** Keeps 0/0 at 1 (paper Eq. 4; the released code uses the same value). */
export const EPSILON = 1e-6;

/** ρ: how fast the averages follow (paper Eq. 8). */
export const movingShare = (n: number, averaging: Averaging): number =>
  averaging === "none" ? 1 : Math.min(n / 1000, 1);

/** clamp((A+ε)/(C+ε), 1, n) (paper Eq. 4 and 8). */
export function gradientVariance({ A, C }: LayerNorms, n: number): number {
  return Math.min(n, Math.max(1, varianceRatio({ A, C })));
}

/** The same before it is clamped: beyond n where gradients are anti-correlated. */
export const varianceRatio = ({ A, C }: LayerNorms): number => (A + EPSILON) / (C + EPSILON);

/**
 * What one update adds to the averages. The unbiased estimates of one update are
 * σ² = n/(n−1)·(a−c) and μ² = c − σ²/n, and the gain is (σ²+μ²)/(σ²/n+μ²). That is a/c,
 * but where μ² is below 0 (a > n·c) it is taken as 0, before it enters the averages.
 */
export function estimate({ A, C }: LayerNorms, n: number, estimator: GainEstimator): LayerNorms {
  if (estimator === "paper" || n === 1 || A <= n * C) return { A, C };
  const noise = (A - C) / (n - 1);
  return { A: n * noise, C: noise };
}
