/**
 * @file The tiled operations of a model, for which a tile is to be chosen. They are
 * those that planNetwork plans; a test compares the two.
 */
import { operationsOf, type TileProblem, tileProblem } from "../kernels/tile-problem.ts";
import { convolutionDims } from "./layers/conv2d.ts";
import { denseDims } from "./layers/dense.ts";
import type { Model, ModelNode, PlainNode } from "./model.ts";
import { learns } from "./network.ts";

/** What is trained first, since it runs most; the largest first, since it takes longest. Each once. */
export function tileProblems(model: Model, batches: { readonly train: number; readonly evaluate: number }) {
  const of = (batch: number, training: boolean) =>
    [...operationsIn(model.nodes, batch, training, false)].sort((a, b) => operationsOf(b) - operationsOf(a));
  const all = [...of(batches.train, true), ...of(batches.evaluate, false)];
  return [...new Map(all.map((problem) => [problem.key, problem])).values()];
}

/** `below`: whether a layer below these learns, so that it wants their input's gradient. */
function* operationsIn(
  nodes: readonly ModelNode[],
  batch: number,
  training: boolean,
  below: boolean,
): Generator<TileProblem> {
  let wantsGradient = below;
  for (const node of nodes) {
    if (node.kind === "residual") {
      yield* operationsIn(node.body, batch, training, wantsGradient);
      yield* operationsIn(node.shortcut, batch, training, wantsGradient);
    } else yield* operationsOfLayer(node, batch, training, wantsGradient);
    wantsGradient ||= learns(node);
  }
}

function* operationsOfLayer(
  { spec, inputShape, where }: PlainNode,
  batch: number,
  training: boolean,
  wantsGradient: boolean,
): Generator<TileProblem> {
  if (spec.type === "conv2d") {
    const dims = convolutionDims({ spec, batch, inputShape, where });
    yield tileProblem("conv2d.forward", dims);
    if (training) yield tileProblem("conv2d.weight-gradient", dims);
    if (training && wantsGradient) yield tileProblem("conv2d.input-gradient", dims);
  }
  if (spec.type === "dense") {
    const dims = denseDims({ spec, batch, inputShape });
    yield tileProblem("dense.forward", dims);
    if (training) yield tileProblem("dense.weight-gradient", dims);
    if (training && wantsGradient) yield tileProblem("dense.input-gradient", dims);
  }
}
