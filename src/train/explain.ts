/**
 * @file Why a layer had the rate that it had: η = η0 · G · w · d with the numbers that the run recorded, and what G was
 * made of. Not here: the sentence (explain-words.ts), A and C (gain-averages.ts).
 */
import { EPSILON, varianceRatio } from "../rates/gain.ts";
import { LEFT_OUT } from "../rates/groups.ts";
import { warmups } from "../rates/warmup.ts";
import { explainInWords } from "./explain-words.ts";
import type { RateColumns } from "./gain-averages.ts";
import { averagesOf, type KnownRun } from "./other-rules.ts";
import { isReleased } from "./schedule.ts";
import { rateSettingsOf } from "./update-spec.ts";

export interface RateExplanation {
  readonly layer: string;
  /** t */
  readonly update: number;
  /** η, G, w and d as recorded. rate = baseRate · gain · warmup · decay, up to the rounding of float32. */
  readonly rate: number;
  readonly baseRate: number;
  readonly gain: number;
  readonly warmup: number;
  readonly decay: number;
  /** G under the run's rule, in symbols. */
  readonly formula: string;
  /** What numerator and denominator are of: the whole model for a rule with one gain, and for a layer left out. */
  readonly scope: "layer" | "module" | "model";
  /** A and C. For LARS: n·τ·‖x‖ and ‖ḡ‖ + λ·‖x‖, or 0 and 0 where it keeps the linear rate. */
  readonly numerator: number;
  readonly denominator: number;
  /** ε; 0 for LARS. */
  readonly epsilon: number;
  /** Where (A + ε) / (C + ε) was cut off: at 1 or at n. */
  readonly clamped: "no" | "low" | "high";
  /** S that the warm-up goes by: with this update's gain, or in the released variant without. */
  readonly state: number;
  /** θ */
  readonly threshold: number;
  readonly n: number;
  readonly modelGain: number;
  /** The update at which the layer's warm-up ended; null while it lasts. */
  readonly warmupEnd: number | null;
  readonly isLeftOut: boolean;
  /** All of it in plain words. */
  readonly sentence: string;
}

const ratio = "G = clamp((A + ε) / (C + ε), 1, n)";
const formulas = {
  lena: ratio,
  adascale: `${ratio}, one for the whole model`,
  linear: "G = n",
  sqrt: "G = √n",
  none: "G = 1",
  lars: "G = n · τ‖x‖ / (‖ḡ‖ + λ‖x‖)",
} as const;

/** Of layer k at the run's t-th recorded update. */
export function explainRate(run: KnownRun, numbers: RateColumns, k: number, t: number): RateExplanation {
  const { config, schedule, layers } = run;
  const { n, threshold } = schedule;
  const { rule, groups } = rateSettingsOf(config, layers);
  const isLeftOut = rule.layerwise && groups[k] === LEFT_OUT;
  const whole = isLeftOut || !rule.layerwise;
  const column = (metric: Parameters<RateColumns["layerColumn"]>[0]) => numbers.layerColumn(metric, k);
  const averages = averagesOf(run, numbers);
  const { A, C } = whole ? averages.whole : averages.of(k);
  const fraction =
    config.rule === "lars"
      ? larsFraction(run, numbers, k, t)
      : { numerator: A[t]!, denominator: C[t]!, epsilon: EPSILON };
  const facts = {
    layer: layers[k]!.name,
    update: numbers.column("update")[t]!,
    rate: column("rate")[t]!,
    baseRate: config.baseRate,
    gain: column("gain")[t]!,
    warmup: column("warmup")[t]!,
    decay: numbers.column("decay")[t]!,
    formula: isLeftOut && config.rule === "lena" ? formulas.adascale : formulas[config.rule],
    scope: whole ? ("model" as const) : config.granularity === "module" ? ("module" as const) : ("layer" as const),
    ...fraction,
    clamped:
      config.rule === "lena" || config.rule === "adascale" ? clampOf(varianceRatio({ A: A[t]!, C: C[t]! }), n) : "no",
    state: column("state")[t - (isReleased(config) ? 1 : 0)] ?? 0,
    threshold,
    n,
    modelGain: numbers.column("modelGain")[t]!,
    warmupEnd: warmupEndOf(run, numbers, k, t),
    isLeftOut,
  } as const;
  return { ...facts, sentence: explainInWords(facts, config) };
}

function clampOf(value: number, n: number): RateExplanation["clamped"] {
  if (n > 1 && value >= n) return "high";
  return value < 1 ? "low" : "no";
}

/** 0 / 0 where a norm is 0 or the layer is left out: there the linear rate stays. */
function larsFraction(run: KnownRun, numbers: RateColumns, k: number, t: number) {
  const { trustCoefficient, weightDecay } = run.config;
  const averages = averagesOf(run, numbers);
  const weights = Math.sqrt(averages.squareSum("weightSquare", k)(t));
  const gradient = Math.sqrt(averages.squareSum("squareMean", k)(t));
  if (weights === 0 || gradient === 0) return { numerator: 0, denominator: 0, epsilon: 0 };
  const numerator = run.schedule.n * trustCoefficient * weights;
  return { numerator, denominator: gradient + weightDecay * weights, epsilon: 0 };
}

function warmupEndOf({ config, schedule }: KnownRun, numbers: RateColumns, k: number, t: number): number | null {
  const { n, singleWorkerIterations, threshold } = schedule;
  const behind = isReleased(config) ? 1 : 0;
  const [updates, states] = [numbers.column("update"), numbers.layerColumn("state", k)];
  for (let i = 0; i <= t; i++) {
    const input = { state: states[i - behind] ?? 0, update: updates[i]!, n, singleWorkerIterations, threshold };
    if (warmups[config.warmup].ended(input)) return updates[i]!;
  }
  return null;
}
