/** @file The layers of a network by the module they belong to, in data order, and the modules by block. */
import type { LayerInfo } from "../../nn/layer-info.ts";

export interface Module {
  readonly name: string;
  readonly kind: "convolution" | "norm" | "dense";
  /** Indices into the layers. */
  readonly members: readonly number[];
}

/** Modules whose names begin alike, as those of a residual block. */
export interface Block {
  /** What they have in common; empty: nothing. */
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Modules beside each other that need one name: the two of a shortcut, else one. */
export interface Part {
  readonly name: string;
  readonly modules: readonly Module[];
}

export function modulesOf(layers: readonly LayerInfo[]): Module[] {
  const byName = new Map<string, number[]>();
  layers.forEach(({ module }, k) => {
    byName.set(module, [...(byName.get(module) ?? []), k]);
  });
  return [...byName].map(([name, members]) => ({ name, kind: kindOf(layers[members[0]!]!), members }));
}

export function blocksOf(modules: readonly Module[]): Block[] {
  const blocks: { name: string; parts: { name: string; modules: Module[] }[] }[] = [];
  for (const module of modules) {
    const [, name, part] = /^(.+?)\.([^.]+)(?:\.\d+)?$/.exec(module.name) ?? [];
    const block = blocks.at(-1);
    if (name === undefined || part === undefined)
      blocks.push({ name: "", parts: [{ name: module.name, modules: [module] }] });
    else if (block?.name !== name) blocks.push({ name, parts: [{ name: part, modules: [module] }] });
    else if (block.parts.at(-1)!.name === part) block.parts.at(-1)!.modules.push(module);
    else block.parts.push({ name: part, modules: [module] });
  }
  return blocks;
}

function kindOf({ role, shape }: LayerInfo): Module["kind"] {
  if (role === "scale" || role === "shift") return "norm";
  return shape.length === 4 ? "convolution" : "dense";
}
