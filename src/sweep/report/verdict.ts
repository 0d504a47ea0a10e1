/**
 * @file How a comparison becomes a verdict on one of the paper's claims. A difference counts only where its 95% interval
 * over seeds leaves zero out (Welch), so with one seed nothing can be told.
 */
import { difference, type Interval } from "./difference.ts";

export type Verdict = "agrees" | "in part" | "disagrees" | "untold";

/** "win": what the paper claims, beyond the spread over seeds; "loss": the opposite, as surely; "tie": neither. */
export type Outcome = "win" | "loss" | "tie";

/** A claim of the paper beside what a sweep shows. */
export interface Claim {
  /** The figure that it stands under, or "table". */
  readonly about: string;
  /** The paper's claim in short; null where the paper has none. */
  readonly paper: string | null;
  /** What the numbers show, and whether that agrees: one sentence. */
  readonly sentence: string;
  readonly verdict: Verdict | null;
}

const verdictWords: Record<Verdict, string> = {
  agrees: "this agrees with the paper",
  "in part": "this agrees with the paper in part",
  disagrees: "this does not agree with the paper",
  untold: "whether this agrees with the paper cannot be told",
};

export const count = (outcomes: readonly Outcome[], wanted: Outcome) =>
  outcomes.filter((outcome) => outcome === wanted).length;

/** All comparisons of a claim together. Sure losses alone contradict it; sure wins at most places confirm it. */
export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  const wins = count(outcomes, "win");
  const losses = count(outcomes, "loss");
  if (wins === 0) return losses > 0 ? "disagrees" : "untold";
  return losses === 0 && wins > outcomes.length / 2 ? "agrees" : "in part";
}

/** Of a claim with several parts, which holds where all of them do. */
export function together(parts: readonly Verdict[]): Verdict {
  const [first] = parts;
  if (parts.every((part) => part === first)) return first!;
  return parts.includes("agrees") || parts.includes("in part") ? "in part" : "disagrees";
}

export function outcomeOf({ low, high }: Omit<Interval, "mean">): Outcome {
  if (low !== null && low > 0) return "win";
  return high !== null && high < 0 ? "loss" : "tie";
}

/** A win where `a` is surely larger than `b`. */
export const larger = (a: readonly number[], b: readonly number[]): Outcome => outcomeOf(difference(a, b));

/** Against several others at once: a win only against all of them, a loss against any. */
export function overall(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes("loss")) return "loss";
  return outcomes.every((outcome) => outcome === "win") ? "win" : "tie";
}

/** Where not one place has all the results that a comparison needs. */
export const openClaim = (about: string, paper: string, missing: number): Claim =>
  claim(about, paper, `Nothing to compare yet (${missing} not yet run)`, "untold");

export function claim(about: string, paper: string, finding: string, verdict: Verdict): Claim {
  return { about, paper, verdict, sentence: `${finding}: ${verdictWords[verdict]}.` };
}
