/** @file The paper's claims on LENA against other rules (Table 1, Figure 6), computed. */

import type { CellResult } from "../sweep.ts";
import {
  finalMean,
  finals,
  type Group,
  groupsBy,
  groupsOver,
  type Member,
  placesOf,
  sets,
  surety,
} from "./comparisons.ts";
import { contrast, difference, meanOf } from "./difference.ts";
import { type Grid, groupBy, hasRuns } from "./grid.ts";
import { accuracyText, listText, pointsText, signedPoints } from "./numbers.ts";
import { type Claim, claim, larger, type Outcome, openClaim, outcomeOf, overall, verdictOf } from "./verdict.ts";

/** Below this share of the single worker's accuracy a run counts as not trained. */
const TRAINED_SHARE = 0.9;

const FEWEST = "LENA reaches the target in the fewest updates.";
const HIGHEST = "LENA's accuracy is the highest, the more so the larger n.";

interface Duel {
  readonly n: number;
  readonly lena: Member;
  readonly others: readonly Member[];
}

/** LENA and the other rules where all else is equal, and how many such places are still without results. */
function duelsIn(groups: readonly Group[]): { duels: Duel[]; missing: number } {
  const all = groups.flatMap(({ n, members, isComplete }) => {
    const lena = members.find(({ settings }) => settings.rule === "lena");
    const others = members.filter(({ settings }) => settings.rule !== "lena");
    return lena && others.length > 0 ? [{ n, lena, others, isComplete }] : [];
  });
  const duels = all.filter(({ isComplete }) => isComplete);
  return { duels, missing: all.length - duels.length };
}

export function ruleClaims(grid: Grid): Claim[] {
  const groups = groupsBy(grid, "rule");
  const { duels, missing } = duelsIn(groups);
  if (duels.length + missing === 0) return [];
  const places = placesOf(groups);
  if (duels.length === 0) return [openClaim("table", FEWEST, missing), openClaim("table", HIGHEST, missing)];
  return [
    ...(grid.result.target ? [fewestUpdates(duels, missing, places)] : []),
    highestAccuracy(duels, missing, places),
    ...(grid.result.baseline?.finalAccuracy
      ? [trainsWhereOthersFail(duels, missing, places, grid.result.baseline.finalAccuracy.mean)]
      : []),
    ...leastLoss(grid),
  ];
}

/** A rule that never reaches the target needs more updates than any that does. */
function fewerUpdates(a: CellResult, b: CellResult): Outcome {
  const [mine, theirs] = [a.toTarget, b.toTarget];
  if (mine.updates && theirs.updates) {
    const isWhole = mine.reached === mine.of && theirs.reached === theirs.of;
    return isWhole ? larger(theirs.updates.values, mine.updates.values) : "tie";
  }
  const isClear = (one: typeof mine, other: typeof mine) =>
    one.of > 1 && one.reached === one.of && other.of > 1 && other.reached === 0;
  if (isClear(mine, theirs)) return "win";
  return isClear(theirs, mine) ? "loss" : "tie";
}

const meanUpdates = ({ cell }: Member) => cell.toTarget.updates?.mean ?? Number.POSITIVE_INFINITY;

function fewestUpdates(duels: readonly Duel[], missing: number, places: string): Claim {
  const decided = duels.filter(({ lena, others }) =>
    [lena, ...others].some((member) => Number.isFinite(meanUpdates(member))),
  );
  const first = decided.filter(({ lena, others }) => others.every((other) => meanUpdates(lena) < meanUpdates(other)));
  const outcomes = decided.map(({ lena, others }) =>
    overall(others.map((other) => fewerUpdates(lena.cell, other.cell))),
  );
  const none = duels.length - decided.length;
  const unreached = none > 0 ? `; no rule reaches it at ${none}` : "";
  const finding = `LENA reaches the target in the fewest updates at ${first.length} of ${decided.length} ${places}${surety(outcomes, missing)}${unreached}`;
  return claim("updates-to-target", FEWEST, finding, verdictOf(outcomes));
}

function highestAccuracy(duels: readonly Duel[], missing: number, places: string): Claim {
  const outcomes = duels.map(({ lena, others }) => overall(others.map((other) => larger(finals(lena), finals(other)))));
  const gaps = duels.map(({ lena, others }) => {
    const best = others.reduce((a, b) => (finalMean(b) > finalMean(a) ? b : a));
    return { best, ...difference(finals(lena), finals(best)) };
  });
  const first = gaps.filter(({ mean }) => mean > 0).length;
  const last = gaps.at(-1);
  const side = last && last.mean < 0 ? "below" : "above";
  const ahead = last ? `; at n = ${duels.at(-1)!.n} it is ${pointsText(last.mean)} ${side} ${last.best.label}` : "";
  const finding = `LENA ends with the highest mean accuracy at ${first} of ${duels.length} ${places}${surety(outcomes, missing)}${ahead}`;
  return claim("table", HIGHEST, finding, verdictOf(outcomes));
}

function trainsWhereOthersFail(duels: readonly Duel[], missing: number, places: string, singleWorker: number): Claim {
  const needed = TRAINED_SHARE * singleWorker;
  const trains = (member: Member) => finalMean(member) >= needed;
  const say = (member: Member) => `${member.label} (${accuracyText(finalMean(member))})`;
  const paper = "LENA trains at values of n where the other rules fail.";
  const meant = `below ${accuracyText(needed)}, ${TRAINED_SHARE * 100}% of the single worker's accuracy`;
  const pairs = duels.flatMap(({ n, lena, others }) =>
    others.flatMap((other) => (trains(lena) === trains(other) ? [] : [{ n, lena, other }])),
  );
  const outcomes = pairs.map(({ lena, other }) => larger(finals(lena), finals(other)));
  const winning = pairs.filter(({ lena }) => trains(lena));
  const losing = pairs.filter(({ lena }) => !trains(lena));
  const left = missing > 0 ? `; ${missing} not yet run` : "";
  if (pairs.length === 0) {
    const finding = `No rule fails (${meant}) where another trains${left}`;
    return claim("accuracy-by-n", paper, finding, "untold");
  }
  const parts: string[] = [];
  const last = winning.at(-1);
  if (last) {
    const failing = winning.filter(({ n, lena }) => n === last.n && lena === last.lena).map(({ other }) => say(other));
    const does = failing.length > 1 ? "do not" : "does not";
    const such = new Set(winning.map(({ lena }) => lena)).size;
    const often =
      duels.length > 1 ? `; in all it trains where another rule fails at ${such} of ${duels.length} ${places}` : "";
    parts.push(
      `LENA trains at n = ${last.n} (${accuracyText(finalMean(last.lena))}) where ${listText(failing)} ${does}${often}`,
    );
  }
  const lost = losing.at(-1);
  if (lost)
    parts.push(
      `${last ? "it" : "LENA"} fails at n = ${lost.n} (${accuracyText(finalMean(lost.lena))}) where ${say(lost.other)} trains`,
    );
  const sure = outcomes.includes("tie") ? ", not always beyond the spread over seeds" : "";
  return claim("accuracy-by-n", paper, `${parts.join("; ")} (failing: ${meant})${sure}${left}`, verdictOf(outcomes));
}

/** From the smallest n to the largest: how much accuracy each rule gives up. */
function leastLoss(grid: Grid): Claim[] {
  const { nAxis, ns } = grid;
  const [small, large] = [ns[0]!, ns.at(-1)!];
  if (!nAxis || small === large) return [];
  const groups = groupsOver(grid, (axis) => axis === nAxis || sets(axis, "rule"));
  const falls = groups.map(({ members }) => {
    const at = (rule: string, n: number) =>
      members.find(({ settings, cell }) => settings.rule === rule && settings.n === n && hasRuns(cell));
    const rules = [...new Set(members.map(({ settings }) => settings.rule))];
    return rules.flatMap((rule) => {
      const [from, to] = [at(rule, small), at(rule, large)];
      return from && to ? [{ rule, from, to, fall: finalMean(from) - finalMean(to) }] : [];
    });
  });
  const compared = falls.filter((rules) => rules.length > 1 && rules.some(({ rule }) => rule === "lena"));
  if (compared.length === 0) return [];
  const outcomes = compared.map((rules) => {
    const lena = rules.find(({ rule }) => rule === "lena")!;
    return overall(
      rules
        .filter((other) => other !== lena)
        .map((other) =>
          outcomeOf(
            contrast([
              { weight: 1, values: finals(other.from) },
              { weight: -1, values: finals(other.to) },
              { weight: -1, values: finals(lena.from) },
              { weight: 1, values: finals(lena.to) },
            ]),
          ),
        ),
    );
  });
  const ruleAxis = grid.otherAxes.find((axis) => sets(axis, "rule"))!;
  const changes = groupBy(compared.flat(), ({ from }) => from.cell.coordinates[ruleAxis.name]!);
  const words = [...changes].map(([name, list]) => `${name} ${signedPoints(-meanOf(list.map(({ fall }) => fall)))}`);
  const least = compared.filter((rules) => rules.toSorted((a, b) => a.fall - b.fall)[0]!.rule === "lena").length;
  const loses = compared.length > 1 || least > 0 ? "loses" : "does not lose";
  const where = compared.length > 1 ? ` at ${least} of ${compared.length} settings` : "";
  const finding =
    `LENA ${loses} the least accuracy from n = ${small} to n = ${large}${where}` +
    `${surety(outcomes, 0)}; mean change in points: ${words.join(", ")}`;
  return [claim("figure6", "LENA loses the least accuracy as n grows.", finding, verdictOf(outcomes))];
}
