/**
 * @file What a rate rule is: a pure function from measured gradient norms to one
 * gain per layer. These are the float64 twins; on a run, shaders/lena-rates.wgsl
 * does the same on the coordinator's device and is tested against them.
 * Symbols as in docs/lena.md. Not here: warm-ups (warmup.ts), decay (train/schedule.ts).
 */

/** Moving averages of one layer: A of the mean of squares a(k), C of the square of the mean c(k). */
export interface LayerNorms {
  readonly A: number;
  readonly C: number;
}

export interface RateRule {
  readonly id: string;
  /** Plain words for a person, with the source. */
  readonly title: string;
  /** What shaders/lena-rates.wgsl calls it. */
  readonly code: number;
  /**
   * "layer": every layer has its own gain and its own state S.
   * "model": one factor for all, so state-aware warm-up adds the model-wide gain to one S.
   */
  readonly scope: "layer" | "model";
  /** One gain per layer, each in [1, n], n = micro-batches per update. */
  gains(layers: readonly LayerNorms[], n: number): number[];
}

/** Keeps 0/0 at 1 (paper Eq. 4; the released code uses the same value). */
export const EPSILON = 1e-6;

/** clamp((A+ε)/(C+ε), 1, n): how much the micro-batches disagree (paper Eq. 4 and 8). */
export function gradientVariance({ A, C }: LayerNorms, n: number): number {
  return Math.min(n, Math.max(1, (A + EPSILON) / (C + EPSILON)));
}

/** The same over the whole model, all layers taken as one vector. */
export function modelGain(layers: readonly LayerNorms[], n: number): number {
  const A = layers.reduce((sum, layer) => sum + layer.A, 0);
  const C = layers.reduce((sum, layer) => sum + layer.C, 0);
  return gradientVariance({ A, C }, n);
}
