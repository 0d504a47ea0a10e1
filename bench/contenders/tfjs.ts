/**
 * @file TensorFlow.js as a contender: the model in its own layout (N,H,W,C) on its
 * WebGPU backend, with its own gradients and momentum optimiser. To its advantage,
 * batches are normalised and on the device before the clock starts, and no
 * running statistics of batch norm are kept.
 */
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import "@tensorflow/tfjs-backend-webgpu"; // registers itself
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js"; // which its index leaves out
import type { ReadFile } from "../../src/data/dataset.ts";
import type { AdapterFacts } from "../../src/gpu/adapter-facts.ts";
import { factsOf } from "../../src/gpu/device.ts";
import { EPSILON } from "../../src/kernels/batch-norm.ts";
import type { ModelNode, PlainNode } from "../../src/nn/model.ts";
import { datasetOf, type RunConfig } from "../../src/train/config.ts";
import { initialTensors, modelFor, readBatches } from "../batches.ts";
import { type Contender, missingLayer, type UpdateResult } from "../contender.ts";

/** By PyTorch's name. */
type Variables = Record<string, tf.Variable>;
interface Batch {
  readonly images: tf.Tensor;
  readonly labels: tf.Tensor;
}

export class TensorFlowJs implements Contender {
  #batches: Batch[] = [];
  #updates = 0;
  #step: ((batch: Batch) => tf.Scalar) | undefined;

  constructor(private readonly read: ReadFile) {}

  async open(config: RunConfig): Promise<AdapterFacts> {
    await tf.setBackend("webgpu");
    await tf.ready();
    const { imageShape, classes } = datasetOf(config);
    const shape = [config.microBatch, ...imageShape];
    this.#batches = (await readBatches(config, this.read)).map(([batch]) =>
      tf.tidy(() => ({
        images: channelsLast(tf.tensor(batch!.images, shape)),
        labels: tf.oneHot(tf.tensor1d(batch!.labels, "int32"), classes.length),
      })),
    );
    this.#step = trainStep(config);
    return factsOf((tf.backend() as WebGPUBackend).device.adapterInfo);
  }

  async run(updates: number): Promise<UpdateResult[]> {
    const results: UpdateResult[] = [];
    for (let i = 0; i < updates; i++) {
      const began = performance.now();
      const loss = this.#step!(this.#batches[this.#updates++ % this.#batches.length]!);
      const [value] = await loss.data();
      results.push({ loss: value!, ms: performance.now() - began });
      loss.dispose();
    }
    return results;
  }

  /** Its page is closed. */
  async close(): Promise<void> {}
}

function trainStep(config: RunConfig): (batch: Batch) => tf.Scalar {
  const { nodes } = modelFor(config);
  const variables = initialVariables(config, nodes);
  const list = Object.values(variables);
  const optimizer = tf.train.momentum(config.baseRate, config.momentum);
  return (batch) =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => tf.losses.softmaxCrossEntropy(batch.labels, chain(nodes, batch.images, variables)),
        list,
      );
      const decayed = list.map((x) => [x.name, tf.add(grads[x.name]!, tf.mul(x, config.weightDecay))]);
      optimizer.applyGradients(Object.fromEntries(decayed));
      return value;
    });
}

const channelsLast = (x: tf.Tensor) => tf.transpose(x, [0, 2, 3, 1]);

/** In TensorFlow's layouts: (K,K,C,F), and (in,out) with `in` ordered as (H,W,C) where an image was flattened. */
function initialVariables(config: RunConfig, nodes: readonly ModelNode[]): Variables {
  const flattened = nodes.find((node) => node.kind === "plain" && node.spec.type === "flatten")!.inputShape;
  return Object.fromEntries(
    initialTensors(config).map(({ name, shape, values }) => {
      const value = tf.tidy(() => {
        const x = tf.tensor(values, [...shape]);
        if (shape.length === 4) return tf.transpose(x, [2, 3, 1, 0]);
        if (shape.length !== 2) return x;
        const images = tf.transpose(tf.reshape(x, [shape[0]!, ...flattened]), [2, 3, 1, 0]);
        return tf.reshape(images, [shape[1]!, shape[0]!]);
      });
      return [name, tf.variable(value)];
    }),
  );
}

function chain(nodes: readonly ModelNode[], images: tf.Tensor, variables: Variables): tf.Tensor {
  return nodes.reduce(
    (x, node) =>
      node.kind === "plain"
        ? layer(node, x, variables)
        : tf.add(chain(node.body, x, variables), chain(node.shortcut, x, variables)),
    images,
  );
}

function layer({ spec, where }: PlainNode, x: tf.Tensor, variables: Variables): tf.Tensor {
  const weight = () => variables[`${where}.weight`]!;
  const bias = () => variables[`${where}.bias`]!;
  switch (spec.type) {
    case "conv2d": {
      const y = tf.conv2d(x as tf.Tensor4D, weight() as tf.Tensor4D, spec.stride, spec.padding);
      return spec.bias ? tf.add(y, bias()) : y;
    }
    case "batch-norm": {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, bias(), weight(), EPSILON);
    }
    case "relu":
      return tf.relu(x);
    case "max-pool":
      return tf.maxPool(x as tf.Tensor4D, spec.size, spec.stride ?? spec.size, "valid");
    case "global-average-pool":
      return tf.mean(x, [1, 2]);
    case "flatten":
      return tf.reshape(x, [x.shape[0]!, -1]);
    case "dense": {
      const y = tf.matMul(x as tf.Tensor2D, weight() as tf.Tensor2D);
      return spec.bias ? tf.add(y, bias()) : y;
    }
    default:
      throw missingLayer("tfjs", spec.type);
  }
}
