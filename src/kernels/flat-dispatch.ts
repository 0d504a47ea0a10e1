/** @file The dispatches that the small kernels need: as many invocations as wanted, or as many elements. */

import type { ParamValues } from "../gpu/params.ts";
import { type Binding, type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";

/** Invocations per workgroup where each does little. */
export const ELEMENTS = 64;
/** The same where each runs through a whole plane or layer: small, so that few of them still spread out. */
export const SERIAL = 16;
/** Elements per invocation of the element-by-element kernels: starting a workgroup costs far more than an element. */
const SPAN = 16;

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
): DispatchPlan {
  const WG = ELEMENTS;
  const workgroups = flatWorkgroups(count, WG * SPAN);
  return { kernel: { label, code, constants: { WG, SPAN } }, bindings, params, workgroups };
}
