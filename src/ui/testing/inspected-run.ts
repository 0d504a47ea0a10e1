/**
 * @file A run store with everything that the inspector shows, from formulas instead of training: rates as the rule would
 * have them, workers that agree less and less, filters that grow, a model that learns. Not part of the page.
 */
import { initialRateState, layerRatesTwin } from "../../rates/rates-twin.ts";
import { RunStore } from "../../session/run-store.ts";
import { datasetOf, defaultRunConfig, parseRunConfig, type RunConfig } from "../../train/config.ts";
import { inspectAt, type Predictions } from "../../train/inspection.ts";
import { decayAt } from "../../train/schedule.ts";
import { madeUpCosts } from "../../train/testing.ts";
import { rateSettingsOf } from "../../train/update-spec.ts";
import { planOf, type RunPlan } from "../charts/run-plan.ts";

export interface MadeUpRun {
  readonly plan: RunPlan;
  readonly store: RunStore;
}

const IMAGES = 16;
const wave = (i: number) => Math.sin(1.7 * i) * 0.5 + Math.sin(0.31 * i) * 0.5;

/** `updates`: of them, from the start; all where it is left out. */
export function madeUpRun(changes: Partial<RunConfig> = {}, updates = Number.POSITIVE_INFINITY): MadeUpRun {
  const parsed = parseRunConfig({ ...defaultRunConfig, ...changes });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  const plan = planOf(parsed.config);
  const store = new RunStore(plan.layers, parsed.config.workers);
  store.strip = madeUpStrip(plan);
  addSnapshot(plan, store, 0);
  const settings = rateSettingsOf(parsed.config, plan.layers);
  let state = initialRateState(plan.layers.length);
  for (let t = 0; t < Math.min(updates, plan.schedule.updateCount); t++) {
    const workers = madeUpWorkers(plan, t);
    const decay = decayAt(parsed.config.decay, t, plan.schedule);
    const next = layerRatesTwin(settings, state, workers.measured, { update: t, decay });
    state = next.state;
    const of = (metric: "gain" | "state" | "warmup" | "rate") =>
      Float32Array.from(next.layers, (layer) => layer[metric]);
    const norms = (metric: "meanSquare" | "squareMean" | "weightSquare") =>
      Float32Array.from(workers.measured, (layer) => layer[metric]);
    const isInspected = inspectAt(t, plan.schedule.updateCount);
    const epoch = Math.floor(t / plan.schedule.updatesPerEpoch);
    const length = plan.schedule.updateCount;
    store.addUpdate({
      ...{ update: t, epoch, decay, modelGain: next.modelGain },
      ...{ loss: 0.4 + 2 * Math.exp((-6 * t) / length), accuracy: 0.86 - 0.7 * Math.exp((-6 * t) / length) },
      ...{ imagesPerSecond: 1280, elapsedMs: (t + 1) * 100, oneWorkerImagesPerSecond: Number.NaN },
      layers: {
        ...{ meanSquare: norms("meanSquare"), squareMean: norms("squareMean"), weightSquare: norms("weightSquare") },
        ...{ gain: of("gain"), state: of("state"), warmup: of("warmup"), rate: of("rate") },
      },
      agreement: isInspected ? workers : undefined,
      workerMs: new Float32Array(parsed.config.workers).fill(60),
      costs: madeUpCosts(parsed.config.workers),
    });
    if (isInspected) addSnapshot(plan, store, t + 1);
    if ((t + 1) % plan.schedule.updatesPerEpoch === 0) addEpoch(plan, store, t + 1, epoch);
  }
  return { plan, store };
}

/** Norms and cosines that fit together: what workers do not share adds up to nothing. */
function madeUpWorkers({ layers, config, schedule }: RunPlan, t: number) {
  const { workers, local } = config;
  const norm = new Float32Array(workers * layers.length);
  const cosine = new Float32Array(workers * layers.length);
  const measured = layers.map((_, k) => {
    const mean = 0.08 * Math.exp(-t / schedule.updateCount) * (1 + 0.3 * wave(k + t));
    // How much of a micro-batch's gradient is its own, compared with what all share.
    const noise = (0.4 + 2.2 * (t / schedule.updateCount)) * (1 + 0.5 * Math.sin(1.9 * k));
    for (let rank = 0; rank < workers; rank++) {
      const along = mean * (1 + (workers > 1 ? 0.12 * Math.sin((2 * Math.PI * rank) / workers + t) : 0));
      const away =
        workers > 1 ? mean * noise * Math.sqrt((workers - 1) / (workers * local)) * (1 + 0.1 * wave(rank + k)) : 0;
      norm[rank * layers.length + k] = Math.hypot(along, away);
      cosine[rank * layers.length + k] = along / Math.hypot(along, away);
    }
    return {
      meanSquare: mean ** 2 * (1 + noise ** 2),
      squareMean: mean ** 2,
      weightSquare: 4 + k + 2 * (t / schedule.updateCount),
    };
  });
  return { norm, cosine, measured };
}

/** Images of rising and falling stripes; the true class decides how wide they are. */
function madeUpStrip({ config }: RunPlan) {
  const { imageShape, classes } = datasetOf(config);
  const [channels, height, width] = imageShape;
  const size = channels * height * width;
  const labels = Uint8Array.from({ length: IMAGES }, (_, i) => (i * 7) % classes.length);
  return { shape: imageShape, labels, pixels: stripes(Array.from(labels), size, width) };
}

function stripes(labels: readonly number[], size: number, width: number): Uint8Array {
  return Uint8Array.from({ length: labels.length * size }, (_, i) => {
    const label = labels[Math.floor(i / size)]!;
    const [x, y] = [i % width, Math.floor(i / width) % width];
    return 128 + 110 * Math.sin((x + (label % 2 === 0 ? y : -y)) / (1 + label / 2));
  });
}

function addSnapshot({ config, layers, schedule }: RunPlan, store: RunStore, updates: number): void {
  const first = layers.find(({ shape }) => shape.length === 4);
  const filterShape = first?.shape ?? [0];
  const filters = Float32Array.from(
    { length: first?.size ?? 0 },
    (_, i) => wave(i) * 0.3 + (updates / schedule.updateCount) * wave(3 * i) * 0.4,
  );
  const { classes } = datasetOf(config);
  const probabilities = Float32Array.from({ length: IMAGES * classes.length }, (_, place) => {
    const [image, c] = [Math.floor(place / classes.length), place % classes.length];
    return chanceOf(image, c, store.strip!.labels[image]!, classes.length, updates / schedule.updateCount);
  });
  store.addSnapshot({ updates, filters, filterShape, probabilities });
}

/** Softmax over classes: from all alike to sure, and of every fifth image wrongly so. */
function chanceOf(image: number, c: number, label: number, count: number, progress: number): number {
  const goal = image % 5 === 3 ? (label + 2) % count : label;
  const score = (of: number) => (of === goal ? 5 : of === label ? 3.5 : wave(of + image)) * progress + 0.2 * wave(of);
  const total = Array.from({ length: count }, (_, of) => Math.exp(score(of))).reduce((sum, part) => sum + part, 0);
  return Math.exp(score(c)) / total;
}

function addEpoch({ config }: RunPlan, store: RunStore, update: number, epoch: number): void {
  const { imageShape, classes } = datasetOf(config);
  const count = classes.length;
  const confusion = Uint32Array.from({ length: count * count }, (_, i) => {
    const [label, predicted] = [Math.floor(i / count), i % count];
    if (label === predicted) return 440 + 20 * epoch + 13 * (label % 4);
    return Math.max(0, Math.round(30 * Math.sin(label * 3 + predicted * 5) - 4 * epoch));
  });
  const right = classes.reduce((sum, _, c) => sum + confusion[c * count + c]!, 0);
  const worst: Predictions["worst"] = Array.from({ length: 24 }, (_, i) => {
    const label = (i * 3 + epoch) % count;
    const [channels, height, width] = imageShape;
    const pixels = stripes([label], channels * height * width, width);
    return {
      index: 17 * i + epoch,
      label,
      predicted: (label + 4) % count,
      probability: 0.99 - i / 100,
      loss: 6 - i / 10,
      pixels,
    };
  });
  store.addEpoch({
    ...{ epoch, update, validationLoss: 0.5 },
    validationAccuracy: right / confusion.reduce((sum, images) => sum + images, 0),
    predictions: { confusion, worst },
  });
}
