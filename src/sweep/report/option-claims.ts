/**
 * @file The paper's claims on LENA's parts: the state-aware warm-up (Table 2), α (Table 3) and a rate for every layer
 * (Figure 4); and for axes that the paper does not vary, what they do.
 */

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
import { difference } from "./difference.ts";
import { type Grid, hasRuns } from "./grid.ts";
import { accuracyText, listText, signedPoints } from "./numbers.ts";
import { type Claim, claim, larger, openClaim, outcomeOf, overall, type Verdict, verdictOf } from "./verdict.ts";

/** Twice the most that the paper's own means differ over α, its largest n apart. */
const ALPHA_MARGIN = 0.02;

export function optionClaims(grid: Grid): Claim[] {
  return [...warmupClaims(grid), ...alphaClaim(grid), ...shareClaim(grid), ...otherAxes(grid)];
}

const has = ({ cell }: Member) => hasRuns(cell);

/** Where only the warm-up differs: an axis that sets the rule too compares something else. */
function warmupClaims(grid: Grid): Claim[] {
  const groups = groupsOver(grid, (axis) => sets(axis, "warmup") && !sets(axis, "rule"));
  const ruleAxis = grid.otherAxes.find((axis) => sets(axis, "rule"));
  return (["none", "fixed"] as const).flatMap((other) => {
    const name = other === "none" ? "no warm-up" : "the fixed warm-up";
    return contest(groups, {
      better: ({ settings }) => settings.warmup === "state-aware",
      worse: ({ settings }) => settings.warmup === other,
      paper: `The state-aware warm-up helps every rule, against ${name}.`,
      about: "table",
      say: "The state-aware warm-up",
      against: name,
      ruleOf: ruleAxis && (({ cell }) => cell.coordinates[ruleAxis.name]!),
    });
  });
}

function shareClaim(grid: Grid): Claim[] {
  const groups = groupsBy(grid, "layerwiseShare");
  const shares = groups.flatMap(({ members }) => members.map(({ settings }) => settings.share));
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  if (!(most > least)) return [];
  return contest(groups, {
    better: ({ settings }) => settings.share === most,
    worse: ({ settings }) => settings.share === least,
    paper: "The more layers have their own rate, the higher the accuracy.",
    about: "figure4",
    say: `A rate of their own for ${most * 100}% of the layers`,
    against: `${least * 100}%`,
    ruleOf: undefined,
  });
}

interface Contest {
  readonly better: (member: Member) => boolean;
  readonly worse: (member: Member) => boolean;
  readonly paper: string;
  readonly about: string;
  readonly say: string;
  readonly against: string;
  /** What the rule of a member is called, where several are compared. */
  readonly ruleOf: ((member: Member) => string) | undefined;
}

function contest(groups: readonly Group[], { better, worse, paper, about, say, against, ruleOf }: Contest): Claim[] {
  const all = groups.flatMap(({ n, members }) => {
    const [a, b] = [members.find(better), members.find(worse)];
    return a && b ? [{ n, a, b }] : [];
  });
  if (all.length === 0) return [];
  const pairs = all.filter(({ a, b }) => has(a) && has(b));
  if (pairs.length === 0) return [openClaim(about, paper, all.length)];
  const outcomes = pairs.map(({ a, b }) => larger(finals(a), finals(b)));
  const higher = pairs.filter(({ a, b }) => finalMean(a) > finalMean(b));
  const gaps = pairs.map(({ a, b }) => finalMean(a) - finalMean(b));
  const largest = `, by ${signedPoints(Math.min(...gaps))} to ${signedPoints(Math.max(...gaps))} points`;
  const rules = ruleOf ? [...new Set(pairs.map(({ a }) => ruleOf(a)))] : [];
  const perRule = rules.map((rule) => {
    const of = (list: typeof pairs) => list.filter(({ a }) => ruleOf?.(a) === rule).length;
    return `${rule} ${of(higher)} of ${of(pairs)}`;
  });
  const detail = perRule.length > 1 ? ` (${perRule.join(", ")})` : "";
  const finding = `${say} ends higher than ${against} at ${higher.length} of ${pairs.length} ${placesOf(groups)}${detail}${largest}${surety(outcomes, all.length - pairs.length)}`;
  return [claim(about, paper, finding, verdictOf(outcomes))];
}

/** Sameness is claimed, so the verdict is the other way round: the whole interval has to stay small. */
function alphaClaim(grid: Grid): Claim[] {
  const groups = groupsBy(grid, "alpha").filter(({ members }) => members.length > 1);
  const largestN = Math.max(...groups.map(({ n }) => n));
  const meant = groups.some(({ n }) => n < largestN) ? groups.filter(({ n }) => n < largestN) : groups;
  if (meant.length === 0) return [];
  const spreads = meant
    .filter(({ isComplete }) => isComplete)
    .map(({ n, members }) => {
      const sorted = members.toSorted((a, b) => finalMean(a) - finalMean(b));
      return { n, ...difference(finals(sorted.at(-1)!), finals(sorted[0]!)) };
    });
  const paper = "LENA is insensitive to α, except at the largest n.";
  const alphas = groups[0]!.members.map(({ settings }) => Number((settings.alpha * 100).toPrecision(4)));
  const range = `between α = ${Math.min(...alphas)}% and ${Math.max(...alphas)}%`;
  const missing = meant.length - spreads.length;
  const left = missing > 0 ? `; ${missing} not yet run` : "";
  if (spreads.length === 0) return [openClaim("table", paper, missing)];
  const most = Math.max(...spreads.map((spread) => spread.mean));
  const where = listText(spreads.map(({ n }) => String(n)));
  const finding = `Mean accuracies ${range} differ by at most ${accuracyText(most)} at n = ${where}, where ${ALPHA_MARGIN} is taken to be little${left}`;
  let verdict: Verdict = "untold";
  if (spreads.every(({ high }) => high !== null && high <= ALPHA_MARGIN)) verdict = missing > 0 ? "in part" : "agrees";
  else if (spreads.some(({ low }) => low !== null && low > ALPHA_MARGIN)) verdict = "disagrees";
  return [claim("table", paper, finding, verdict)];
}

const KNOWN = ["rule", "warmup", "alpha", "layerwiseShare"];

function otherAxes(grid: Grid): Claim[] {
  const axes = grid.otherAxes.filter((axis) => !KNOWN.some((field) => sets(axis, field)) && axis.values.length > 1);
  return axes.flatMap((axis): Claim[] => {
    const groups = groupsOver(grid, (other) => other === axis).filter(({ isComplete }) => isComplete);
    const winners = groups.map(({ members }) => {
      const best = members.reduce((a, b) => (finalMean(b) > finalMean(a) ? b : a));
      const rest = members.filter((member) => member !== best);
      return { best, outcome: overall(rest.map((other) => outcomeOf(difference(finals(best), finals(other))))) };
    });
    const counts = axis.values.map(({ label }) => ({
      label,
      won: winners.filter(({ best }) => best.label === label).length,
    }));
    const top = counts.reduce((a, b) => (b.won > a.won ? b : a));
    if (top.won === 0) return [];
    const own = winners.filter(({ best }) => best.label === top.label).map(({ outcome }) => outcome);
    const sentence = `${axis.name} ${top.label} has the highest mean accuracy at ${top.won} of ${groups.length} settings${surety(own, 0)}; the paper does not vary it.`;
    return [{ about: "table", paper: null, verdict: null, sentence }];
  });
}
