/** @file The dispatches that the small kernels need: as many invocations as wanted, or as many elements. */

import type { ParamValues } from "../gpu/params.ts";
import { type Binding, type DispatchPlan, flatWorkgroups, type Kernel } from "../gpu/program.ts";

/** Invocations per workgroup where each does little. */
export const ELEMENTS = 64;
/** The same where each runs through a whole plane or layer: small, so that few of them still spread out. */
export const SERIAL = 16;
/** Elements per invocation of the element-by-element kernels: starting a workgroup costs far more than an element. */
const SPAN = 16;
/** The same in quick forms: the spans are unrolled, so that their length is what compiling takes. */
const QUICK_SPAN = 4;

/** `count` invocations. */
export function flatDispatch(
  label: string,
  code: string,
  WG: number,
  count: number,
  bindings: readonly Binding[],
  params: ParamValues,
): DispatchPlan {
  return { kernel: { label, code, constants: { WG } }, bindings, params, workgroups: flatWorkgroups(count, WG) };
}

/** For shaders with `SPAN`: `count` elements, each independent of the others. */
export function elementDispatch(
  label: string,
  code: string,
  count: number,
  bindings: readonly Binding[],
  params: ParamValues,
  variant: { constants?: Kernel["constants"]; tuning?: Kernel["tuning"] } = {},
): DispatchPlan {
  const WG = ELEMENTS;
  const form = (span: number): Pick<DispatchPlan, "kernel" | "workgroups"> => ({
    kernel: { label, code, constants: { WG, ...variant.constants }, tuning: { SPAN: span, ...variant.tuning } },
    workgroups: flatWorkgroups(count, WG * span),
  });
  return { ...form(SPAN), quick: form(QUICK_SPAN), bindings, params };
}

/** Neighbours that share a tile of one plane; SPAN elements each, fewer where planes are small. */
const TILE_LANES = 16;

/** For shaders with `TILE_LANES`: every element of `planeCount` planes, in tiles that do not cross planes. */
export function planeDispatch(
  label: string,
  code: string,
  { planeCount, planeSize }: { planeCount: number; planeSize: number },
  bindings: readonly Binding[],
  params: ParamValues,
  variant: { constants?: Kernel["constants"]; tuning?: Kernel["tuning"] } = {},
): DispatchPlan {
  const longest = Math.ceil(planeSize / TILE_LANES);
  const form = (span: number): Pick<DispatchPlan, "kernel" | "workgroups"> => ({
    kernel: {
      label,
      code,
      constants: { WG: ELEMENTS, ...variant.constants },
      tuning: { TILE_LANES, SPAN: span, ...variant.tuning },
    },
    workgroups: flatWorkgroups(planeCount * Math.ceil(planeSize / (TILE_LANES * span)) * TILE_LANES, ELEMENTS),
  });
  return { ...form(Math.min(SPAN, longest)), quick: form(Math.min(QUICK_SPAN, longest)), bindings, params };
}
