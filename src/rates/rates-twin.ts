/**
 * @file The rates of one update in float64: the twin of what rates-kernel.ts
 * launches, put together from groups, gains, rule and warm-up.
 */
import { estimate, gradientVariance, type LayerNorms, movingShare, varianceRatio } from "./gain.ts";
import { LEFT_OUT } from "./groups.ts";
import type { RateSettings } from "./rates-kernel.ts";

/** What the kernels keep between updates. */
export interface RateState {
  /** (layers + 1) averages of each layer's group, last those of the whole model. */
  readonly norms: readonly LayerNorms[];
  /** (layers) S(k) */
  readonly states: readonly number[];
}

export const initialRateState = (layerCount: number): RateState => ({
  norms: Array.from({ length: layerCount + 1 }, () => ({ A: 0, C: 0 })),
  states: Array<number>(layerCount).fill(0),
});

/** What an update measures of a layer: a(k), c(k), ‖x(k)‖². */
export interface MeasuredLayer {
  readonly meanSquare: number;
  readonly squareMean: number;
  readonly weightSquare: number;
}

export interface LayerRate {
  readonly gain: number;
  readonly state: number;
  readonly warmup: number;
  readonly rate: number;
}

/** One update (docs/lena.md, steps 3 to 7). The given state is not changed. */
export function layerRatesTwin(
  settings: RateSettings,
  before: RateState,
  measured: readonly MeasuredLayer[],
  { update, decay }: { update: number; decay: number },
): { state: RateState; layers: LayerRate[]; modelGain: number } {
  const { rule, warmup, released, groups, n, baseRate, threshold, singleWorkerIterations } = settings;
  const membersOf = (group: number) => measured.filter((_, j) => group === LEFT_OUT || groups[j] === group);
  const sums = [...groups, LEFT_OUT].map((group) => sumOf(membersOf(group)));
  const rho = movingShare(n, settings.averaging);
  const norms = before.norms.map(({ A, C }, k) => {
    const now = estimate({ A: sums[k]!.meanSquare, C: sums[k]!.squareMean }, n, settings.gainEstimator);
    return { A: (1 - rho) * A + rho * now.A, C: (1 - rho) * C + rho * now.C };
  });
  const whole = gradientVariance(norms.at(-1)!, n);
  const layers = measured.map((_, k) => {
    const isOwn = groups[k] !== LEFT_OUT;
    const gain = rule.gain({
      own: gradientVariance(norms[k]!, n),
      whole,
      n,
      weightNorm: isOwn && rule.usesWeights ? Math.sqrt(sums[k]!.weightSquare) : 0,
      gradientNorm: isOwn ? Math.sqrt(sums[k]!.squareMean) : 0,
      trustCoefficient: settings.trustCoefficient,
      weightDecay: settings.weightDecay,
    });
    const isClamped = released && varianceRatio(norms[k]!) >= n;
    const state = before.states[k]! + (rule.state === "own" && !isClamped ? gain : whole);
    const used = released ? before.states[k]! : state;
    const factor = warmup.factor({ state: used, update, n, singleWorkerIterations, threshold });
    return { gain, state, warmup: factor, rate: baseRate * gain * factor * decay };
  });
  return { state: { norms, states: layers.map((layer) => layer.state) }, layers, modelGain: whole };
}

function sumOf(layers: readonly MeasuredLayer[]): MeasuredLayer {
  const total = (key: keyof MeasuredLayer) => layers.reduce((sum, layer) => sum + layer[key], 0);
  return { meanSquare: total("meanSquare"), squareMean: total("squareMean"), weightSquare: total("weightSquare") };
}
