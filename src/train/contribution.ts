/**
 * @file What a worker sends per update, as one flat row of float32: sums over its
 * local micro-batches, in this order, each part beginning at an aligned offset:
 * gradient ‖ batch-norm statistics ‖ ‖g‖² per layer ‖ totals: mean loss, correct
 * images, sum of losses.
 */
import { aligned, type Model } from "../nn/model.ts";

export interface ContributionLayout {
  /** (parameterFloats), from 0 */
  readonly gradientFloats: number;
  /** (statisticsFloats) */
  readonly statisticsAt: number;
  readonly statisticsFloats: number;
  /** (layers) */
  readonly squaresAt: number;
  readonly layerCount: number;
  /** (3) mean loss, correct images, sum of losses */
  readonly totalsAt: number;
  /** Length of the whole. */
  readonly size: number;
}

export const TOTALS = 3;

export function contributionLayout(model: Model): ContributionLayout {
  const { parameterFloats, statisticsFloats, layers } = model;
  const squaresAt = parameterFloats + statisticsFloats;
  const totalsAt = squaresAt + aligned(layers.length);
  return {
    gradientFloats: parameterFloats,
    statisticsAt: parameterFloats,
    statisticsFloats,
    squaresAt,
    layerCount: layers.length,
    totalsAt,
    size: totalsAt + aligned(TOTALS),
  };
}
