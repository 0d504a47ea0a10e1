/**
 * @file What a sweep says of the paper's claims: one computed sentence each. Every verdict comes from verdict.ts, so none
 * rests on a difference that seeds alone could make.
 */
import type { SweepResult } from "../sweep.ts";
import { gainClaims } from "./gain-claims.ts";
import { gridOf } from "./grid.ts";
import { optionClaims } from "./option-claims.ts";
import { ruleClaims } from "./rule-claims.ts";
import type { Claim } from "./verdict.ts";

export function claimsOf(result: SweepResult): Claim[] {
  const grid = gridOf(result);
  return [...ruleClaims(grid), ...optionClaims(grid), ...gainClaims(grid)];
}
