/**
 * @file A race: one configuration under several rules or warm-ups, from the same weights and in the same sample order,
 * which follow from the seed. Who has won is the one that needed the fewest updates to the target. Pure.
 */
import { rateRules } from "../../rates/registry.ts";
import { warmups } from "../../rates/warmup.ts";
import type { RunConfig } from "../../train/config.ts";
import { resultOf } from "./comparison.ts";
import type { ShownRun } from "./shown-run.ts";

export type RaceOver = "rule" | "warmup";

export interface Contestant {
  readonly id: string;
  readonly name: string;
  /** The whole of it: who proposed it, and what it does. */
  readonly title: string;
}

/** "Linear scaling (Goyal et al. 2017): n times…" as "Linear". */
const shortName = (title: string) => title.replace(/ *[(:].*$/, "").replace(/^((?!No).*) scaling$/, "$1");
const contestantsOf = (entries: Record<string, { readonly title: string }>): Contestant[] =>
  Object.entries(entries).map(([id, { title }]) => ({ id, name: shortName(title), title }));

export const contestants: Record<RaceOver, readonly Contestant[]> = {
  rule: contestantsOf(rateRules),
  warmup: contestantsOf(warmups),
};

/** In the order of the registry, whatever the order of the choice. */
export function raceConfigs(
  base: RunConfig,
  over: RaceOver,
  chosen: readonly string[],
): { name: string; config: RunConfig }[] {
  return contestants[over]
    .filter(({ id }) => chosen.includes(id))
    .map(({ id, name }) => ({
      name,
      config:
        over === "rule" ? { ...base, rule: id as RunConfig["rule"] } : { ...base, warmup: id as RunConfig["warmup"] },
    }));
}

export interface Standing {
  readonly run: ShownRun;
  /** From 1; null for who did not reach the target. Equals share a place. */
  readonly place: number | null;
  readonly updatesToTarget: number | null;
  readonly bestAccuracy: number | null;
}

/** Fewest updates to the target first; then who came closest to it; those that diverged last. */
export function standings(runs: readonly ShownRun[], target: number): Standing[] {
  const rows = runs.map((run) => ({ run, ...resultOf(run, target) }));
  const rank = ({ updatesToTarget, run }: (typeof rows)[number]) =>
    updatesToTarget ?? (run.outcome === "diverged" ? Number.MAX_VALUE : Number.MAX_SAFE_INTEGER);
  rows.sort((a, b) => rank(a) - rank(b) || (b.bestAccuracy ?? 0) - (a.bestAccuracy ?? 0));
  return rows.map(({ run, updatesToTarget, bestAccuracy }) => {
    const better = rows.filter((row) => row.updatesToTarget !== null && row.updatesToTarget < (updatesToTarget ?? 0));
    return { run, updatesToTarget, bestAccuracy, place: updatesToTarget === null ? null : better.length + 1 };
  });
}

/** One sentence; `isOver`: nobody runs any more. */
export function verdict(rows: readonly Standing[], target: string, isOver: boolean): string {
  const first = rows.filter(({ place }) => place === 1);
  const [leader] = first;
  if (!leader) return isOver ? `Nobody reached ${target}.` : `Nobody has reached ${target} yet.`;
  const names = first.map(({ run }) => run.name).join(" and ");
  const updates = `${leader.updatesToTarget} updates`;
  if (!isOver) return `So far: ${names}, ${target} in ${updates}.`;
  return first.length > 1
    ? `A tie: ${names} reached ${target} in ${updates}.`
    : `${names} wins: ${target} in ${updates}.`;
}
