/**
 * @file One worker's half of an update on its own device: K local micro-batches of
 * gather, forward, loss and backward, summed into one contribution; and evaluation.
 * One submit per micro-batch, one readback per call. Not here: threads (parallel/).
 */
import type { WatchedDevice } from "../gpu/device.ts";
import { Executor, type Prepared } from "../gpu/executor.ts";
import { PhaseMeter } from "../gpu/phase-meter.ts";
import { bufferOf, buffersOf, type DispatchPlan, FLOAT_BYTES, isRange } from "../gpu/program.ts";
import { familyFor } from "../kernels/variant.ts";
import { TOTALS } from "./contribution.ts";
import type { WorkTimes } from "./costs.ts";
import { kernelCosts, phasesOf } from "./kernel-costs.ts";
import {
  type EvaluationPlan,
  type ImageSet,
  planReplica,
  type ReplicaPlan,
  type ReplicaSizes,
  replicaDispatches,
} from "./replica-plan.ts";

/** What one worker adds to an update, and what that took. */
export interface Contribution extends Omit<WorkTimes, "workMs"> {
  readonly values: Float32Array;
}

export interface Evaluation {
  readonly lossSum: number;
  readonly correct: number;
  readonly count: number;
  /** (count, classes) */
  readonly logits: Float32Array;
}

/** Batches between two reports of progress: each waits for the device once. */
const BATCHES_PER_REPORT = 4;

export class ReplicaEngine {
  readonly #executor: Executor;
  readonly #spec: ReplicaSizes;
  readonly #plan: ReplicaPlan;
  readonly #staging: GPUBuffer;
  readonly #evaluationStaging: GPUBuffer;
  readonly #meter: PhaseMeter;
  readonly #quick: boolean;
  /** Of each local micro-batch, in the order of REPLICA_PHASES. */
  #rounds: readonly (readonly Prepared[])[] = [];
  #evaluations: readonly (EvaluationPlan & { readonly prepared: Prepared })[] = [];
  #improving: Promise<void> | undefined;

  constructor(watched: WatchedDevice, spec: ReplicaSizes, clock: () => number) {
    this.#quick = watched.facts.software; // a processor takes seconds to compile what a GPU's driver does at once
    this.#spec = spec;
    this.#plan = planReplica({ ...spec, kernels: spec.kernels ?? { family: familyFor(watched.facts) } });
    this.#executor = new Executor(watched, this.#plan.shared);
    this.#executor.checkBuffers(buffersOf(replicaDispatches(this.#plan)));
    const sizes = phasesOf(this.#plan, 0).map((phase) => phase.length);
    this.#meter = new PhaseMeter(this.#executor, { label: "contribution.times", sizes, rounds: spec.local }, clock);
    const byteLength = this.#plan.contribution.byteLength + this.#meter.byteLength;
    this.#staging = this.#executor.staging("contribution.readback", byteLength);
    this.#evaluationStaging = this.#executor.staging("evaluation.readback", this.#plan.evaluationReadbackBytes);
  }

  get pipelineCount(): number {
    return this.#executor.pipelineCount(replicaDispatches(this.#plan), this.#quick);
  }

  async prepare(onCompiled?: () => void): Promise<void> {
    const { gathers, forward, backward, norm, evaluations, fixed } = this.#plan;
    const prepare = (program: readonly DispatchPlan[]) =>
      this.#executor.prepare(program, { quick: this.#quick, onCompiled });
    const [gathering, rest, evaluating] = await Promise.all([
      Promise.all(gathers.map((gather) => prepare([gather]))),
      Promise.all([forward, backward, norm].map(prepare)),
      Promise.all(evaluations.map(async (plan) => ({ ...plan, prepared: await prepare(plan.program) }))),
    ]);
    this.#rounds = gathering.map((gather) => [gather, ...rest]);
    this.#evaluations = evaluating;
    for (const [buffer, values] of fixed) this.#executor.write(buffer, values);
  }

  /** Puts a whole set on the device, once. */
  load(set: ImageSet, images: Uint8Array, labels: Uint8Array): void {
    const buffers = this.#plan.sets[set];
    this.#executor.write(buffers.images, padded(images));
    this.#executor.write(buffers.labels, padded(labels));
  }

  /**
   * One contribution (layout: contribution.ts) from K·b indices into the train set and the newest weights. `carrier`
   * begins with the weights; the contribution, which is longer, takes their place. `probed`: also times every dispatch,
   * or, where the device cannot, every phase by waiting after it.
   */
  async contribution(carrier: Float32Array, indices: Uint32Array, probed: boolean): Promise<Contribution> {
    const { contribution, indices: indexBuffer } = this.#plan;
    const { device } = this.#executor;
    this.#writeWeights(carrier);
    this.#executor.write(indexBuffer, indices);
    const timesAt = contribution.byteLength;
    this.#meter.start(probed);
    for (const [round, phases] of this.#rounds.entries()) {
      let encoder = device.createCommandEncoder();
      if (round === 0) encoder.clearBuffer(this.#executor.buffer(contribution));
      for (const [phase, program] of phases.entries()) {
        this.#meter.encode(encoder, { round, phase }, program);
        if (this.#meter.waits) encoder = await this.#meter.waitAfter(encoder, phase);
      }
      if (round === this.#rounds.length - 1) {
        encoder.copyBufferToBuffer(this.#executor.buffer(contribution), 0, this.#staging, 0, timesAt);
        this.#meter.resolve(encoder, this.#staging, timesAt);
      }
      device.queue.submit([encoder.finish()]);
    }
    await this.#executor.mapped(this.#staging);
    carrier.set(new Float32Array(this.#staging.getMappedRange(0, timesAt)));
    const { phaseMs, dispatches } = this.#meter.read(this.#staging, timesAt);
    this.#staging.unmap();
    this.#improving ??= this.#executor.improve(); // not before the first update is done
    this.#improving.catch(() => {}); // the run goes on with what it has; a lost device is reported by the next wait
    const kernels = dispatches && kernelCosts(this.#plan, this.#spec.model.layers, dispatches);
    return { values: carrier, source: this.#meter.source, phaseMs, kernels };
  }

  /** Resolves once its quick kernels have given way to the full ones. */
  async settle(): Promise<void> {
    await this.#improving?.catch(() => {});
  }

  /** Loss, correct count and logits of the first `count` images of the loaded evaluation set. */
  async evaluate(weights: Float32Array, count: number, onProgress: (images: number) => void): Promise<Evaluation> {
    const { evaluationTotals } = this.#plan;
    const { device } = this.#executor;
    const {
      batch: size,
      indices,
      network,
      prepared,
    } = this.#evaluations.find(({ batch }) => batch >= count) ?? this.#evaluations.at(-1)!;
    const rowBytes = this.#spec.model.classCount * FLOAT_BYTES;
    const logits = this.#executor.buffer(bufferOf(network.logits));
    const logitsAt = isRange(network.logits) ? network.logits.byteOffset : 0;
    const staging = this.#evaluationStaging;
    this.#writeWeights(weights);
    this.#executor.write(evaluationTotals, new Float32Array(TOTALS));
    for (let first = 0, batch = 1; first < count; first += size, batch++) {
      const rows = Math.min(size, count - first);
      this.#executor.write(
        indices,
        Uint32Array.from({ length: size }, (_, i) => first + Math.min(i, rows - 1)),
      );
      this.#executor.write(network.count, Uint32Array.of(rows));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      this.#executor.encode(pass, prepared);
      pass.end();
      encoder.copyBufferToBuffer(logits, logitsAt, staging, TOTALS * FLOAT_BYTES + first * rowBytes, rows * rowBytes);
      device.queue.submit([encoder.finish()]);
      if (batch % BATCHES_PER_REPORT === 0) {
        await this.#executor.finished();
        onProgress(first + rows);
      }
    }
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#executor.buffer(evaluationTotals), 0, staging, 0, TOTALS * FLOAT_BYTES);
    device.queue.submit([encoder.finish()]);
    await this.#executor.mapped(staging);
    const read = new Float32Array(staging.getMappedRange(0, TOTALS * FLOAT_BYTES + count * rowBytes)).slice();
    staging.unmap();
    const [, correct, lossSum] = read;
    return { lossSum: lossSum!, correct: correct!, count, logits: read.slice(TOTALS) };
  }

  dispose(): void {
    this.#meter.dispose();
    this.#executor.dispose();
  }

  /** Parameters, then running batch-norm statistics; what follows them is not read. */
  #writeWeights(weights: Float32Array): void {
    const { parameterFloats, statisticsFloats } = this.#spec.model;
    const end = parameterFloats + statisticsFloats;
    this.#executor.write(this.#plan.parameters, weights.subarray(0, parameterFloats));
    if (statisticsFloats > 0) this.#executor.write(this.#plan.running, weights.subarray(parameterFloats, end));
  }
}

/** A copy whose length is a multiple of 4 where the given one is not: WebGPU writes whole words. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}
