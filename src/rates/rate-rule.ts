/**
 * @file What a rate rule is: a pure function from what is measured of a layer to
 * its gain, as a float64 twin in TypeScript and as a function in WGSL, which is
 * what runs. Symbols as in docs/lena.md. Not here: how gains are measured (gain.ts),
 * warm-ups (warmup.ts), decay (train/schedule.ts).
 */

/** What a rule may go by. A layer that is left out of the rule sees `own` = `whole` and norms of 0. */
export interface GainInput {
  /** Gradient variance of the layer, in [1, n]. */
  readonly own: number;
  /** The same of the whole model taken as one layer. */
  readonly whole: number;
  /** Micro-batches per update. */
  readonly n: number;
  /** ‖x‖ before the update; 0 unless `usesWeights`. */
  readonly weightNorm: number;
  /** ‖ḡ‖ of this update. */
  readonly gradientNorm: number;
  /** τ */
  readonly trustCoefficient: number;
  /** λ */
  readonly weightDecay: number;
}

export interface RateRule {
  readonly id: string;
  /** Plain words for a person, with the source. */
  readonly title: string;
  /** Text of the function `rule_gain`, which is to do what `gain` does. */
  readonly shader: string;
  /** Whether layers may have different gains. */
  readonly layerwise: boolean;
  /** What state-aware warm-up adds to S: the layer's own gain or the gain of the whole model. */
  readonly state: "own" | "whole";
  /** Whether the norms of the weights are to be measured, which costs two dispatches. */
  readonly usesWeights: boolean;
  /** What the rule multiplies η0 with. */
  gain(input: GainInput): number;
}
