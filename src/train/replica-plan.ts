/**
 * @file What a worker's device holds and does, as plain data: the dispatches of one micro-batch and of
 * evaluation, and every buffer they need. Not here: running it (replica-engine.ts).
 */
import { sizeOf } from "../core/shape.ts";
import { type SharedBuffers, shareBuffers } from "../gpu/memory-plan.ts";
import { type BufferPlan, bufferOf, type DispatchPlan, FLOAT_BYTES, floats, rangeOf } from "../gpu/program.ts";
import { accumulate } from "../kernels/add.ts";
import { gatherBatch } from "../kernels/gather-batch.ts";
import { foldSegments, segmentTable, sumOfSquares } from "../kernels/segments.ts";
import { type KernelChoice, registerKernels } from "../kernels/variant.ts";
import type { Model } from "../nn/model.ts";
import { type Network, planNetwork } from "../nn/network.ts";
import { contributionLayout, TOTALS } from "./contribution.ts";
import type { Normalisation } from "./events.ts";

export interface ReplicaSizes {
  readonly model: Model;
  /** b */
  readonly microBatch: number;
  /** K */
  readonly local: number;
  readonly trainCount: number;
  /** Images of the larger of the two sets this worker evaluates. */
  readonly evaluationCount: number;
  readonly normalisation: Normalisation;
  /** Register kernels where not given. */
  readonly kernels?: KernelChoice | undefined;
}

export type ImageSet = "train" | "evaluation";

/** Images per evaluation batch: enough to fill a device, small enough to cost little memory. */
const EVALUATION_BATCH = 128;
/** The same where only few images are asked for, as in every snapshot. Most kernels are those of the large batch. */
const SMALL_EVALUATION_BATCH = 16;

export function evaluationBatchOf(evaluationCount: number): number {
  return Math.min(EVALUATION_BATCH, evaluationCount);
}

/** Forward pass and loss of one batch of the evaluation set. */
export interface EvaluationPlan {
  readonly batch: number;
  /** (batch) u32 */
  readonly indices: BufferPlan;
  readonly network: Network;
  readonly program: readonly DispatchPlan[];
}

interface ImageSetBuffers {
  readonly images: BufferPlan;
  readonly labels: BufferPlan;
}

export interface ReplicaPlan {
  readonly parameters: BufferPlan;
  readonly running: BufferPlan;
  /** Of one micro-batch. */
  readonly gradient: BufferPlan;
  readonly contribution: BufferPlan;
  readonly indices: BufferPlan;
  readonly sets: Readonly<Record<ImageSet, ImageSetBuffers>>;
  /** Of local micro-batch k = 0 … K−1. */
  readonly gathers: readonly DispatchPlan[];
  readonly forward: readonly DispatchPlan[];
  readonly backward: readonly DispatchPlan[];
  /** Adds the gradient to the sum, and its squares to those of the layers. */
  readonly norm: readonly DispatchPlan[];
  /** Small batches first. */
  readonly evaluations: readonly EvaluationPlan[];
  readonly evaluationTotals: BufferPlan;
  /** Room for the totals, and after them the logits of all images. */
  readonly evaluationReadbackBytes: number;
  /** Contents that never change. */
  readonly fixed: readonly (readonly [BufferPlan, Float32Array | Uint32Array])[];
  /** What lies between layers, of training and of evaluation, takes turns in these. */
  readonly shared: SharedBuffers;
}

type Programs = Pick<ReplicaPlan, "gathers" | "forward" | "backward" | "norm" | "evaluations">;

/** Everything that ever runs: a micro-batch, then evaluation. */
export function replicaDispatches({ gathers, forward, backward, norm, evaluations }: Programs): DispatchPlan[] {
  return [...gathers, ...forward, ...backward, ...norm, ...evaluations.flatMap(({ program }) => program)];
}

export function planReplica(spec: ReplicaSizes): ReplicaPlan {
  const { model, microBatch, local, kernels = registerKernels } = spec;
  const layout = contributionLayout(model);
  const parameters = floats("parameters", model.parameterFloats);
  const running = floats("running-statistics", model.statisticsFloats);
  const gradient = floats("gradient", model.parameterFloats);
  const contribution = floats("contribution", layout.size);
  const trained = {
    parameters,
    running,
    gradient,
    statistics: rangeOf(contribution, layout.statisticsAt, layout.statisticsFloats),
    totals: rangeOf(contribution, layout.totalsAt, TOTALS),
  };
  const network = planNetwork(model, microBatch, "train", trained, kernels);
  const evaluationTotals = floats("evaluation.totals", TOTALS);
  const evaluated = { parameters, running, totals: evaluationTotals };

  const table = segmentTable(model.layers);
  const segments = floats("segments", table.segments.length);
  const firstChunk = floats("first-chunk", table.firstChunk.length);
  const partials = floats("squares.partials", table.chunkCount);
  const squares = rangeOf(contribution, layout.squaresAt, layout.layerCount);
  const sum = rangeOf(contribution, 0, layout.gradientFloats);

  const normalisation = floats("normalisation", 2 * spec.normalisation.mean.length);
  const indices = floats("indices", local * microBatch);
  const sets = {
    train: imageSet("train", spec.trainCount, model),
    evaluation: imageSet("evaluation", spec.evaluationCount, model),
  };
  const [channels, ...plane] = model.imageShape;
  const gather = (set: ImageSet, from: BufferPlan, into: Network, batch: number, firstIndex: number) =>
    gatherBatch(
      { batch, channels: channels!, planeSize: sizeOf(plane), firstIndex },
      { ...sets[set], indices: from, normalisation, x: into.input, batchLabels: into.labels },
    );
  const planEvaluation = (limit: number): EvaluationPlan => {
    const batch = Math.min(limit, evaluationBatchOf(spec.evaluationCount));
    const own = planNetwork(model, batch, "evaluate", evaluated, kernels);
    const evaluationIndices = floats("evaluation.indices", batch);
    const gathering = gather("evaluation", evaluationIndices, own, batch, 0);
    return { batch, indices: evaluationIndices, network: own, program: [gathering, ...own.forward] };
  };
  const programs: Programs = {
    gathers: Array.from({ length: local }, (_, k) => gather("train", indices, network, microBatch, k * microBatch)),
    forward: network.forward,
    backward: network.backward,
    norm: [
      accumulate(layout.gradientFloats, { x: gradient, sum }, 1 / network.lossScale),
      sumOfSquares(table, { values: gradient, segments, partials }, kernels.family),
      foldSegments(table, { partials, firstChunk, sums: squares }, kernels.family, network.lossScale ** -2),
    ],
    evaluations: [SMALL_EVALUATION_BATCH, EVALUATION_BATCH].map(planEvaluation),
  };
  const fixed: ReplicaPlan["fixed"] = [
    [segments, table.segments],
    [firstChunk, table.firstChunk],
    [normalisation, Float32Array.from([...spec.normalisation.mean, ...spec.normalisation.deviation])],
    [network.count, Uint32Array.of(microBatch)],
  ];
  const kept = [
    ...[parameters, running, contribution, indices, evaluationTotals],
    ...programs.evaluations.flatMap(({ indices, network: { count, logits } }) => [indices, count, bufferOf(logits)]),
    gradient, // the backward pass leaves the gaps between its layers alone, and they are to stay 0
    ...Object.values(sets).flatMap(({ images, labels }) => [images, labels]),
    ...fixed.map(([buffer]) => buffer),
  ];
  return {
    ...programs,
    parameters,
    running,
    gradient,
    contribution,
    indices,
    sets,
    evaluationTotals,
    evaluationReadbackBytes: (TOTALS + spec.evaluationCount * model.classCount) * FLOAT_BYTES,
    fixed,
    shared: shareBuffers(replicaDispatches(programs), new Set(kept)),
  };
}

function imageSet(label: string, count: number, model: Model): ImageSetBuffers {
  const bytes = (byteLength: number) => Math.ceil(byteLength / 4) * 4;
  return {
    images: { label: `${label}.images`, byteLength: bytes(count * sizeOf(model.imageShape)) },
    labels: { label: `${label}.labels`, byteLength: bytes(count) },
  };
}
