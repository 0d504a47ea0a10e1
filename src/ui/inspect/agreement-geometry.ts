/**
 * @file How gradients of thousands of numbers are drawn as arrows: along the mean as far as they go with it, away from
 * it as far as they do not. Lengths and angles to the mean are true; what is made up is the direction in which they
 * leave it, spread evenly around, because what they do not share adds up to nothing.
 */
import type { RunConfig } from "../../train/config.ts";
import type { WorkerAgreement } from "../../train/inspection.ts";
import { meanOf } from "./up-to.ts";

/** One layer at one update, by rank. */
export interface LayerAgreement {
  /** Length of each worker's mean gradient. */
  readonly norm: readonly number[];
  /** Its cosine with the mean of all; NaN where the worker's gradient is 0 and has no direction. */
  readonly cosine: readonly number[];
}

/** Layer k of L. */
export function layerAgreement({ norm, cosine }: WorkerAgreement, k: number, layerCount: number): LayerAgreement {
  const of = (values: Float32Array) => Array.from(values).filter((_, i) => i % layerCount === k);
  const norms = of(norm);
  return { norm: norms, cosine: of(cosine).map((value, rank) => (norms[rank] === 0 ? Number.NaN : value)) };
}

/** NaN: no worker has a direction. */
export function meanCosine({ cosine }: Pick<LayerAgreement, "cosine">): number {
  return meanOf(cosine.filter(Number.isFinite));
}

export interface Tip {
  /** Away from the mean, to the right. */
  readonly across: number;
  /** Along the mean. */
  readonly along: number;
  /** Away from the mean, towards the reader. */
  readonly near: number;
}

/** In units of the norms; NaN for a worker without a direction. */
export function tips({ norm, cosine }: LayerAgreement): Tip[] {
  const count = norm.length;
  const start = count % 4 === 0 ? Math.PI / count : 0; // so that no arrow hides behind the mean
  return norm.map((length, rank) => {
    const away = length * Math.sqrt(Math.max(0, 1 - cosine[rank]! ** 2));
    const turn = start + (2 * Math.PI * rank) / count;
    return { across: away * Math.cos(turn), along: length * cosine[rank]!, near: away * Math.sin(turn) };
  });
}

/** What n gradients of length 1 with nothing in common come to, when each of W workers has averaged n/W of them. */
export function nothingInCommon(workers: number, n: number): { readonly along: number; readonly away: number } {
  return { along: 1 / Math.sqrt(n), away: Math.sqrt(workers / n - 1 / n) };
}

/** Angle to the mean, in degrees. */
export function degrees(cosine: number): number {
  return (180 / Math.PI) * Math.acos(Math.min(1, Math.max(-1, cosine)));
}

/** The workers of one layer, in a sentence. */
export function agreementSentence({ norm, cosine }: LayerAgreement): string {
  const count = norm.length;
  const mean = norm.reduce((sum, length, rank) => sum + (length * cosine[rank]! || 0), 0) / count;
  if (!(mean > 0)) return "The mean of the workers' gradients is 0 here, so there is no direction to agree on.";
  const square = norm.reduce((sum, length) => sum + length ** 2, 0) / count;
  const share = (square / mean ** 2 - 1) / (count - 1);
  const angles = cosine.filter(Number.isFinite).map(degrees);
  const [least, most] = [Math.min(...angles), Math.max(...angles)].map((angle) => angle.toFixed(0));
  const range = least === most ? `${least}°` : `${least}° to ${most}°`;
  const apart = degrees(1 / Math.sqrt(count)).toFixed(0);
  const verdict =
    share < 0.25
      ? "mostly agree about this layer"
      : share < 0.75
        ? "agree about this layer in part"
        : "have little in common about this layer";
  return `The ${count} workers ${verdict}: their gradients lie ${range} from the mean; with nothing in common it would be ${apart}°.`;
}

/** What an arrow is beside the gain G, which the rate goes by: why workers may agree where micro-batches do not. */
export function arrowsSentence({ local, rule, averaging }: Pick<RunConfig, "local" | "rule" | "averaging">): string {
  const isMeasured = rule === "lena" || rule === "adascale";
  const isAveraged = isMeasured && averaging === "moving";
  if (local === 1)
    return isAveraged ? "The gain G is an average over past updates, the arrows are of this one alone." : "";
  const arrows = `Each arrow is already the mean of ${local} micro-batches, so workers agree better than micro-batches do.`;
  if (!isMeasured) return arrows;
  return `${arrows} The gain G compares micro-batches${isAveraged ? ", on average over past updates" : ""}.`;
}
