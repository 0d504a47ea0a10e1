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

/** What one layer's rate follows from. */
export interface LayerPlace {
  /** Averages of the layer's group; those of the whole model where it is left out. */
  readonly norms: LayerNorms;
  readonly whole: LayerNorms;
  /** ‖x‖² and ‖ḡ‖² of the group; 0 where the layer is left out. */
  readonly weightSquare: number;
  readonly gradientSquare: number;
  /** S before this update. */
  readonly state: number;
  readonly update: number;
  readonly decay: number;
}

type Averages = Pick<RateSettings, "n" | "averaging" | "gainEstimator">;

/** The averages after an update that measured `now` (step 3). */
export function averaged({ n, averaging, gainEstimator }: Averages, before: LayerNorms, now: LayerNorms): LayerNorms {
  const rho = movingShare(n, averaging);
  const { A, C } = estimate(now, n, gainEstimator);
  return { A: (1 - rho) * before.A + rho * A, C: (1 - rho) * before.C + rho * C };
}

/** One layer of one update, once the averages are known (steps 4 to 7). */
export function layerRateTwin(settings: RateSettings, place: LayerPlace): LayerRate {
  const { rule, warmup, released, n, baseRate, threshold, singleWorkerIterations } = settings;
  const whole = gradientVariance(place.whole, n);
  const gain = rule.gain({
    own: gradientVariance(place.norms, n),
    whole,
    n,
    weightNorm: rule.usesWeights ? Math.sqrt(place.weightSquare) : 0,
    gradientNorm: Math.sqrt(place.gradientSquare),
    trustCoefficient: settings.trustCoefficient,
    weightDecay: settings.weightDecay,
  });
  const isClamped = released && varianceRatio(place.norms) >= n;
  const state = place.state + (rule.state === "own" && !isClamped ? gain : whole);
  const used = released ? place.state : state;
  const factor = warmup.factor({ state: used, update: place.update, n, singleWorkerIterations, threshold });
  return { gain, state, warmup: factor, rate: baseRate * gain * factor * place.decay };
}

/** One update (docs/lena.md, steps 3 to 7). The given state is not changed. */
export function layerRatesTwin(
  settings: RateSettings,
  before: RateState,
  measured: readonly MeasuredLayer[],
  { update, decay }: { update: number; decay: number },
): { state: RateState; layers: LayerRate[]; modelGain: number } {
  const { groups } = settings;
  const membersOf = (group: number) => measured.filter((_, j) => group === LEFT_OUT || groups[j] === group);
  const sums = [...groups, LEFT_OUT].map((group) => sumOf(membersOf(group)));
  const norms = before.norms.map((old, k) =>
    averaged(settings, old, { A: sums[k]!.meanSquare, C: sums[k]!.squareMean }),
  );
  const whole = norms.at(-1)!;
  const layers = measured.map((_, k) => {
    const { weightSquare, squareMean: gradientSquare } = groups[k] === LEFT_OUT ? NOTHING : sums[k]!;
    const place = { norms: norms[k]!, whole, weightSquare, gradientSquare, state: before.states[k]!, update, decay };
    return layerRateTwin(settings, place);
  });
  const modelGain = gradientVariance(whole, settings.n);
  return { state: { norms, states: layers.map((layer) => layer.state) }, layers, modelGain };
}

const NOTHING: MeasuredLayer = { meanSquare: 0, squareMean: 0, weightSquare: 0 };

function sumOf(layers: readonly MeasuredLayer[]): MeasuredLayer {
  const total = (key: keyof MeasuredLayer) => layers.reduce((sum, layer) => sum + layer[key], 0);
  return { meanSquare: total("meanSquare"), squareMean: total("squareMean"), weightSquare: total("weightSquare") };
}
