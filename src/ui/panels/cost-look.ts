/** @file How the parts of an update are drawn and explained, wherever they are shown. Their order is train/costs.ts's. */
import { depthColour } from "../../core/palette.ts";
import { costName, type Part } from "../../train/cost-summary.ts";
import type { CoordinatorCost, WorkerCost } from "../../train/costs.ts";
import type { Theme } from "../theme.ts";

export type Cost = WorkerCost | CoordinatorCost;
/** "work": time of an update whose parts were not measured. */
export type LanePart = Cost | "work";

export const partName = (part: LanePart) => (part === "work" ? "work, its parts not measured" : costName(part));

/** In the order in which they happen, each with its place on the colour scale: far apart where parts are long. */
const COLOUR_AT: ReadonlyMap<Cost, number> = new Map([
  ["gather", 0],
  ["forward", 0.14],
  ["backward", 0.4],
  ["norm", 0.55],
  ["readback", 0.68],
  ["allReduce", 0.78],
  ["rates", 0.86],
  ["optimiser", 0.93],
  ["broadcast", 1],
]);

/** The wait last. */
export const allCosts: readonly Cost[] = [...COLOUR_AT.keys(), "wait"];

export const costMeanings: Record<Cost, string> = {
  gather: "collecting the images of a micro-batch on the device and normalising them",
  forward: "forward pass and loss",
  backward: "backward pass",
  norm: "adding up gradients and their squared norms, per layer",
  readback: "the rest of their own time: writing inputs, submitting, copying results back",
  wait: "for one another",
  allReduce: "summing the workers' gradients, in rank order",
  rates: "gain, warm-up and rate of every layer",
  optimiser: "momentum SGD and batch-norm statistics",
  broadcast: "copying the weights for every worker and posting them",
};

/** The wait last, so that bars show first what was done. */
export function inOrder(parts: readonly Part<Cost>[]): readonly Part<Cost>[] {
  return [...parts.filter(({ cost }) => cost !== "wait"), ...parts.filter(({ cost }) => cost === "wait")];
}

/** "none" for the wait, whose colour is the style sheet's. */
export function costColour(cost: Cost, theme: Theme): string {
  const at = COLOUR_AT.get(cost);
  return at === undefined ? "none" : depthColour(at, theme);
}
