/**
 * @file jax-js as a contender: the same model as one jitted train step on its
 * WebGPU backend, from the same weights, on the same batches. To its advantage,
 * batches are normalised and on the device before the clock starts.
 * jax-js frees an array with its last use: `.ref` says that there is another one.
 */
import {
  blockUntilReady,
  defaultDevice,
  getWebGPUDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { epochOrder, microBatchOf } from "../src/data/batches.ts";
import { fetchFileFrom } from "../src/data/fetch-file.ts";
import { factsOf } from "../src/gpu/device.ts";
import { initialParameters } from "../src/nn/initialise.ts";
import { buildModel } from "../src/nn/model.ts";
import { DataFeed } from "../src/parallel/data-feed.ts";
import { datasetOf, modelOf } from "../src/train/config.ts";
import { isEnough, type Round, WARM_UP_UPDATES, w1 } from "./workload.ts";

const dataset = datasetOf(w1);
const [channels, height, width] = dataset.imageShape;
const classCount = dataset.classes.length;
/** Distinct batches; later updates use them again. */
const BATCHES = 8;

/** By PyTorch's name. */
type Tensors = { [layer: string]: np.Array };
type Batch = { images: np.Array; labels: np.Array };

function block(x: np.Array, weight: np.Array, bias: np.Array): np.Array {
  const y = lax.conv(x, weight, [1, 1], "SAME").add(bias.reshape([-1, 1, 1]));
  const [n, filters, h, w] = y.shape as [number, number, number, number];
  // A few percent faster than lax.reduceWindow here, with the same losses to the last bit.
  return nn
    .relu(y)
    .reshape([n, filters, h / 2, 2, w / 2, 2])
    .max([3, 5]);
}

function lossOf(p: Tensors, { images, labels }: Batch): np.Array {
  let x = block(images, p["conv1.weight"]!, p["conv1.bias"]!);
  x = block(x, p["conv2.weight"]!, p["conv2.bias"]!);
  const logits = np.dot(x.reshape([w1.microBatch, -1]), p["fc.weight"]!.transpose()).add(p["fc.bias"]!);
  const likelihood = nn.logSoftmax(logits).mul(nn.oneHot(labels, classCount));
  return likelihood.sum().mul(-1 / w1.microBatch);
}

const trainStep = jit((parameters: Tensors, velocity: Tensors, batch: Batch) => {
  const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(parameters), batch);
  const next: { parameters: Tensors; velocity: Tensors } = { parameters: {}, velocity: {} };
  for (const [name, x] of Object.entries(parameters)) {
    const v = velocity[name]!.mul(w1.momentum).add(gradients[name]!).add(x.ref.mul(w1.weightDecay));
    next.velocity[name] = v.ref;
    next.parameters[name] = x.sub(v.mul(w1.baseRate));
  }
  return { ...next, loss };
});

function initialTensors(): Tensors {
  const model = buildModel(modelOf(w1), dataset.imageShape, classCount);
  const values = initialParameters(model, w1.seed);
  return Object.fromEntries(
    model.layers.map(({ name, shape, offset, size }) => [
      name,
      np.array(values.slice(offset, offset + size), { shape: [...shape] }),
    ]),
  );
}

/** The first batches of the run that LENA Lab makes of the same configuration. */
async function readBatches(): Promise<Batch[]> {
  const root = new URL("data/", document.baseURI);
  const feed = await DataFeed.open(dataset, fetchFileFrom(root), new AbortController().signal);
  const { images, labels } = await feed.readSplit("train", w1.trainSize, () => {});
  const { mean, deviation } = feed.dataset.manifest.normalisation;
  const order = epochOrder(w1.seed, 0, w1.trainSize);
  const imageSize = channels * height * width;
  return Array.from({ length: BATCHES }, (_, update) => {
    const chosen = [...microBatchOf(order, update, 0, { n: 1, microBatch: w1.microBatch })];
    const pixels = new Float32Array(w1.microBatch * imageSize);
    chosen.forEach((image, i) => {
      const bytes = images.subarray(image * imageSize, (image + 1) * imageSize);
      bytes.forEach((byte, at) => {
        pixels[i * imageSize + at] = (byte / 255 - mean[0]!) / deviation[0]!;
      });
    });
    return {
      images: np.array(pixels, { shape: [w1.microBatch, channels, height, width] }),
      labels: np.array(Int32Array.from(chosen, (image) => labels[image]!)),
    };
  });
}

export async function round(): Promise<Round> {
  await init("webgpu");
  defaultDevice("webgpu");
  const batches = await blockUntilReady(await readBatches());
  let parameters = initialTensors();
  let velocity: Tensors = Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, np.zeros(x.shape)]));
  const losses: number[] = [];
  const imagesPerSecond: number[] = [];
  for (let update = 0; !isEnough(imagesPerSecond); update++) {
    const began = performance.now();
    const next = trainStep(parameters, velocity, tree.ref(batches[update % BATCHES]!));
    ({ parameters, velocity } = next);
    const [loss] = await next.loss.data();
    if (update < WARM_UP_UPDATES) losses.push(Number(loss));
    else imagesPerSecond.push((1000 * w1.microBatch) / (performance.now() - began));
  }
  return { losses, imagesPerSecond, adapter: factsOf(getWebGPUDevice().adapterInfo) };
}
