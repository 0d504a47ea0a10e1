/**
 * @file Why a layer had its rate, as one sentence for a person who has not read the paper. Computed from the same facts
 * that are shown beside it (explain.ts).
 */
import type { RunConfig } from "./config.ts";
import type { RateExplanation } from "./explain.ts";

type Facts = Omit<RateExplanation, "sentence">;

/**
 * Mean cosine between the gradients of two micro-batches, from which on they agree, and up to which they disagree.
 * It follows from G whatever n is: G = n / (1 + (n − 1)·cosine).
 */
const AGREE = 0.7;
const DISAGREE = 0.1;
/** Share of n from which on a gain is as good as n. */
const NOTHING = 0.99;

export function explainInWords(facts: Facts, config: RunConfig): string {
  const { gain, rate, numerator, denominator } = facts;
  const shown = config.rule === "lars" ? [gain, rate] : [gain, rate, numerator, denominator];
  if (!shown.every(Number.isFinite)) {
    return "A gradient or a rate is not a finite number here: training diverged, so there is nothing left to explain.";
  }
  return `${whyGain(facts, config)}; ${whyWarmup(facts, config)}.`;
}

function whyGain(facts: Facts, { rule, granularity }: RunConfig): string {
  const { gain, n, isLeftOut, denominator } = facts;
  const times = `gain ${digits(gain)}`;
  switch (rule) {
    case "none":
      return "Without scaling every layer keeps the base rate, whether its micro-batches agree or not: gain 1";
    case "linear":
      return `Linear scaling gives every layer ${n} times the base rate, whether its micro-batches agree or not: gain ${n}`;
    case "sqrt":
      return `Square-root scaling gives every layer √${n} times the base rate, whether its micro-batches agree or not: ${times}`;
    case "adascale":
      if (n === 1) return ALONE;
      return `AdaScale has one gain for all layers: the ${n} micro-batches ${accord(facts)} the model as a whole, ${times} of ${n}`;
    case "lars":
      if (isLeftOut) return `This layer is left out of LARS and keeps the linear rate: ${times}`;
      if (denominator === 0) return `LARS keeps the linear rate where weights or gradient are 0: ${times}`;
      return `LARS goes by weights over gradient: ${digits(gain / n)} times the linear rate, ${times}`;
    case "lena": {
      if (n === 1) return ALONE;
      const all = `the ${n} micro-batches ${accord(facts)}`;
      if (isLeftOut) {
        return `This layer is left out of the layer-wise rule: ${all} the model as a whole, ${times} of ${n}`;
      }
      const cut = facts.clamped === "high" ? ", the most there is" : "";
      return `${capital(all)} this ${granularity === "module" ? "module" : "layer"}: ${times} of ${n}${cut}`;
    }
    default:
      return rule satisfies never;
  }
}

const ALONE = "With one micro-batch per update there is nothing to compare: gain 1";

/** "disagree about" */
function accord({ gain, n, numerator, denominator, clamped }: Facts): string {
  if (numerator === 0 && denominator === 0) return "have no gradient yet in";
  if (clamped === "high" || gain >= NOTHING * n) return "have nothing in common in";
  const cosine = (n / gain - 1) / (n - 1);
  if (cosine >= AGREE) return "agree about";
  return cosine <= DISAGREE ? "disagree about" : "agree in part about";
}

function whyWarmup({ warmup, warmupEnd, update, threshold }: Facts, config: RunConfig): string {
  if (config.warmup === "none") return "there is no warm-up";
  if (config.warmup === "state-aware" && threshold === 0 && warmup === 1) return "there is no warm-up, because θ is 0";
  const whose =
    config.warmup === "fixed" ? "the fixed warm-up" : config.rule === "lena" ? "its warm-up" : "the warm-up";
  if (warmupEnd === null) return `${whose} is ${Math.floor(warmup * 100)}% of the way`;
  return warmupEnd === update ? `${whose} ends with this update` : `${whose} ended at update ${warmupEnd}`;
}

/** 8, 6.4, 0.012 */
const digits = (value: number) => `${Number(value >= 1 ? value.toFixed(1) : value.toPrecision(2))}`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
