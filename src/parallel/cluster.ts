/**
 * @file All replica workers as the training loop sees them: prepare, contribute,
 * evaluate. Results are taken in rank order, so they do not depend on who is first.
 */
import { sizeOf } from "../core/shape.ts";
import { datasetOf, modelOf, type RunConfig } from "../train/config.ts";
import type { WorkTimes } from "../train/costs.ts";
import type { ImageStrip, RunEvent } from "../train/events.ts";
import type { Cluster, Contributions, SetEvaluation, UpdatePlace } from "../train/loop.ts";
import { predictionsOf, STRIP_COUNT, softmaxRows } from "../train/predictions.ts";
import type { ChosenTiles } from "../train/tune.ts";
import type { UpdateEngine } from "../train/update-engine.ts";
import { type DataFeed, type EvaluationSet, evaluationRange, type SplitData } from "./data-feed.ts";
import { callback, type Link, moved } from "./link.ts";
import type { ReplicaApi, ReplicaReady } from "./protocol.ts";

interface LoadedSet extends SplitData {
  readonly set: EvaluationSet;
}

export class ReplicaCluster implements Cluster {
  /** What the workers hold of the evaluation sets. */
  #loaded: LoadedSet | undefined;
  /** By rank: the array in which weights go out and a contribution comes back, so that no update needs a new one. */
  readonly #carriers: Float32Array[];

  constructor(
    private readonly config: RunConfig,
    private readonly replicas: readonly Link<ReplicaApi>[],
    private readonly engine: UpdateEngine,
    private readonly feed: DataFeed,
    private readonly clock: () => number,
    private readonly emit: (event: RunEvent) => void,
  ) {
    this.#carriers = replicas.map(() => new Float32Array(engine.contributionFloats));
  }

  /** Opens a device in every worker. */
  open(kernels: ChosenTiles): Promise<ReplicaReady[]> {
    const { config, feed } = this;
    const { imageShape, classes } = datasetOf(config);
    return Promise.all(
      this.replicas.map((replica, rank) => {
        const spec = {
          rank,
          model: modelOf(config),
          imageShape,
          classCount: classes.length,
          microBatch: config.microBatch,
          local: config.local,
          n: config.workers * config.local,
          trainSize: config.trainSize,
          evaluationCount: feed.evaluationCount(config.workers),
          normalisation: feed.dataset.manifest.normalisation,
          seed: config.seed,
          kernels,
          precision: config.precision,
        };
        return replica.call((api) => api.open(spec));
      }),
    );
  }

  async compile(onCompiled: () => void): Promise<void> {
    const report = callback(onCompiled);
    await Promise.all(this.replicas.map((replica) => replica.call((api) => api.compile(report))));
  }

  async loadTrain({ images, labels }: SplitData): Promise<void> {
    const total = images.length * this.replicas.length;
    let done = 0;
    const progress = () => this.emit({ kind: "progress", phase: "upload", done, total, unit: "bytes" });
    progress();
    await Promise.all(
      this.replicas.map(async (replica) => {
        await replica.call((api) => api.load("train", images, labels));
        done += images.length;
        progress();
      }),
    );
  }

  async loadEvaluation(set: EvaluationSet, data: SplitData): Promise<LoadedSet> {
    const { images, labels } = data;
    const imageSize = this.#imageSize;
    await Promise.all(
      this.replicas.map((replica, rank) => {
        const { first, end } = evaluationRange(labels.length, rank, this.replicas.length);
        const part = images.slice(first * imageSize, end * imageSize);
        return replica.call((api) => api.load("evaluation", part, labels.slice(first, end)));
      }),
    );
    this.#loaded = { set, ...data };
    return this.#loaded;
  }

  /** Of the validation images that worker 0 has. */
  get #stripCount(): number {
    return Math.min(STRIP_COUNT, evaluationRange(this.feed.countOf("validation"), 0, this.replicas.length).end);
  }

  async strip(): Promise<ImageStrip> {
    const { labels, images } = await this.#load("validation");
    const shape = this.feed.dataset.entry.imageShape;
    const count = this.#stripCount;
    return { shape, labels: labels.slice(0, count), pixels: images.slice(0, count * this.#imageSize) };
  }

  async classifyStrip(weights: Float32Array): Promise<Float32Array> {
    await this.#load("validation");
    const own = copyToMove(weights);
    const unheard = callback(() => {}); // one batch: nothing to report
    const { logits } = await this.replicas[0]!.call((api) => api.evaluate(own, this.#stripCount, unheard));
    return softmaxRows(logits, this.#classCount);
  }

  async settle(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.call((api) => api.settle())));
  }

  async contribute({ epoch, updateInEpoch, probe }: UpdatePlace, weights: Float32Array): Promise<Contributions> {
    const place = { epoch, updateInEpoch, probed: probe === "kernels" };
    const ask = async (replica: Link<ReplicaApi>, rank: number): Promise<WorkTimes> => {
      const carrier = this.#carriers[rank]!;
      carrier.set(weights);
      const sent = await replica.call((api) => api.contribute(place, moved(carrier, [carrier.buffer])));
      this.engine.receive(rank, sent.contribution);
      this.#carriers[rank] = sent.contribution;
      return sent.times;
    };
    const began = this.clock();
    const asked = [ask(this.replicas[0]!, 0)];
    let broadcastMs = this.clock() - began;
    if (probe !== "none") await asked[0];
    const wentOn = this.clock();
    for (const [rank, replica] of this.replicas.entries()) if (rank > 0) asked.push(ask(replica, rank));
    broadcastMs += this.clock() - wentOn;
    const work = await Promise.all(asked);
    return { work, broadcastMs, aloneMs: probe === "alone" ? wentOn - began : Number.NaN };
  }

  apply(update: number, decay: number, probed: boolean) {
    return this.engine.apply(update, decay, probed);
  }

  agreement() {
    return this.engine.agreement();
  }

  async evaluate(set: EvaluationSet, weights: Float32Array): Promise<SetEvaluation> {
    const total = this.feed.countOf(set);
    const { labels, images } = await this.#load(set);
    const done = new Array<number>(this.replicas.length).fill(0);
    const progress = (rank: number, images: number) => {
      if (images < done[rank]!) return; // a report that the result overtook
      done[rank] = images;
      const sum = done.reduce((all, each) => all + each, 0);
      const phase = set === "test" ? "test" : "evaluate";
      this.emit({ kind: "progress", phase, done: sum, total, unit: "images" });
    };
    progress(0, 0);
    const parts = await Promise.all(
      this.replicas.map(async (replica, rank) => {
        const { first, end } = evaluationRange(total, rank, this.replicas.length);
        const report = callback((images: number) => progress(rank, images));
        const own = copyToMove(weights);
        const part = await replica.call((api) => api.evaluate(own, end - first, report));
        progress(rank, part.count);
        return part;
      }),
    );
    const lossSum = parts.reduce((sum, part) => sum + part.lossSum, 0);
    const correct = parts.reduce((sum, part) => sum + part.correct, 0);
    const result = { loss: lossSum / total, accuracy: correct / total };
    if (set === "test") return result;
    const classCount = this.#classCount;
    const logits = new Float32Array(total * classCount);
    parts.forEach((part, rank) => {
      logits.set(part.logits, evaluationRange(total, rank, parts.length).first * classCount);
    });
    const predictions = predictionsOf(logits, classCount, { labels, images, imageSize: this.#imageSize });
    return { ...result, predictions };
  }

  get #imageSize(): number {
    return sizeOf(this.feed.dataset.entry.imageShape);
  }

  get #classCount(): number {
    return this.feed.dataset.entry.classes.length;
  }

  async #load(set: EvaluationSet): Promise<LoadedSet> {
    if (this.#loaded?.set === set) return this.#loaded;
    return this.loadEvaluation(set, await this.#read(set));
  }

  #read(set: EvaluationSet): Promise<SplitData> {
    return this.feed.readSplit(set, this.feed.countOf(set), (done, total) =>
      this.emit({ kind: "progress", phase: "data", done, total, unit: "bytes" }),
    );
  }
}

/** Every worker gets a copy of its own, which is moved to it. */
function copyToMove(weights: Float32Array): Float32Array {
  const copy = weights.slice();
  return moved(copy, [copy.buffer]);
}
