/**
 * @file The rates that every rule would have set in a run, from the norms that the run recorded. Each goes with the
 * run's own warm-up, but its state S grows by its own gains. What these rates would have done to later gradients
 * nobody knows: this is about one update at a time. LARS needs ‖x‖, so it is NaN where that was not recorded.
 */
import type { LayerInfo } from "../nn/layer-info.ts";
import type { RateSettings } from "../rates/rates-kernel.ts";
import { layerRateTwin } from "../rates/rates-twin.ts";
import { rateRules } from "../rates/registry.ts";
import type { RunConfig } from "./config.ts";
import { GainAverages, type RateColumns } from "./gain-averages.ts";
import type { Schedule } from "./schedule.ts";
import { rateSettingsOf } from "./update-spec.ts";

/** A run as it is known before it begins. */
export interface KnownRun {
  readonly config: RunConfig;
  readonly schedule: Schedule;
  readonly layers: readonly LayerInfo[];
}

export type RateRuleId = keyof typeof rateRules;
export type OtherRules = ReadonlyMap<RateRuleId, (k: number) => Float32Array>;

const known = new WeakMap<RateColumns, { config: RunConfig; averages: GainAverages; rules: OtherRules }>();

function derivedFrom({ config, layers }: KnownRun, numbers: RateColumns) {
  const before = known.get(numbers);
  if (before?.config === config) return before;
  const averages = new GainAverages(rateSettingsOf(config, layers), numbers);
  const rules = Object.keys(rateRules).map((id) => {
    const rule = id as RateRuleId;
    return [rule, growing(rateSettingsOf({ ...config, rule }, layers), averages, numbers)] as const;
  });
  const derived = { config, averages, rules: new Map(rules) };
  known.set(numbers, derived);
  return derived;
}

/** A and C of the run: computed once, then only for updates that are new. */
export const averagesOf = (run: KnownRun, numbers: RateColumns): GainAverages => derivedFrom(run, numbers).averages;

/** By rule: a layer's rate at every update, oldest first, computed when it is asked for; valid until the run goes on. */
export const otherRules = (run: KnownRun, numbers: RateColumns): OtherRules => derivedFrom(run, numbers).rules;

const unused = () => 0;

function growing(settings: RateSettings, averages: GainAverages, numbers: RateColumns) {
  const kept = new Map<number, { rates: Float32Array; count: number; state: number }>();
  return (k: number): Float32Array => {
    const { updateCount } = numbers;
    const layer = kept.get(k) ?? { rates: new Float32Array(0), count: 0, state: 0 };
    if (layer.rates.length < updateCount) {
      const grown = new Float32Array(Math.max(256, 2 * updateCount));
      grown.set(layer.rates);
      layer.rates = grown;
    }
    const [own, whole] = [averages.of(k), averages.whole];
    const [updates, decays] = [numbers.column("update"), numbers.column("decay")];
    const [weightSquare, gradientSquare] = settings.rule.usesWeights
      ? [averages.squareSum("weightSquare", k), averages.squareSum("squareMean", k)]
      : [unused, unused];
    for (; layer.count < updateCount; layer.count++) {
      const t = layer.count;
      const { rate, state } = layerRateTwin(settings, {
        norms: { A: own.A[t]!, C: own.C[t]! },
        whole: { A: whole.A[t]!, C: whole.C[t]! },
        weightSquare: weightSquare(t),
        gradientSquare: gradientSquare(t),
        state: layer.state,
        update: updates[t]!,
        decay: decays[t]!,
      });
      layer.rates[t] = rate;
      layer.state = state;
    }
    kept.set(k, layer);
    return layer.rates.subarray(0, updateCount);
  };
}
