/**
 * @file What each dispatch of a micro-batch is for, beside the time it took: so that time can be set against counted
 * operations, kernel by kernel. Not here: measuring (gpu/phase-meter.ts).
 */
import { type Binding, type DispatchPlan, FLOAT_BYTES, isRange } from "../gpu/program.ts";
import type { LayerInfo } from "../nn/layer-info.ts";
import { type KernelCost, REPLICA_PHASES } from "./costs.ts";
import type { ReplicaPlan } from "./replica-plan.ts";

/** The dispatches of local micro-batch k, in the order of REPLICA_PHASES. */
export function phasesOf({ gathers, forward, backward, norm }: ReplicaPlan, k: number): (readonly DispatchPlan[])[] {
  return [[gathers[k]!], forward, backward, norm];
}

/** `ms`: by dispatch, phase after phase, of `runs` micro-batches. */
export function kernelCosts(
  plan: ReplicaPlan,
  layers: readonly LayerInfo[],
  { ms, runs }: { ms: Float64Array; runs: number },
): KernelCost[] {
  const dispatches = phasesOf(plan, 0).flatMap((phase, i) =>
    phase.map((dispatch) => ({ phase: REPLICA_PHASES[i]!, dispatch })),
  );
  return dispatches.map(({ phase, dispatch: { kernel, bindings, operations = 0 } }, i) => {
    const serves = phase === "forward" || phase === "backward" ? moduleOf(plan, layers, bindings) : "";
    return { phase, kernel: kernel.label, layer: serves, operations, ms: ms[i]!, runs };
  });
}

/** The module whose parameters or gradients are bound; else the one that the last labelled buffer belongs to. */
function moduleOf(plan: ReplicaPlan, layers: readonly LayerInfo[], bindings: readonly Binding[]): string {
  for (const binding of bindings) {
    if (!isRange(binding) || (binding.buffer !== plan.parameters && binding.buffer !== plan.gradient)) continue;
    const layer = layers.find(({ offset }) => offset * FLOAT_BYTES === binding.byteOffset);
    if (layer) return layer.module;
  }
  const labels = bindings.map((binding) => (isRange(binding) ? binding.buffer.label : binding.label));
  const label = labels.findLast((each) => each.includes(".")) ?? "";
  return label.slice(0, Math.max(0, label.lastIndexOf(".")));
}
