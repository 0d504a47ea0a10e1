/**
 * @file Which tensors share a rate, and which follow the gain of the whole model
 * instead of having a rate of their own. Not here: what the rate is (rules/).
 */

/** What a layer is: a parameter tensor, or all tensors of a module. */
export const granularities = ["tensor", "module"] as const;
/** "weights": biases and batch norm are left out of the layer-wise rule. */
export const layerwiseChoices = ["all", "weights"] as const;

export interface GroupOptions {
  readonly granularity: (typeof granularities)[number];
  readonly layerwise: (typeof layerwiseChoices)[number];
  /** Share of the layers that keep a rate of their own, in [0, 1]. */
  readonly layerwiseShare: number;
}

/** In place of a group's number: left out of the layer-wise rule. */
export const LEFT_OUT = 0xffff_ffff;

/** Of each tensor, the number of its group, or LEFT_OUT. */
export function layerGroups(
  layers: readonly { readonly name: string; readonly module: string; readonly role: string }[],
  { granularity, layerwise, layerwiseShare }: GroupOptions,
): Uint32Array {
  const eligible = layers.filter(({ role }) => layerwise === "all" || role === "weight");
  const nameOf = (layer: (typeof layers)[number]) => (granularity === "module" ? layer.module : layer.name);
  const names = [...new Set(eligible.map(nameOf))];
  return Uint32Array.from(layers, (layer) => {
    const group = names.indexOf(nameOf(layer));
    return eligible.includes(layer) && keepsOwn(group, layerwiseShare) ? group : LEFT_OUT;
  });
}

/** Spreads the share evenly over the layers in data order. */
const keepsOwn = (group: number, share: number) => Math.floor((group + 1) * share) > Math.floor(group * share);
