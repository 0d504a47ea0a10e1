/**
 * @file The dispatches of a model for one batch size: forward, loss, backward.
 * Every buffer is planned here and none is made. What several networks share
 * (parameters, running statistics) comes in; what is this network's own goes out.
 */

import { sizeOf } from "../core/shape.ts";
import { type Binding, type BufferPlan, type DispatchPlan, floats, halves, rangeOf } from "../gpu/program.ts";
import { add } from "../kernels/add.ts";
import { reluBackward } from "../kernels/relu.ts";
import { foldLoss, softmaxCrossEntropy } from "../kernels/softmax-cross-entropy.ts";
import { type KernelChoice, type KernelFamily, registerKernels } from "../kernels/variant.ts";
import { fuse, isPlain } from "./fuse.ts";
import type { BackwardPlan, Gradient, LayerPlan } from "./layer-type.ts";
import type { BatchNormSpec } from "./layers/batch-norm.ts";
import { layerTypes } from "./layers/registry.ts";
import type { Model, ModelNode, PlainNode, ResidualNode } from "./model.ts";

/** Buffers that exist beside the network. */
export interface NetworkBuffers {
  /** (parameterFloats) */
  readonly parameters: BufferPlan;
  /** (statisticsFloats) running means and variances. */
  readonly running: BufferPlan;
  /** Training only: (parameterFloats), overwritten by every backward pass. */
  readonly gradient?: BufferPlan;
  /** Training only: (statisticsFloats), added to by every forward pass. */
  readonly statistics?: Binding;
  /** (3) mean loss, correct images, sum of losses; added to by every loss pass. */
  readonly totals: Binding;
}

export interface Network {
  /** (batch, C, H, W), normalised. */
  readonly input: BufferPlan;
  /** (batch) u32 */
  readonly labels: BufferPlan;
  /** (1) u32: how many rows of the batch count. */
  readonly count: BufferPlan;
  /** (batch, classes) */
  readonly logits: Binding;
  /** Forward pass and loss. */
  readonly forward: readonly DispatchPlan[];
  /** Empty unless training. */
  readonly backward: readonly DispatchPlan[];
  /** What the gradients that `backward` leaves are to be divided by. */
  readonly lossScale: number;
}

/**
 * By how much gradients are enlarged where they are stored in float16, whose smallest steps are 6e-8: a power of two.
 * Those of an image, before they are divided by the batch, may grow to about 128 until they are too large for it.
 */
function lossScaleOf({ precision }: KernelChoice, batch: number): number {
  return precision === "mixed" ? 512 * 2 ** Math.floor(Math.log2(batch)) : 1;
}

/** @throws {ShapeError} where the batch is too small for a layer. */
export function planNetwork(
  model: Model,
  batch: number,
  mode: "train" | "evaluate",
  shared: NetworkBuffers,
  kernels: KernelChoice = registerKernels,
): Network {
  const planner = new Planner(model, batch, mode === "train", shared, kernels);
  const input = planner.between("input", batch * sizeOf(model.imageShape));
  const labels = floats("labels", batch);
  const count = floats("count", 1);
  const body = planner.chain(fuse(model.nodes, kernels.family), input);

  const classifier = { batch, classes: model.classCount };
  const dLogits = floats("loss.dLogits", batch * model.classCount);
  const rows = floats("loss.rows", 2 * batch);
  const lossScale = lossScaleOf(kernels, batch);
  const loss = [
    softmaxCrossEntropy(classifier, { logits: body.output, labels, count, gradient: dLogits, rows }, lossScale),
    foldLoss(classifier, { rows, count, totals: shared.totals }),
  ];
  const backward = mode === "train" ? body.backward({ dy: dLogits }, false).dispatches : [];
  return { input, labels, count, logits: body.output, forward: [...body.dispatches, ...loss], backward, lossScale };
}

/** Layers one after another. */
interface Chain {
  readonly output: Binding;
  readonly dispatches: readonly DispatchPlan[];
  backward(dy: Gradient, needsInput: boolean): { dispatches: readonly DispatchPlan[]; dx: Gradient | undefined };
}

class Planner {
  readonly #statisticsAt: ReadonlyMap<string, { first: number; count: number }>;
  readonly #layerAt: ReadonlyMap<string, { first: number; count: number }>;
  /** Labels that the model's output may have. */
  readonly #outputs: ReadonlySet<string>;

  constructor(
    model: Model,
    private readonly batch: number,
    private readonly training: boolean,
    private readonly shared: NetworkBuffers,
    private readonly kernels: KernelChoice,
  ) {
    this.#layerAt = new Map(
      model.layers.map(({ module, role, offset, size }) => [`${module} ${role}`, { first: offset, count: size }]),
    );
    this.#outputs = new Set(lastOf(model.nodes, kernels.family).map(({ where }) => `${where}.y`));
    this.#statisticsAt = new Map(
      model.statistics.map(({ module, offset, channels }) => [module, { first: offset, count: 2 * channels }]),
    );
  }

  /** `addend`: what the last node, a batch norm, is to add to its output, and whether a ReLU follows. */
  chain(nodes: readonly ModelNode[], input: Binding, addend?: Pick<BatchNormSpec, "addend" | "relu">): Chain {
    const steps: { plan: LayerPlan; node: ModelNode }[] = [];
    let value = input;
    nodes.forEach((given, i) => {
      const node = addend && i === nodes.length - 1 ? withAddend(given, addend) : given;
      const plan = node.kind === "plain" ? this.#plain(node, value) : this.#residual(node, value);
      steps.push({ plan, node });
      value = plan.output;
    });
    return {
      output: value,
      dispatches: steps.flatMap(({ plan }) => plan.dispatches),
      backward: (dy, needsInput) => {
        const dispatches: DispatchPlan[] = [];
        let gradient: Gradient | undefined = dy;
        for (let i = steps.length - 1; i >= 0 && gradient; i--) {
          const { plan, node } = steps[i]!;
          const isCut = addend && i === steps.length - 1; // by the residual block
          if (plan.endsInRelu && !isCut) gradient = { dy: this.#cut(gradient, node, dispatches), passes: plan.output };
          if (!plan.takesPasses) gradient = { dy: this.#cut(gradient, node, dispatches) };
          // Below the first layer that learns nobody reads the gradient, unless the caller does.
          const wanted = needsInput || steps.slice(0, i).some((below) => learns(below.node));
          const back: BackwardPlan = plan.backward(gradient.dy, wanted, gradient.passes);
          dispatches.push(...back.dispatches);
          gradient = wanted && back.dx ? { dy: back.dx } : undefined;
        }
        return { dispatches, dx: gradient };
      },
    };
  }

  /** A buffer between layers. The logits are no such: the loss and the host want them in float32. */
  between(label: string, count: number): BufferPlan {
    const isOutput = this.#outputs.has(label);
    return this.kernels.precision === "mixed" && !isOutput ? halves(label, count) : floats(label, count);
  }

  /** The gradient of a node's output with its ReLU's zeros in it. */
  #cut({ dy, passes }: Gradient, node: ModelNode, dispatches: DispatchPlan[]): Binding {
    if (!passes) return dy;
    const count = this.batch * sizeOf(node.outputShape);
    const dx = this.between(`${node.where}.dy`, count);
    dispatches.push(reluBackward(count, { y: passes, dy, dx }));
    return dx;
  }

  #residual(node: ResidualNode, input: Binding): LayerPlan {
    const { where, relu } = node;
    const count = this.batch * sizeOf(node.outputShape);
    const nodes = fuse(node.body, this.kernels.family);
    const shortcut = this.chain(fuse(node.shortcut, this.kernels.family), input);
    const addsItself = canAdd(nodes.at(-1));
    const body = this.chain(nodes, input, addsItself ? { addend: shortcut.output, relu } : undefined);
    const y = addsItself ? body.output : this.between(`${where}.y`, count);
    const dispatches = [...shortcut.dispatches, ...body.dispatches];
    if (!addsItself) dispatches.push(add(count, { a: body.output, b: shortcut.output, y }, relu));
    return {
      output: y,
      dispatches,
      endsInRelu: relu === true,
      takesPasses: true,
      backward: (dy, needsInput, passes) => {
        const left = body.backward({ dy, passes }, needsInput);
        const right = shortcut.backward({ dy, passes }, needsInput);
        const dispatches = [...left.dispatches, ...right.dispatches];
        if (!left.dx || !right.dx) return { dispatches, dx: undefined };
        const inputCount = this.batch * sizeOf(node.inputShape);
        const dx = this.between(`${where}.dx`, inputCount);
        dispatches.push(add(inputCount, { a: left.dx.dy, b: right.dx.dy, passes: right.dx.passes, y: dx }));
        return { dispatches, dx };
      },
    };
  }

  #plain({ spec, where, inputShape, outputShape }: PlainNode, input: Binding): LayerPlan {
    const { parameters, gradient, running, statistics } = this.shared;
    const layer = (role: string) => this.#layerAt.get(`${where} ${role}`)!;
    const within = (whole: Binding, { first, count }: { first: number; count: number }) =>
      "buffer" in whole ? rangeOf(whole.buffer, whole.byteOffset / 4 + first, count) : rangeOf(whole, first, count);
    return layerTypes[spec.type].plan(
      {
        spec,
        where,
        batch: this.batch,
        inputShape,
        outputShape,
        training: this.training,
        kernels: this.kernels,
        parameter: (role) => within(parameters, layer(role)),
        gradient: (role) => within(gradient!, layer(role)),
        running: () => within(running, this.#statisticsAt.get(where)!),
        statistics: () => within(statistics!, this.#statisticsAt.get(where)!),
        buffer: (role, floatCount) => floats(`${where}.${role}`, floatCount),
        between: (role, count) => this.between(`${where}.${role}`, count),
      },
      input,
    );
  }
}

/** A batch norm adds the other branch, but what has a ReLU of its own is cut off before the sum. */
function canAdd(node: ModelNode | undefined): boolean {
  if (!node || !isPlain(node, "batch-norm")) return false;
  const spec: BatchNormSpec = node.spec;
  return !spec.relu;
}

function withAddend(node: ModelNode, addend: Pick<BatchNormSpec, "addend" | "relu">): ModelNode {
  if (!isPlain(node, "batch-norm")) return node;
  const spec: BatchNormSpec = { ...node.spec, ...addend };
  return { ...node, spec };
}

/** The nodes that may write the output, flatten left out, since nothing moves there: of a residual block, it or its body's last. */
function lastOf(nodes: readonly ModelNode[], family: KernelFamily): ModelNode[] {
  const last = fuse(nodes, family).findLast((node) => !isPlain(node, "flatten"));
  if (!last) return [];
  return last.kind === "residual" ? [last, ...lastOf(last.body, family)] : [last];
}

/** True where a layer of it has parameters. */
export function learns(node: ModelNode): boolean {
  if (node.kind === "residual") return [...node.body, ...node.shortcut].some(learns);
  return layerTypes[node.spec.type].parameters(node.spec, node.inputShape).length > 0;
}
