/** @file The layers of a network by the module they belong to, in data order. */
import type { LayerInfo } from "../../nn/layer-info.ts";

export interface Module {
  readonly name: string;
  readonly kind: "convolution" | "norm" | "dense";
  /** Indices into the layers. */
  readonly members: readonly number[];
}

export function modulesOf(layers: readonly LayerInfo[]): Module[] {
  const byName = new Map<string, number[]>();
  layers.forEach(({ module }, k) => {
    byName.set(module, [...(byName.get(module) ?? []), k]);
  });
  return [...byName].map(([name, members]) => ({ name, kind: kindOf(layers[members[0]!]!), members }));
}

function kindOf({ role, shape }: LayerInfo): Module["kind"] {
  if (role === "scale" || role === "shift") return "norm";
  return shape.length === 4 ? "convolution" : "dense";
}
