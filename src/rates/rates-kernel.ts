/**
 * @file Launcher of the rate kernels on the coordinator's device, and their float64
 * twin, put together from the pure rules and warm-ups.
 */
import momentsCode from "../../shaders/lena-moments.wgsl?raw";
import ratesCode from "../../shaders/lena-rates.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { EPSILON, type LayerNorms, modelGain, type RateRule } from "./rate-rule.ts";
import { FIXED_SHARE, type Warmup } from "./warmup.ts";

const WG = 64;

/** What stays the same over a run. Symbols as in docs/lena.md. */
export interface RateSettings {
  readonly rule: RateRule;
  readonly warmup: Warmup;
  readonly n: number;
  /** T1 */
  readonly singleWorkerIterations: number;
  /** θ */
  readonly threshold: number;
  /** η0 */
  readonly baseRate: number;
}

/** ρ: how fast the moving averages follow (paper Eq. 8). */
export const movingShare = (n: number): number => Math.min(n / 1000, 1);

export interface RateBuffers {
  /** (layers) a(k) */
  readonly meanSquare: Binding;
  /** (layers) c(k) */
  readonly squareMean: Binding;
  /** (2, layers) A, C; zero before the first update. */
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

export function layerRates(
  settings: RateSettings,
  { layerCount, rowLength }: { layerCount: number; rowLength: number },
  io: RateBuffers,
): DispatchPlan[] {
  const { rule, warmup, n, singleWorkerIterations, threshold, baseRate } = settings;
  const workgroups = [Math.ceil(layerCount / WG), 1, 1] as const;
  const constants = { RULE: rule.code, WARMUP: warmup.code, LAYER_SCOPE: rule.scope === "layer" ? 1 : 0, WG };
  return [
    {
      kernel: { label: "lena-moments", code: momentsCode, constants: { WG } },
      bindings: [io.meanSquare, io.squareMean, io.norms],
      params: { layer_count: layerCount, rho: movingShare(n) },
      workgroups,
    },
    {
      kernel: { label: "lena-rates", code: ratesCode, constants },
      bindings: [io.norms, io.schedule, io.states, io.rows, io.model],
      params: {
        layer_count: layerCount,
        row_length: rowLength,
        n,
        single_worker_iterations: singleWorkerIterations,
        threshold,
        base_rate: baseRate,
        epsilon: EPSILON,
        fixed_share: FIXED_SHARE,
      },
      workgroups,
    },
  ];
}

/** What the kernels keep between updates. */
export interface RateState {
  readonly norms: readonly LayerNorms[];
  /** S(k) */
  readonly states: readonly number[];
}

export const initialRateState = (layerCount: number): RateState => ({
  norms: Array.from({ length: layerCount }, () => ({ A: 0, C: 0 })),
  states: Array<number>(layerCount).fill(0),
});

export interface LayerRate {
  readonly gain: number;
  readonly state: number;
  readonly warmup: number;
  readonly rate: number;
}

/** One update in float64 (docs/lena.md, steps 3 to 7). The given state is not changed. */
export function layerRatesTwin(
  settings: RateSettings,
  before: RateState,
  measured: readonly { meanSquare: number; squareMean: number }[],
  { update, decay }: { update: number; decay: number },
): { state: RateState; layers: LayerRate[]; modelGain: number } {
  const { rule, n, warmup, baseRate, threshold, singleWorkerIterations } = settings;
  const rho = movingShare(n);
  const norms = before.norms.map(({ A, C }, k) => ({
    A: (1 - rho) * A + rho * measured[k]!.meanSquare,
    C: (1 - rho) * C + rho * measured[k]!.squareMean,
  }));
  const whole = modelGain(norms, n);
  const layers = rule.gains(norms, n).map((gain, k) => {
    const state = before.states[k]! + (rule.scope === "layer" ? gain : whole);
    const factor = warmup.factor({ state, update, n, singleWorkerIterations, threshold });
    return { gain, state, warmup: factor, rate: baseRate * gain * factor * decay };
  });
  return { state: { norms, states: layers.map((layer) => layer.state) }, layers, modelGain: whole };
}
