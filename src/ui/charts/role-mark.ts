/**
 * @file The sign of one layer: a mark whose shape says what it is (weight, bias, scale, shift), in a ring that fills
 * as its warm-up completes. SVG attributes, because the page allows no inline style.
 */
import { svg, type TemplateResult } from "lit";
import type { LayerInfo } from "../../nn/layer-info.ts";

/** In a square from -4 to 4. */
export const rolePath: Record<LayerInfo["role"], string> = {
  weight: "M0-3.1A3.1 3.1 0 1 1 0 3.1A3.1 3.1 0 1 1 0-3.1z",
  bias: "M-2.7-2.7H2.7V2.7H-2.7z",
  scale: "M0-3.4L3.2 2.4H-3.2z",
  shift: "M0-3.7L3.7 0L0 3.7L-3.7 0z",
};

/** `share`: how far the warm-up is, from 0 to 1. Centred at 0, 18 wide. */
export function roleMark(role: LayerInfo["role"], colour: string, share: number): TemplateResult {
  return svg`<circle class="track" r="7.5" fill="none" stroke-width="1.5" />
    <circle r="7.5" fill="none" stroke=${colour} stroke-width="2" pathLength="100" transform="rotate(-90)"
      stroke-dasharray="${share <= 0 ? 0 : Math.min(100, share * 100).toFixed(1)} 200" />
    <path d=${rolePath[role]} fill=${colour} />`;
}
