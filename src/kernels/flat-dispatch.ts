/** @file One dispatch with an invocation for each of `count` things: what most small kernels need. */

import type { ParamValues } from "../gpu/params.ts";
import { type Binding, type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";

/** Invocations per workgroup where each does one element. */
export const ELEMENTS = 64;
/** The same where each runs through a whole plane, row or layer: small, so that few of them still spread out. */
export const SERIAL = 16;

export function flatDispatch(
  label: string,
  code: string,
  WG: number,
  count: number,
  bindings: readonly Binding[],
  params: ParamValues,
): DispatchPlan {
  return {
    kernel: { label, code, constants: { WG } },
    bindings,
    params,
    workgroups: flatWorkgroups(count, WG),
  };
}
