/**
 * @file The gradients of n micro-batches as arrows of length 1, every two of them equally far apart: what gain LENA gives
 * them, and back from a gain to such arrows. Not here: drawing them (agreement-figure.ts).
 */
import { gradientVariance } from "../../rates/gain.ts";

export interface Agreement {
  /** ‖ḡ‖², where every ‖g‖² is 1. */
  readonly meanSquare: number;
  readonly gain: number;
  /** Between the gradients of two micro-batches, and of one and the mean; in degrees. */
  readonly pairAngle: number;
  readonly meanAngle: number;
}

const degrees = (cosine: number) => (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;

/** Where the cosine of every two of them is `cosine`. */
export function agreementOf(n: number, cosine: number): Agreement {
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
  return cosineOfMeanSquare(n, Math.cos((Math.min(90, angle) * Math.PI) / 180) ** 2);
}

/** The cosine between pairs that gives this gain; in [0, 1]. */
export function cosineOfGain(n: number, gain: number): number {
  return cosineOfMeanSquare(n, 1 / gain);
}

function cosineOfMeanSquare(n: number, meanSquare: number): number {
  return Math.min(1, Math.max(0, (n * meanSquare - 1) / (n - 1)));
}
