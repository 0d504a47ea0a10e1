/**
 * @file One made-up layer whose n gradients are of length 1 and pairwise `cosine` apart: what LENA makes of it, by the
 * float64 twins. The numbers of the About view's figure.
 */
import { gradientVariance } from "../../rates/gain.ts";
import type { RateSettings } from "../../rates/rates-kernel.ts";
import { initialRateState, layerRatesTwin } from "../../rates/rates-twin.ts";
import { rateRules } from "../../rates/registry.ts";
import { warmups } from "../../rates/warmup.ts";
import { decayAt, type Schedule } from "../../train/schedule.ts";

/** T1: as long as a run of 1,000 micro-batches. */
const ITERATIONS = 1000;
const ALPHA = 0.05;

export interface MadeUpLayer {
  /** ‖ḡ‖², where every ‖g‖² is 1. */
  readonly meanSquare: number;
  readonly gain: number;
  /** Between the gradients of two micro-batches, and of one and the mean; in degrees. */
  readonly pairAngle: number;
  readonly meanAngle: number;
}

const degrees = (cosine: number) => (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;

export function madeUpLayer(n: number, cosine: number): MadeUpLayer {
  const meanSquare = (1 + (n - 1) * cosine) / n;
  return {
    meanSquare,
    gain: gradientVariance({ A: 1, C: meanSquare }, n),
    pairAngle: degrees(cosine),
    meanAngle: degrees(Math.sqrt(meanSquare)),
  };
}

/** The cosine between pairs at which each is `angle` degrees off the mean; in [0, 1]. */
export function cosineOfMeanAngle(n: number, angle: number): number {
  const meanSquare = Math.cos((Math.min(90, angle) * Math.PI) / 180) ** 2;
  return Math.min(1, Math.max(0, (n * meanSquare - 1) / (n - 1)));
}

export interface MadeUpRun {
  /** By update, over η0. */
  readonly rates: readonly number[];
  readonly floor: readonly number[];
  readonly ceiling: readonly number[];
  /** Update at which the warm-up ends; null: after the run. */
  readonly warmupEnd: number | null;
}

export function madeUpRun(n: number, cosine: number): MadeUpRun {
  const updateCount = Math.floor(ITERATIONS / n);
  const threshold = ALPHA * ITERATIONS;
  const schedule: Schedule = {
    ...{ n, totalBatch: n, updatesPerEpoch: updateCount, updateCount },
    ...{ singleWorkerIterations: ITERATIONS, threshold },
  };
  const settings: RateSettings = {
    ...{ rule: rateRules.lena, warmup: warmups["state-aware"], released: false },
    gainEstimator: "paper",
    averaging: "none",
    ...{ groups: Uint32Array.of(0), n, singleWorkerIterations: ITERATIONS, threshold },
    ...{ baseRate: 1, trustCoefficient: 0, weightDecay: 0 },
  };
  const measured = [{ meanSquare: 1, squareMean: madeUpLayer(n, cosine).meanSquare, weightSquare: 0 }];
  const floor = Array.from({ length: updateCount }, (_, t) => decayAt("exponential", t, schedule));
  let state = initialRateState(1);
  let warmupEnd: number | null = null;
  const rates = floor.map((decay, update) => {
    const next = layerRatesTwin(settings, state, measured, { update, decay });
    state = next.state;
    if (warmupEnd === null && state.states[0]! > threshold) warmupEnd = update;
    return next.layers[0]!.rate;
  });
  return { rates, floor, ceiling: floor.map((decay) => n * decay), warmupEnd };
}
