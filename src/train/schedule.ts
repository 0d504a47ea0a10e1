/**
 * @file What a configuration means in numbers: n, B, T1, updates in all, and the
 * decay d(t). Symbols as in docs/lena.md.
 */

/** The fields of a run configuration that the schedule depends on. */
export interface ScheduleInput {
  readonly workers: number;
  readonly local: number;
  readonly microBatch: number;
  readonly epochs: number;
  readonly trainSize: number;
  readonly alpha: number;
  readonly rule: string;
  readonly variant: (typeof variants)[number];
}

/** Of LENA: "released" is the authors' code where it differs from the paper. */
export const variants = ["paper", "released"] as const;

/** The variant changes LENA alone. */
export const isReleased = ({ rule, variant }: Pick<ScheduleInput, "rule" | "variant">): boolean =>
  rule === "lena" && variant === "released";

export interface Schedule {
  /** n = W·K, micro-batches per update. */
  readonly n: number;
  /** B = n·b, images per update. */
  readonly totalBatch: number;
  /** Whole updates in one epoch; the images left over are dropped, others each epoch. */
  readonly updatesPerEpoch: number;
  readonly updateCount: number;
  /** T1 = epochs · floor(N_train / b): iterations of single-worker training. */
  readonly singleWorkerIterations: number;
  /** θ = α·T1: a layer's warm-up ends when its state S passes it. The released code rounds α·epochs down. */
  readonly threshold: number;
}

export function scheduleOf(config: ScheduleInput): Schedule {
  const n = config.workers * config.local;
  const totalBatch = n * config.microBatch;
  const updatesPerEpoch = Math.floor(config.trainSize / totalBatch);
  const iterationsPerEpoch = Math.floor(config.trainSize / config.microBatch);
  const singleWorkerIterations = config.epochs * iterationsPerEpoch;
  return {
    n,
    totalBatch,
    updatesPerEpoch,
    updateCount: config.epochs * updatesPerEpoch,
    singleWorkerIterations,
    threshold: isReleased(config)
      ? Math.floor(config.epochs * config.alpha) * iterationsPerEpoch
      : config.alpha * singleWorkerIterations,
  };
}

export const decays = ["exponential", "steps", "cosine", "none"] as const;
export type DecayId = (typeof decays)[number];

/** d(t): 1 at the first update. */
export function decayAt(decay: DecayId, update: number, schedule: Schedule): number {
  const progress = update / schedule.updateCount;
  switch (decay) {
    case "exponential": // as in the paper's runs: a run ends at about 1% of its rate
      return 0.01 ** ((schedule.n * update) / schedule.singleWorkerIterations);
    case "steps":
      if (progress < 0.5) return 1;
      return progress < 0.75 ? 0.1 : 0.01;
    case "cosine":
      return (1 + Math.cos(Math.PI * progress)) / 2;
    case "none":
      return 1;
    default:
      return decay satisfies never;
  }
}
