/** @file How a layer is drawn: its colour says how deep it is, its dash what it is. The colours are in core/palette.ts. */
import { depthColour, roleDash, type Theme } from "../../core/palette.ts";
import type { LayerInfo } from "../../nn/layer-info.ts";

/** Opacity of the layers behind the one that stands out: quiet, and still told apart. */
export const BEHIND = 0.36;
/** The same where many curves lie over each other. */
const FAR_BEHIND = 0.17;
const MANY = 12;

/** Opacity of so many curves behind the one that stands out. */
export const behind = (layerCount: number) => (layerCount > MANY ? FAR_BEHIND : BEHIND);

export interface LayerStyle {
  readonly colour: string;
  /** In canvas pixels at a device pixel ratio of 1. */
  readonly dash: readonly number[];
}

export function layerStyles(layers: readonly LayerInfo[], theme: Theme): LayerStyle[] {
  const deepest = Math.max(1, ...layers.map((layer) => layer.depth));
  return layers.map(({ depth, role }) => ({ colour: depthColour(depth / deepest, theme), dash: roleDash[role] }));
}
