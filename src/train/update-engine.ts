/**
 * @file The coordinator's half of an update on its own device: all-reduce in rank
 * order, norms of the mean gradient, rates, momentum SGD, running batch-norm
 * statistics. Owns the parameters. One readback per update, and one more where workers are compared. Not here: threads.
 */
import type { WatchedDevice } from "../gpu/device.ts";
import { Executor, type Prepared } from "../gpu/executor.ts";
import { PhaseMeter } from "../gpu/phase-meter.ts";
import {
  type Binding,
  type BufferPlan,
  buffersOf,
  type DispatchPlan,
  FLOAT_BYTES,
  floats,
  rangeOf,
} from "../gpu/program.ts";
import { allReduce } from "../kernels/all-reduce.ts";
import { runningStatistics } from "../kernels/running-statistics.ts";
import { foldSegments, segmentTable, sumOfSquares } from "../kernels/segments.ts";
import { sgdUpdate } from "../kernels/sgd-update.ts";
import { agreementChunks, agreementProducts } from "../kernels/worker-agreement.ts";
import { aligned, type Model } from "../nn/model.ts";
import { layerRates, normsCount, type RateSettings } from "../rates/rates-kernel.ts";
import { agreementOf } from "./agreement.ts";
import { contributionLayout, TOTALS } from "./contribution.ts";
import type { LayerRows, WorkerAgreement } from "./events.ts";

export interface UpdateEngineSpec {
  readonly model: Model;
  /** W */
  readonly workers: number;
  readonly rates: RateSettings;
  readonly momentum: number;
  /** Parameters, then running batch-norm statistics, before the first update. */
  readonly initialWeights: Float32Array;
}

export interface UpdateResult {
  /** Parameters, then running batch-norm statistics; overwritten by the next update. */
  readonly weights: Float32Array;
  /** Mean over all images of the update. */
  readonly loss: number;
  /** Images classified correctly, per micro-batch on average. */
  readonly correctPerMicroBatch: number;
  readonly modelGain: number;
  readonly layers: LayerRows;
  /** (UPDATE_PHASES) ms; NaN where not measured. */
  readonly phaseMs: Float32Array;
}

/** Running batch-norm statistics follow by this share per update, PyTorch's default. */
const STATISTICS_MOMENTUM = 0.1;

export class UpdateEngine {
  readonly #executor: Executor;
  readonly #spec: UpdateEngineSpec;
  readonly #plan: UpdatePlan;
  readonly #staging: GPUBuffer;
  readonly #meter: PhaseMeter;
  /** Where in the staging buffer the times are, in bytes. */
  readonly #timesAt: number;
  readonly #weights: Float32Array;
  readonly #productsStaging: GPUBuffer;
  #phases: readonly Prepared[] = [];
  #comparison: Prepared = [];
  /** ‖ḡ‖² of the newest update. */
  #squareMean: Float32Array = new Float32Array(0);

  constructor(watched: WatchedDevice, spec: UpdateEngineSpec, clock: () => number) {
    this.#executor = new Executor(watched);
    this.#spec = spec;
    this.#weights = new Float32Array(spec.initialWeights.length);
    this.#plan = planUpdate(spec);
    this.#executor.checkBuffers(buffersOf(updateDispatches(this.#plan)));
    const sizes = this.#plan.phases.map((phase) => phase.length);
    this.#meter = new PhaseMeter(this.#executor, { label: "update.times", sizes, rounds: 1 }, clock);
    this.#timesAt = this.#plan.readbackBytes;
    this.#staging = this.#executor.staging("results.readback", this.#timesAt + this.#meter.byteLength);
    this.#productsStaging = this.#executor.staging("products.readback", this.#plan.products.byteLength);
  }

  /** Length of what a rank sends. */
  get contributionFloats(): number {
    return this.#plan.size;
  }

  get pipelineCount(): number {
    return this.#executor.pipelineCount(updateDispatches(this.#plan));
  }

  async prepare(onCompiled?: () => void): Promise<void> {
    const { initialWeights, model } = this.#spec;
    const prepare = (program: readonly DispatchPlan[]) => this.#executor.prepare(program, { onCompiled });
    [this.#phases, this.#comparison] = await Promise.all([
      Promise.all(this.#plan.phases.map(prepare)),
      prepare(this.#plan.comparison),
    ]);
    for (const [buffer, values] of this.#plan.fixed) this.#executor.write(buffer, values);
    this.#executor.write(this.#plan.parameters, initialWeights.subarray(0, model.parameterFloats));
    if (model.statisticsFloats === 0) return;
    this.#executor.write(this.#plan.running, initialWeights.subarray(model.parameterFloats));
  }

  /** Takes what a rank sent; the order in which ranks arrive does not matter. */
  receive(rank: number, contribution: Float32Array): void {
    const { contributions, size } = this.#plan;
    this.#executor.write(contributions, contribution, rank * size * FLOAT_BYTES);
  }

  /** One update from the contributions of all ranks. `probed`: times phases by waiting, where there is no other way. */
  async apply(update: number, decay: number, probed: boolean): Promise<UpdateResult> {
    const { schedule, cleared, results } = this.#plan;
    const { device } = this.#executor;
    this.#executor.write(schedule, Float32Array.of(decay, update));
    this.#meter.start(probed);
    let encoder = device.createCommandEncoder();
    for (const buffer of cleared) encoder.clearBuffer(this.#executor.buffer(buffer));
    for (const [phase, program] of this.#phases.entries()) {
      this.#meter.encode(encoder, { round: 0, phase }, program);
      if (this.#meter.waits) encoder = await this.#meter.waitAfter(encoder, phase);
    }
    let at = 0;
    for (const { buffer, first, floatCount } of results) {
      if (floatCount === 0) continue;
      const byteLength = floatCount * FLOAT_BYTES;
      encoder.copyBufferToBuffer(this.#executor.buffer(buffer), first * FLOAT_BYTES, this.#staging, at, byteLength);
      at += byteLength;
    }
    this.#meter.resolve(encoder, this.#staging, this.#timesAt);
    device.queue.submit([encoder.finish()]);
    await this.#executor.mapped(this.#staging);
    const result = this.#resultOf(new Float32Array(this.#staging.getMappedRange(0, this.#timesAt)));
    const { phaseMs } = this.#meter.read(this.#staging, this.#timesAt);
    this.#staging.unmap();
    this.#squareMean = result.layers.squareMean;
    return { ...result, phaseMs };
  }

  /** How the workers' gradients of the newest update stand to their mean; before the next one's are received. */
  async agreement(): Promise<WorkerAgreement> {
    const { products } = this.#plan;
    const { device } = this.#executor;
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(this.#executor.buffer(products));
    const pass = encoder.beginComputePass();
    this.#executor.encode(pass, this.#comparison);
    pass.end();
    encoder.copyBufferToBuffer(this.#executor.buffer(products), 0, this.#productsStaging, 0, products.byteLength);
    device.queue.submit([encoder.finish()]);
    await this.#executor.mapped(this.#productsStaging);
    const { rates, workers } = this.#spec;
    const values = new Float32Array(this.#productsStaging.getMappedRange());
    const agreement = agreementOf(values, this.#squareMean, rates.n / workers);
    this.#productsStaging.unmap();
    return agreement;
  }

  dispose(): void {
    this.#meter.dispose();
    this.#executor.dispose();
  }

  /** Copies the parts of the readback, in the order of `results`. */
  #resultOf(values: Float32Array): Omit<UpdateResult, "phaseMs"> {
    let at = 0;
    const next = (count: number) => {
      at += count;
      return values.slice(at - count, at);
    };
    const { model } = this.#spec;
    at = this.#weights.length;
    this.#weights.set(values.subarray(0, at));
    const count = model.layers.length;
    const [gain, state, warmup, rate] = [next(count), next(count), next(count), next(count)];
    const [meanSquare, squareMean, weightSquare] = [next(count), next(count), next(count)];
    const [modelGain] = next(1);
    const [loss, correct] = next(TOTALS);
    const layers = { meanSquare, squareMean, weightSquare, gain, state, warmup, rate };
    return { weights: this.#weights, loss: loss!, correctPerMicroBatch: correct!, modelGain: modelGain!, layers };
  }
}

export interface UpdatePlan {
  readonly size: number;
  readonly contributions: BufferPlan;
  readonly parameters: BufferPlan;
  readonly running: BufferPlan;
  readonly schedule: BufferPlan;
  /** What each update adds up from 0. */
  readonly cleared: readonly BufferPlan[];
  /** In the order of UPDATE_PHASES. */
  readonly phases: readonly (readonly DispatchPlan[])[];
  /** Of each worker's gradient with the mean; on some updates only, after the phases. */
  readonly comparison: readonly DispatchPlan[];
  /** (2, W, layers) what it leaves, which starts at 0 and is read back by itself. */
  readonly products: BufferPlan;
  /** What is read back of an update, in order. */
  readonly results: readonly { readonly buffer: BufferPlan; readonly first: number; readonly floatCount: number }[];
  /** Room for the results, from which on the times may follow. */
  readonly readbackBytes: number;
  readonly fixed: readonly (readonly [BufferPlan, Uint32Array])[];
}

/** Everything that ever runs. */
export function updateDispatches({ phases, comparison }: Pick<UpdatePlan, "phases" | "comparison">): DispatchPlan[] {
  return [...phases.flat(), ...comparison];
}

export function planUpdate(spec: Omit<UpdateEngineSpec, "initialWeights">): UpdatePlan {
  const { model, workers, rates, momentum } = spec;
  const layout = contributionLayout(model);
  const { size, gradientFloats, statisticsAt, statisticsFloats, squaresAt, totalsAt, layerCount } = layout;
  const contributions = floats("contributions", workers * size);
  const mean = floats("mean", size);
  const parameters = floats("parameters", model.parameterFloats);
  const velocity = floats("velocity", model.parameterFloats);
  const running = floats("running-statistics", statisticsFloats);
  const table = segmentTable(model.layers);
  const segments = floats("segments", table.segments.length);
  const firstChunk = floats("first-chunk", table.firstChunk.length);
  const partials = floats("squares.partials", table.chunkCount);
  const squareMean = floats("square-mean", layerCount);
  const weightSquares = floats("weight-squares", layerCount);
  const groups = floats("groups", layerCount);
  const schedule = floats("schedule", 2);
  const rowLength = aligned(layerCount);
  const rows = floats("rate-rows", 4 * rowLength);
  const modelGain = floats("model-gain", 1);
  const gradient = rangeOf(mean, 0, gradientFloats);
  const allReducing = [allReduce({ rankCount: workers, size, n: rates.n }, { contributions, mean })];
  const squares = (values: Binding, sums: BufferPlan) => [
    sumOfSquares(table, { values, segments, partials }),
    foldSegments(table, { partials, firstChunk, sums }),
  ];
  const { usesWeights } = rates.rule;
  const rating = [
    ...squares(gradient, squareMean),
    ...squares(parameters, weightSquares), // always shown; only some rules go by it
    ...layerRates(rates, rowLength, {
      meanSquare: rangeOf(mean, squaresAt, layerCount),
      squareMean,
      weightSquares: usesWeights ? weightSquares : undefined,
      groups,
      norms: floats("norms", normsCount(layerCount)),
      states: floats("states", layerCount),
      schedule,
      rows,
      model: modelGain,
    }),
  ];
  const optimising = [
    sgdUpdate(
      table,
      { momentum, weightDecay: rates.weightDecay },
      { segments, rates: rangeOf(rows, 3 * rowLength, layerCount), gradient, velocity, parameters },
    ),
  ];
  if (statisticsFloats > 0) {
    const batch = rangeOf(mean, statisticsAt, statisticsFloats);
    optimising.push(runningStatistics({ count: statisticsFloats, momentum: STATISTICS_MOMENTUM }, { batch, running }));
  }
  const dims = { rankCount: workers, size };
  const productChunks = agreementChunks(table, dims);
  const firstProductChunk = floats("products.first-chunk", productChunks.length);
  const products = floats("products", 2 * workers * layerCount);
  const comparison = agreementProducts(table, dims, {
    ...{ contributions, mean: gradient, segments, firstChunk: firstProductChunk, sums: products },
    partials: floats("products.partials", 2 * workers * table.chunkCount),
  });
  const results = [
    { buffer: parameters, first: 0, floatCount: model.parameterFloats },
    { buffer: running, first: 0, floatCount: statisticsFloats },
    ...[0, 1, 2, 3].map((row) => ({ buffer: rows, first: row * rowLength, floatCount: layerCount })),
    { buffer: mean, first: squaresAt, floatCount: layerCount },
    { buffer: squareMean, first: 0, floatCount: layerCount },
    { buffer: weightSquares, first: 0, floatCount: layerCount },
    { buffer: modelGain, first: 0, floatCount: 1 },
    { buffer: mean, first: totalsAt, floatCount: TOTALS },
  ];
  return {
    size,
    contributions,
    parameters,
    running,
    schedule,
    cleared: [squareMean, weightSquares],
    phases: [allReducing, rating, optimising],
    comparison,
    products,
    results,
    readbackBytes: aligned(results.reduce((sum, { floatCount }) => sum + floatCount, 0)) * FLOAT_BYTES,
    fixed: [
      [segments, table.segments],
      [firstChunk, table.firstChunk],
      [firstProductChunk, productChunks],
      [groups, rates.groups],
    ],
  };
}
