/**
 * @file The warm-ups: a factor w in [0, 1] on every layer's rate. Float64 twins of
 * `warmup_factor` in shaders/lena-rates.wgsl. Symbols as in docs/lena.md.
 */

/** Length of the fixed warm-up as a share of T1 (the paper's 5.5%, after Goyal et al. 2017). */
export const FIXED_SHARE = 0.055;

export interface WarmupInput {
  /** S(k), the gain accumulated so far: with this update's, or without in the released variant. */
  readonly state: number;
  /** t = 0, 1, … */
  readonly update: number;
  readonly n: number;
  /** T1 */
  readonly singleWorkerIterations: number;
  /** θ = α·T1 */
  readonly threshold: number;
}

export interface Warmup {
  readonly id: string;
  readonly title: string;
  /** What shaders/lena-rates.wgsl calls it. */
  readonly code: number;
  factor(input: WarmupInput): number;
  /** True from the update at which the layer's warm-up is over. */
  ended(input: WarmupInput): boolean;
}

const none: Warmup = {
  id: "none",
  title: "No warm-up",
  code: 0,
  factor: () => 1,
  ended: () => true,
};

const fixedShare = ({ n, update, singleWorkerIterations }: WarmupInput) =>
  (n * (update + 1)) / (FIXED_SHARE * singleWorkerIterations);

const fixed: Warmup = {
  id: "fixed",
  title: "Fixed: grows over the first 5.5% of the images (Goyal et al. 2017)",
  code: 1,
  factor: (input) => Math.min(1, fixedShare(input)),
  ended: (input) => fixedShare(input) >= 1,
};

/** w = min(1, S/θ) (paper Eq. 7); it ends at the first update with S > θ. */
const stateAware: Warmup = {
  id: "state-aware",
  title: "State-aware: each layer's own, ends when its accumulated gain passes θ (LENA)",
  code: 2,
  factor: ({ state, threshold }) => (state < threshold ? state / threshold : 1),
  ended: ({ state, threshold }) => state > threshold,
};

export const warmups = { "state-aware": stateAware, fixed, none } as const satisfies Record<string, Warmup>;
