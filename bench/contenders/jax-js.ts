/**
 * @file jax-js as a contender: the model as one jitted train step on its WebGPU
 * backend. To its advantage, batches are normalised and on the device before the
 * clock starts, and no running statistics of batch norm are kept.
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
import type { ReadFile } from "../../src/data/dataset.ts";
import type { AdapterFacts } from "../../src/gpu/adapter-facts.ts";
import { factsOf } from "../../src/gpu/device.ts";
import { EPSILON } from "../../src/kernels/batch-norm.ts";
import type { ModelNode, PlainNode } from "../../src/nn/model.ts";
import { datasetOf, type RunConfig } from "../../src/train/config.ts";
import { initialTensors, modelFor, readBatches } from "../batches.ts";
import { type Contender, missingLayer, type UpdateResult } from "../contender.ts";

/** By PyTorch's name. */
type Tensors = { [layer: string]: np.Array };
type Batch = { images: np.Array; labels: np.Array };
type State = { parameters: Tensors; velocity: Tensors };

export class JaxJs implements Contender {
  #batches: Batch[] = [];
  #state: State = { parameters: {}, velocity: {} };
  #step: ReturnType<typeof trainStep> | undefined;
  #updates = 0;

  constructor(private readonly read: ReadFile) {}

  async open(config: RunConfig): Promise<AdapterFacts> {
    await init("webgpu");
    defaultDevice("webgpu");
    const shape = [config.microBatch, ...datasetOf(config).imageShape];
    const batches = (await readBatches(config, this.read)).map(([batch]) => ({
      images: np.array(batch!.images, { shape }),
      labels: np.array(batch!.labels),
    }));
    this.#batches = await blockUntilReady(batches);
    for (const { name, shape, values } of initialTensors(config)) {
      this.#state.parameters[name] = np.array(values, { shape: [...shape] });
      this.#state.velocity[name] = np.zeros([...shape]);
    }
    this.#step = trainStep(config);
    return factsOf(getWebGPUDevice().adapterInfo);
  }

  async run(updates: number): Promise<UpdateResult[]> {
    const results: UpdateResult[] = [];
    for (let i = 0; i < updates; i++) {
      const began = performance.now();
      const batch = tree.ref(this.#batches[this.#updates++ % this.#batches.length]!);
      const { parameters, velocity, loss } = this.#step!(this.#state.parameters, this.#state.velocity, batch);
      this.#state = { parameters, velocity };
      const [value] = await loss.data();
      results.push({ loss: Number(value), ms: performance.now() - began });
    }
    return results;
  }

  /** Its page is closed. */
  async close(): Promise<void> {}
}

function trainStep(config: RunConfig) {
  const lossOf = lossFunction(config);
  return jit((parameters: Tensors, velocity: Tensors, batch: Batch) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(parameters), batch);
    const next: State = { parameters: {}, velocity: {} };
    for (const [name, x] of Object.entries(parameters)) {
      const v = velocity[name]!.mul(config.momentum).add(gradients[name]!).add(x.ref.mul(config.weightDecay));
      next.velocity[name] = v.ref;
      next.parameters[name] = x.sub(v.mul(config.baseRate));
    }
    return { ...next, loss };
  });
}

function lossFunction(config: RunConfig) {
  const { nodes, classCount } = modelFor(config);
  return (parameters: Tensors, { images, labels }: Batch): np.Array => {
    const logits = chain(nodes, images, parameters);
    const likelihood = nn.logSoftmax(logits).mul(nn.oneHot(labels, classCount));
    return likelihood.sum().mul(-1 / config.microBatch);
  };
}

function chain(nodes: readonly ModelNode[], images: np.Array, parameters: Tensors): np.Array {
  let x = images;
  for (const node of nodes) {
    if (node.kind === "plain") {
      x = layer(node, x, parameters);
      continue;
    }
    const shortcut = chain(node.shortcut, x.ref, parameters);
    x = chain(node.body, x, parameters).add(shortcut);
  }
  return x;
}

function layer({ spec, where, inputShape }: PlainNode, x: np.Array, parameters: Tensors): np.Array {
  const weight = () => parameters[`${where}.weight`]!;
  const bias = () => parameters[`${where}.bias`]!;
  const perChannel = (values: np.Array) => values.reshape([-1, 1, 1]);
  switch (spec.type) {
    case "conv2d": {
      const padding: [number, number] = [spec.padding, spec.padding];
      const y = lax.conv(x, weight(), [spec.stride, spec.stride], [padding, padding]);
      return spec.bias ? y.add(perChannel(bias())) : y;
    }
    case "batch-norm": {
      const normal = nn.standardize(x, [0, 2, 3], { epsilon: EPSILON });
      return normal.mul(perChannel(weight())).add(perChannel(bias()));
    }
    case "relu":
      return nn.relu(x);
    case "max-pool": {
      // A few percent faster than lax.reduceWindow, with the same losses to the last bit.
      const [channels, height, width] = inputShape as [number, number, number];
      const { size } = spec;
      return x.reshape([-1, channels, height / size, size, width / size, size]).max([3, 5]);
    }
    case "global-average-pool":
      return x.mean([2, 3], { keepdims: true });
    case "flatten":
      return x.reshape([x.shape[0]!, -1]);
    case "dense": {
      const y = np.dot(x, weight().transpose());
      return spec.bias ? y.add(bias()) : y;
    }
    default:
      throw missingLayer("jax-js", spec.type);
  }
}
