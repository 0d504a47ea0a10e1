/**
 * @file The training loop: update after update, validation after each epoch, the
 * test set once at the end; it can be paused, advanced by one update, and stopped.
 * Knows nothing of threads: the workers are behind `Cluster`.
 */
import { DivergedError, StoppedError } from "../core/errors.ts";
import type { LayerInfo } from "../nn/layer-info.ts";
import { warmups } from "../rates/warmup.ts";
import type { RunConfig } from "./config.ts";
import { costsOf, oneWorkerMs, type Probe, probeAt, type WorkTimes } from "./costs.ts";
import type {
  EpochRow,
  ImageStrip,
  LayerRows,
  Predictions,
  RunEvent,
  RunState,
  RunSummary,
  UpdateRow,
  WarmupEnd,
  WorkerAgreement,
} from "./events.ts";
import { firstFilters, inspectAt } from "./inspection.ts";
import { decayAt, isReleased, type Schedule } from "./schedule.ts";
import type { UpdateResult } from "./update-engine.ts";

/** All workers, seen from the loop. */
export interface Cluster {
  /** Resolves once every rank runs the kernels that it will stay with. */
  settle(): Promise<void>;
  /** Every rank's contribution to one update, handed to the update engine; resolves with the time it took. */
  contribute(update: UpdatePlace, weights: Float32Array): Promise<Contributions>;
  apply(update: number, decay: number, probed: boolean): Promise<UpdateResult>;
  /** Of the newest update. */
  agreement(): Promise<WorkerAgreement>;
  evaluate(set: "validation" | "test", weights: Float32Array): Promise<SetEvaluation>;
  strip(): Promise<ImageStrip>;
  /** (images of the strip, classes) their probabilities. */
  classifyStrip(weights: Float32Array): Promise<Float32Array>;
}

export interface SetEvaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** Of the validation set. */
  readonly predictions?: Predictions | undefined;
}

export interface UpdatePlace {
  readonly update: number;
  readonly epoch: number;
  readonly updateInEpoch: number;
  readonly probe: Probe;
}

/** The times of what the ranks contributed; the numbers themselves are with the update engine. */
export interface Contributions {
  /** By rank. */
  readonly work: readonly WorkTimes[];
  /** Copying and posting the weights. */
  readonly broadcastMs: number;
  /** From asking worker 0 to its answer, while the others waited; NaN where they did not. */
  readonly aloneMs: number;
}

export interface LoopSpec {
  readonly config: RunConfig;
  readonly schedule: Schedule;
  readonly layers: readonly LayerInfo[];
  readonly initialWeights: Float32Array;
  /** When the run began, on the same clock. */
  readonly startedMs: number;
}

export class TrainLoop {
  #weights: Float32Array;
  #updates = 0;
  #wanted: "run" | "pause" | "stop" = "run";
  #single = false;
  #wake: () => void = () => {};
  /** Waiting for the loop to come to rest. */
  #resting: (() => void)[] = [];
  #atRest = false;
  /** No update will come any more. */
  #over = false;
  #pausedMs = 0;
  #trainingMs = 0;
  #epochs: EpochRow[] = [];
  /** S after the newest update. */
  #states: Float32Array;
  readonly #warmupEnd = new Map<string, WarmupEnd>();

  constructor(
    private readonly spec: LoopSpec,
    private readonly cluster: Cluster,
    private readonly clock: () => number,
    private readonly emit: (event: RunEvent) => void,
  ) {
    this.#weights = spec.initialWeights;
    this.#states = new Float32Array(spec.layers.length);
    for (const { name } of spec.layers) this.#warmupEnd.set(name, null);
  }

  /** Parameters, then running batch-norm statistics, and how many updates made them. */
  get newest(): { weights: Float32Array; updates: number } {
    return { weights: this.#weights, updates: this.#updates };
  }

  async run(paused: boolean): Promise<RunSummary> {
    const { updateCount, updatesPerEpoch } = this.spec.schedule;
    this.#wanted = paused ? "pause" : "run";
    if (!paused) this.#tell("running");
    try {
      this.emit({ kind: "strip", strip: await this.cluster.strip() });
      await this.#snapshot();
      for (let update = 0; update < updateCount; update++) {
        await this.#gate();
        const place = {
          update,
          epoch: Math.floor(update / updatesPerEpoch),
          updateInEpoch: update % updatesPerEpoch,
          probe: probeAt(update),
        };
        if (place.probe !== "none") await this.cluster.settle(); // what is measured is what the run is like
        await this.#update(place);
        if (inspectAt(update, updateCount)) await this.#snapshot();
        if (place.updateInEpoch === updatesPerEpoch - 1) await this.#validate(place);
      }
      await this.#gate();
    } catch (error) {
      if (error instanceof StoppedError) return this.#summary("stopped");
      throw error;
    } finally {
      this.#over = true;
      this.#rest();
    }
    if (this.#wanted === "pause") this.#tell("running"); // the last single update ended the training
    const test = await this.cluster.evaluate("test", this.#weights);
    return this.#summary("finished", test);
  }

  /** Resolves when no update is under way. */
  pause(): Promise<void> {
    if (this.#wanted === "run") this.#wanted = "pause";
    return this.#whenResting();
  }

  resume(): void {
    if (this.#wanted === "pause") this.#wanted = "run";
    this.#rest(); // who waits for the pause need not wait any more
    this.#atRest = false;
    this.#wake();
  }

  /** One update, then at rest again; does nothing unless paused. */
  singleUpdate(): Promise<void> {
    if (!this.#atRest || this.#over) return Promise.resolve();
    this.#single = true;
    this.#atRest = false;
    this.#wake();
    return this.#whenResting();
  }

  stop(): void {
    this.#wanted = "stop";
    this.#wake();
  }

  /** Passes while running; waits while paused; throws StoppedError when stopped. */
  async #gate(): Promise<void> {
    const began = this.clock();
    let waited = false;
    while (this.#wanted === "pause" && !this.#single) {
      if (!waited) this.#tell("paused");
      waited = true;
      this.#rest();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#single = false;
    this.#atRest = false;
    if (waited) this.#pausedMs += this.clock() - began;
    if (this.#wanted === "stop") throw new StoppedError();
    if (waited && this.#wanted === "run") this.#tell("running");
  }

  async #update(place: UpdatePlace): Promise<void> {
    const { schedule, config } = this.spec;
    const began = this.clock();
    const decay = decayAt(config.decay, place.update, schedule);
    const { work, broadcastMs, aloneMs } = await this.cluster.contribute(place, this.#weights);
    const contributeMs = this.clock() - began;
    const result = await this.cluster.apply(place.update, decay, place.probe === "kernels");
    this.#weights = result.weights;
    this.#updates++;
    const updateMs = this.clock() - began;
    const applyMs = updateMs - contributeMs;
    const times = { probe: place.probe, work, broadcastMs, contributeMs, applyMs, phaseMs: result.phaseMs };
    const aloneAllMs = oneWorkerMs(config.workers, aloneMs, work[0]!, applyMs);
    this.#trainingMs += updateMs;
    const isInspected = inspectAt(place.update, schedule.updateCount); // what that takes is not the update's
    const row: UpdateRow = {
      update: place.update,
      epoch: place.epoch,
      loss: result.loss,
      accuracy: result.correctPerMicroBatch / config.microBatch,
      decay,
      imagesPerSecond: (schedule.totalBatch / updateMs) * 1000,
      elapsedMs: this.#trainingMs,
      modelGain: result.modelGain,
      layers: result.layers,
      agreement: isInspected ? await this.cluster.agreement() : undefined,
      workerMs: Float32Array.from(work, ({ workMs }) => workMs),
      costs: costsOf(times),
      oneWorkerImagesPerSecond: (schedule.totalBatch / aloneAllMs) * 1000,
    };
    this.#noteWarmup(place, result.layers);
    this.emit({ kind: "update", row });
    this.#checkFinite(row);
  }

  /** The released variant goes by S as it was before the update. */
  #noteWarmup({ update, epoch }: UpdatePlace, after: LayerRows): void {
    const { n, singleWorkerIterations, threshold } = this.spec.schedule;
    const warmup = warmups[this.spec.config.warmup];
    const state = isReleased(this.spec.config) ? this.#states : after.state;
    this.#states = after.state;
    this.spec.layers.forEach(({ name }, k) => {
      if (this.#warmupEnd.get(name) !== null) return;
      const input = { state: state[k]!, update, n, singleWorkerIterations, threshold };
      if (warmup.ended(input)) this.#warmupEnd.set(name, { update, epoch });
    });
  }

  #checkFinite({ update, loss, layers }: UpdateRow): void {
    const bad = this.spec.layers.findIndex((_, k) => !Number.isFinite(layers.meanSquare[k]! + layers.squareMean[k]!));
    if (Number.isFinite(loss) && bad === -1) return;
    const fastest = layers.rate.reduce((best, rate, k) => (rate > layers.rate[best]! ? k : best), 0);
    const what =
      bad === -1 ? `a loss of ${loss}` : `a gradient of layer ${this.spec.layers[bad]!.name} that is not finite`;
    const rate = layers.rate[fastest]!.toPrecision(3);
    throw new DivergedError({
      where: `update ${update}`,
      wanted: "a finite loss and finite gradients",
      found: `${what}: training diverged (largest rate: ${rate}, layer ${this.spec.layers[fastest]!.name})`,
      tryThis:
        "a smaller base rate η0, a longer warm-up, or fewer micro-batches per update" +
        (this.spec.config.precision === "mixed" ? "; or precision float32, where numbers may be larger" : ""),
    });
  }

  async #validate({ update, epoch }: UpdatePlace): Promise<void> {
    const { loss, accuracy, predictions } = await this.cluster.evaluate("validation", this.#weights);
    const row = { epoch, update: update + 1, validationLoss: loss, validationAccuracy: accuracy, predictions };
    this.#epochs.push(row);
    this.emit({ kind: "epoch", row });
  }

  /** Outside the training time, like validation. */
  async #snapshot(): Promise<void> {
    const probabilities = await this.cluster.classifyStrip(this.#weights);
    const filters = firstFilters(this.spec.layers, this.#weights);
    this.emit({ kind: "snapshot", row: { updates: this.#updates, ...filters, probabilities } });
  }

  #summary(outcome: RunSummary["outcome"], test?: SetEvaluation): RunSummary {
    const accuracies = this.#epochs.map((row) => row.validationAccuracy);
    return {
      updates: this.#updates,
      epochs: this.#epochs.length,
      outcome,
      finalValidationAccuracy: accuracies.at(-1) ?? null,
      bestValidationAccuracy: accuracies.length > 0 ? Math.max(...accuracies) : null,
      testAccuracy: test?.accuracy ?? null,
      testLoss: test?.loss ?? null,
      warmupEnd: Object.fromEntries(this.#warmupEnd),
      wallMs: this.clock() - this.spec.startedMs - this.#pausedMs,
    };
  }

  #tell(state: RunState): void {
    this.emit({ kind: "state", state });
  }

  #rest(): void {
    this.#atRest = true;
    for (const resolve of this.#resting.splice(0)) resolve();
  }

  #whenResting(): Promise<void> {
    return this.#atRest || this.#over ? Promise.resolve() : new Promise((resolve) => this.#resting.push(resolve));
  }
}
