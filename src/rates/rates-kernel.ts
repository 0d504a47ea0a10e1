/**
 * @file Launcher of the rate kernels on the coordinator's device. Not here: their
 * float64 twin (rates-twin.ts).
 */
import momentsCode from "../../shaders/lena-moments.wgsl?raw";
import ratesCode from "../../shaders/lena-rates.wgsl?raw";
import { type Binding, type DispatchPlan, unused } from "../gpu/program.ts";
import { type Averaging, EPSILON, type GainEstimator, movingShare } from "./gain.ts";
import type { RateRule } from "./rate-rule.ts";
import { FIXED_SHARE, type Warmup } from "./warmup.ts";

const WG = 64;

/** What stays the same over a run. Symbols as in docs/lena.md. */
export interface RateSettings {
  readonly rule: RateRule;
  readonly warmup: Warmup;
  /** S as in the authors' released code. */
  readonly released: boolean;
  readonly gainEstimator: GainEstimator;
  readonly averaging: Averaging;
  /** (layers) from groups.ts */
  readonly groups: Uint32Array;
  readonly n: number;
  /** T1 */
  readonly singleWorkerIterations: number;
  /** θ */
  readonly threshold: number;
  /** η0 */
  readonly baseRate: number;
  /** τ of LARS */
  readonly trustCoefficient: number;
  /** λ */
  readonly weightDecay: number;
}

export interface RateBuffers {
  /** (layers) a(k) */
  readonly meanSquare: Binding;
  /** (layers) c(k) */
  readonly squareMean: Binding;
  /** (layers) ‖x(k)‖²; only where the rule uses weights. */
  readonly weightSquares?: Binding | undefined;
  /** (layers) what `RateSettings.groups` says */
  readonly groups: Binding;
  /** (4, layers + 1) A, C, ‖x‖², ‖ḡ‖², last of the whole model; zero before the first update. */
  readonly norms: Binding;
  /** (layers) S; zero before the first update. */
  readonly states: Binding;
  /** (2) decay d(t), update t */
  readonly schedule: Binding;
  /** (4, rowLength) G, S, w, η */
  readonly rows: Binding;
  /** (1) gain of the whole model */
  readonly model: Binding;
}

/** Length of `RateBuffers.norms`. */
export const normsCount = (layerCount: number): number => 4 * (layerCount + 1);

export function layerRates(settings: RateSettings, rowLength: number, io: RateBuffers): DispatchPlan[] {
  const { rule, warmup, n, groups, averaging, gainEstimator } = settings;
  const layerCount = groups.length;
  return [
    {
      kernel: {
        label: "lena-moments",
        code: momentsCode,
        constants: { WG, UNBIASED: gainEstimator === "unbiased" ? 1 : 0, WEIGHTS: io.weightSquares ? 1 : 0 },
      },
      bindings: [io.meanSquare, io.squareMean, io.weightSquares ?? unused, io.groups, io.norms],
      params: { layer_count: layerCount, n, rho: movingShare(n, averaging) },
      workgroups: [Math.ceil((layerCount + 1) / WG), 1, 1],
    },
    {
      kernel: {
        label: "lena-rates",
        code: withRule(ratesCode, rule.shader),
        constants: {
          WARMUP: warmup.code,
          OWN_STATE: rule.state === "own" ? 1 : 0,
          RELEASED: settings.released ? 1 : 0,
          WG,
        },
      },
      bindings: [io.norms, io.schedule, io.states, io.rows, io.model],
      params: {
        layer_count: layerCount,
        row_length: rowLength,
        n,
        single_worker_iterations: settings.singleWorkerIterations,
        threshold: settings.threshold,
        base_rate: settings.baseRate,
        epsilon: EPSILON,
        fixed_share: FIXED_SHARE,
        trust_coefficient: settings.trustCoefficient,
        weight_decay: settings.weightDecay,
      },
      workgroups: [Math.ceil(layerCount / WG), 1, 1],
    },
  ];
}

/** The shader with a rule's function in place of the one that it is stored with. */
function withRule(code: string, rule: string): string {
  return code.replace(/^fn rule_gain\(.*?^\}\n/ms, () => rule);
}
