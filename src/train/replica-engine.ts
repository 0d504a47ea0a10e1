/**
 * @file One worker's half of an update on its own device: K local micro-batches of
 * gather, forward, loss and backward, summed into one contribution; and evaluation.
 * One submit per micro-batch, one readback per call. Not here: threads (parallel/).
 */
import { sizeOf } from "../core/shape.ts";
import type { WatchedDevice } from "../gpu/device.ts";
import { Executor, type Prepared, pipelineKey } from "../gpu/executor.ts";
import {
  type BufferPlan,
  buffersOf,
  type DispatchPlan,
  FLOAT_BYTES,
  floats,
  rangeOf,
  totalBytes,
} from "../gpu/program.ts";
import { accumulate } from "../kernels/add.ts";
import { gatherBatch } from "../kernels/gather-batch.ts";
import { foldSegments, segmentTable, sumOfSquares } from "../kernels/segments.ts";
import type { Model } from "../nn/model.ts";
import { type Network, planNetwork } from "../nn/network.ts";
import { contributionLayout, TOTALS } from "./contribution.ts";
import type { Normalisation } from "./events.ts";

export interface ReplicaEngineSpec {
  readonly model: Model;
  /** b */
  readonly microBatch: number;
  /** K */
  readonly local: number;
  readonly trainCount: number;
  /** Images of the larger of the two sets this worker evaluates. */
  readonly evaluationCount: number;
  readonly normalisation: Normalisation;
}

export interface Evaluation {
  readonly lossSum: number;
  readonly correct: number;
  readonly count: number;
}

type ImageSet = "train" | "evaluation";

/** Images per evaluation batch: enough to fill a device, small enough to cost little memory. */
const EVALUATION_BATCH = 128;
/** Batches between two reports of progress: each waits for the device once. */
const BATCHES_PER_REPORT = 4;

export class ReplicaEngine {
  readonly #executor: Executor;
  readonly #spec: ReplicaEngineSpec;
  readonly #plan: ReplicaPlan;
  readonly #staging: GPUBuffer;
  readonly #totalsStaging: GPUBuffer;
  #gathers: Prepared[] = [];
  #train: Prepared = [];
  #evaluate: Prepared = [];

  constructor(watched: WatchedDevice, spec: ReplicaEngineSpec) {
    this.#executor = new Executor(watched);
    this.#spec = spec;
    this.#plan = planReplica(spec);
    this.#executor.checkSizes(buffersOf(this.#dispatches()));
    this.#staging = this.#executor.staging("contribution.readback", this.#plan.contribution.byteLength);
    this.#totalsStaging = this.#executor.staging("totals.readback", TOTALS * FLOAT_BYTES);
  }

  /** Bytes of all buffers on the device. */
  get plannedBytes(): number {
    return totalBytes(buffersOf(this.#dispatches()));
  }

  get pipelineCount(): number {
    return new Set(this.#dispatches().map((dispatch) => pipelineKey(dispatch.kernel))).size;
  }

  async prepare(onCompiled?: () => void): Promise<void> {
    const { gathers, train, evaluate, fixed } = this.#plan;
    const programs = [...gathers.map((gather) => [gather]), train, evaluate];
    const prepared = await Promise.all(programs.map((program) => this.#executor.prepare(program, onCompiled)));
    this.#evaluate = prepared.pop()!;
    this.#train = prepared.pop()!;
    this.#gathers = prepared;
    for (const [buffer, values] of fixed) this.#executor.write(buffer, values);
  }

  /** Puts a whole set on the device, once. */
  load(set: ImageSet, images: Uint8Array, labels: Uint8Array): void {
    const buffers = this.#plan.sets[set];
    this.#executor.write(buffers.images, padded(images));
    this.#executor.write(buffers.labels, padded(labels));
  }

  /** One contribution (layout: contribution.ts) from K·b indices into the train set and the newest weights. */
  async contribution(weights: Float32Array, indices: Uint32Array): Promise<Float32Array> {
    const { contribution, indices: indexBuffer, network } = this.#plan;
    const { device } = this.#executor;
    this.#writeWeights(weights);
    this.#executor.write(indexBuffer, indices);
    this.#executor.write(network.count, Uint32Array.of(this.#spec.microBatch));
    this.#gathers.forEach((gather, k) => {
      const encoder = device.createCommandEncoder();
      if (k === 0) encoder.clearBuffer(this.#executor.buffer(contribution));
      const pass = encoder.beginComputePass();
      this.#executor.encode(pass, gather);
      this.#executor.encode(pass, this.#train);
      pass.end();
      if (k === this.#gathers.length - 1) {
        encoder.copyBufferToBuffer(this.#executor.buffer(contribution), 0, this.#staging, 0, contribution.byteLength);
      }
      device.queue.submit([encoder.finish()]);
    });
    return this.#readback(this.#staging);
  }

  /** Loss and correct count over the first `count` images of the loaded evaluation set. */
  async evaluate(weights: Float32Array, count: number, onProgress: (images: number) => void): Promise<Evaluation> {
    const { evaluationNetwork, evaluationIndices, evaluationTotals, evaluationBatch } = this.#plan;
    const { device } = this.#executor;
    this.#writeWeights(weights);
    this.#executor.write(evaluationTotals, new Float32Array(TOTALS));
    for (let first = 0, batch = 1; first < count; first += evaluationBatch, batch++) {
      const rows = Math.min(evaluationBatch, count - first);
      const indices = Uint32Array.from({ length: evaluationBatch }, (_, i) => first + Math.min(i, rows - 1));
      this.#executor.write(evaluationIndices, indices);
      this.#executor.write(evaluationNetwork.count, Uint32Array.of(rows));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      this.#executor.encode(pass, this.#evaluate);
      pass.end();
      device.queue.submit([encoder.finish()]);
      if (batch % BATCHES_PER_REPORT === 0) {
        await this.#executor.finished();
        onProgress(first + rows);
      }
    }
    const encoder = device.createCommandEncoder();
    const byteLength = TOTALS * FLOAT_BYTES;
    encoder.copyBufferToBuffer(this.#executor.buffer(evaluationTotals), 0, this.#totalsStaging, 0, byteLength);
    device.queue.submit([encoder.finish()]);
    const [, correct, lossSum] = await this.#readback(this.#totalsStaging);
    return { lossSum: lossSum!, correct: correct!, count };
  }

  dispose(): void {
    this.#executor.dispose();
  }

  #dispatches(): DispatchPlan[] {
    return [...this.#plan.gathers, ...this.#plan.train, ...this.#plan.evaluate];
  }

  /** Parameters, then running batch-norm statistics. */
  #writeWeights(weights: Float32Array): void {
    const { parameterFloats, statisticsFloats } = this.#spec.model;
    this.#executor.write(this.#plan.parameters, weights.subarray(0, parameterFloats));
    if (statisticsFloats > 0) this.#executor.write(this.#plan.running, weights.subarray(parameterFloats));
  }

  async #readback(staging: GPUBuffer): Promise<Float32Array> {
    await this.#executor.mapped(staging);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.unmap();
    return values;
  }
}

interface ImageSetBuffers {
  readonly images: BufferPlan;
  readonly labels: BufferPlan;
}

interface ReplicaPlan {
  readonly parameters: BufferPlan;
  readonly running: BufferPlan;
  readonly contribution: BufferPlan;
  readonly indices: BufferPlan;
  readonly network: Network;
  readonly sets: Readonly<Record<ImageSet, ImageSetBuffers>>;
  readonly gathers: readonly DispatchPlan[];
  readonly train: readonly DispatchPlan[];
  readonly evaluate: readonly DispatchPlan[];
  readonly evaluationBatch: number;
  readonly evaluationNetwork: Network;
  readonly evaluationIndices: BufferPlan;
  readonly evaluationTotals: BufferPlan;
  /** Contents that never change. */
  readonly fixed: readonly (readonly [BufferPlan, Float32Array | Uint32Array])[];
}

function planReplica(spec: ReplicaEngineSpec): ReplicaPlan {
  const { model, microBatch, local } = spec;
  const layout = contributionLayout(model);
  const parameters = floats("parameters", model.parameterFloats);
  const running = floats("running-statistics", model.statisticsFloats);
  const gradient = floats("gradient", model.parameterFloats);
  const contribution = floats("contribution", layout.size);
  const network = planNetwork(model, microBatch, "train", {
    parameters,
    running,
    gradient,
    statistics: rangeOf(contribution, layout.statisticsAt, layout.statisticsFloats),
    totals: rangeOf(contribution, layout.totalsAt, TOTALS),
  });
  const evaluationBatch = Math.min(EVALUATION_BATCH, spec.evaluationCount);
  const evaluationTotals = floats("evaluation.totals", TOTALS);
  const evaluationNetwork = planNetwork(model, evaluationBatch, "evaluate", {
    parameters,
    running,
    totals: evaluationTotals,
  });

  const table = segmentTable(model.layers);
  const segments = floats("segments", table.segments.length);
  const firstChunk = floats("first-chunk", table.firstChunk.length);
  const partials = floats("squares.partials", table.chunkCount);
  const squares = rangeOf(contribution, layout.squaresAt, layout.layerCount);
  const sum = rangeOf(contribution, 0, layout.gradientFloats);

  const normalisation = floats("normalisation", 2 * spec.normalisation.mean.length);
  const indices = floats("indices", local * microBatch);
  const evaluationIndices = floats("evaluation.indices", evaluationBatch);
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
  return {
    parameters,
    running,
    contribution,
    indices,
    network,
    sets,
    gathers: Array.from({ length: local }, (_, k) => gather("train", indices, network, microBatch, k * microBatch)),
    train: [
      ...network.forward,
      ...network.backward,
      accumulate(layout.gradientFloats, { x: gradient, sum }),
      sumOfSquares(table, { values: gradient, segments, partials }),
      foldSegments(table, { partials, firstChunk, sums: squares }),
    ],
    evaluate: [
      gather("evaluation", evaluationIndices, evaluationNetwork, evaluationBatch, 0),
      ...evaluationNetwork.forward,
    ],
    evaluationBatch,
    evaluationNetwork,
    evaluationIndices,
    evaluationTotals,
    fixed: [
      [segments, table.segments],
      [firstChunk, table.firstChunk],
      [normalisation, Float32Array.from([...spec.normalisation.mean, ...spec.normalisation.deviation])],
    ],
  };
}

function imageSet(label: string, count: number, model: Model): ImageSetBuffers {
  const bytes = (byteLength: number) => Math.ceil(byteLength / 4) * 4;
  return {
    images: { label: `${label}.images`, byteLength: bytes(count * sizeOf(model.imageShape)) },
    labels: { label: `${label}.labels`, byteLength: bytes(count) },
  };
}

/** A copy whose length is a multiple of 4 where the given one is not: WebGPU writes whole words. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}
