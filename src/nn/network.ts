/**
 * @file The dispatches of a model for one batch size: forward, loss, backward.
 * Every buffer is planned here and none is made. What several networks share
 * (parameters, running statistics) comes in; what is this network's own goes out.
 */

import { sizeOf } from "../core/shape.ts";
import { type Binding, type BufferPlan, type DispatchPlan, floats, rangeOf } from "../gpu/program.ts";
import { add } from "../kernels/add.ts";
import { foldLoss, softmaxCrossEntropy } from "../kernels/softmax-cross-entropy.ts";
import type { BackwardPlan, LayerPlan } from "./layer-type.ts";
import type { MaxPoolSpec } from "./layers/pool.ts";
import { layerTypes } from "./layers/registry.ts";
import type { Model, ModelNode, PlainNode, ResidualNode } from "./model.ts";
import type { PlainLayerSpec } from "./model-spec.ts";

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
}

/** @throws {ShapeError} where the batch is too small for a layer. */
export function planNetwork(model: Model, batch: number, mode: "train" | "evaluate", shared: NetworkBuffers): Network {
  const planner = new Planner(model, batch, mode === "train", shared);
  const input = floats("input", batch * sizeOf(model.imageShape));
  const labels = floats("labels", batch);
  const count = floats("count", 1);
  const body = planner.chain(model.nodes, input);

  const classifier = { batch, classes: model.classCount };
  const dLogits = floats("loss.dLogits", batch * model.classCount);
  const rows = floats("loss.rows", 2 * batch);
  const loss = [
    softmaxCrossEntropy(classifier, { logits: body.output, labels, count, gradient: dLogits, rows }),
    foldLoss(classifier, { rows, count, totals: shared.totals }),
  ];
  const backward = mode === "train" ? body.backward(dLogits, false).dispatches : [];
  return { input, labels, count, logits: body.output, forward: [...body.dispatches, ...loss], backward };
}

class Planner {
  readonly #statisticsAt: ReadonlyMap<string, { first: number; count: number }>;
  readonly #layerAt: ReadonlyMap<string, { first: number; count: number }>;

  constructor(
    model: Model,
    private readonly batch: number,
    private readonly training: boolean,
    private readonly shared: NetworkBuffers,
  ) {
    this.#layerAt = new Map(
      model.layers.map(({ module, role, offset, size }) => [`${module} ${role}`, { first: offset, count: size }]),
    );
    this.#statisticsAt = new Map(
      model.statistics.map(({ module, offset, channels }) => [module, { first: offset, count: 2 * channels }]),
    );
  }

  chain(given: readonly ModelNode[], input: Binding): LayerPlan {
    const nodes = fuseReluIntoPool(given);
    const plans: { plan: LayerPlan; learns: boolean }[] = [];
    let value = input;
    for (const node of nodes) {
      const plan = node.kind === "plain" ? this.#plain(node, value) : this.#residual(node, value);
      plans.push({ plan, learns: learns(node) });
      value = plan.output;
    }
    return {
      output: value,
      dispatches: plans.flatMap(({ plan }) => plan.dispatches),
      backward: (dy, needsInput): BackwardPlan => {
        const dispatches: DispatchPlan[] = [];
        let gradient: Binding | undefined = dy;
        for (let i = plans.length - 1; i >= 0 && gradient; i--) {
          // Below the first layer that learns nobody reads the gradient, unless the caller does.
          const wanted = needsInput || plans.slice(0, i).some((below) => below.learns);
          const back: BackwardPlan = plans[i]!.plan.backward(gradient, wanted);
          dispatches.push(...back.dispatches);
          gradient = wanted ? back.dx : undefined;
        }
        return { dispatches, dx: gradient };
      },
    };
  }

  #residual(node: ResidualNode, input: Binding): LayerPlan {
    const count = this.batch * sizeOf(node.outputShape);
    const body = this.chain(node.body, input);
    const shortcut = this.chain(node.shortcut, input);
    const y = floats(`${node.where}.y`, count);
    return {
      output: y,
      dispatches: [...body.dispatches, ...shortcut.dispatches, add(count, { a: body.output, b: shortcut.output, y })],
      backward: (dy, needsInput) => {
        const left = body.backward(dy, needsInput);
        const right = shortcut.backward(dy, needsInput);
        const dispatches = [...left.dispatches, ...right.dispatches];
        if (!left.dx || !right.dx) return { dispatches, dx: undefined };
        const inputCount = this.batch * sizeOf(node.inputShape);
        const dx = floats(`${node.where}.dx`, inputCount);
        dispatches.push(add(inputCount, { a: left.dx, b: right.dx, y: dx }));
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
        parameter: (role) => within(parameters, layer(role)),
        gradient: (role) => within(gradient!, layer(role)),
        running: () => within(running, this.#statisticsAt.get(where)!),
        statistics: () => within(statistics!, this.#statisticsAt.get(where)!),
        buffer: (role, floatCount) => floats(`${where}.${role}`, floatCount),
      },
      input,
    );
  }
}

/**
 * max(relu(x)) = relu(max(x)), and so are the gradients: where the largest value of a window is not positive, both
 * give 0. So a ReLU that a max-pool follows becomes part of it, and the unpooled values are read once.
 */
function fuseReluIntoPool(nodes: readonly ModelNode[]): readonly ModelNode[] {
  const fused: ModelNode[] = [];
  for (const node of nodes) {
    const before = fused.at(-1);
    if (isPlain(before, "relu") && isPlain(node, "max-pool")) {
      const spec: MaxPoolSpec = { ...node.spec, relu: true };
      fused[fused.length - 1] = { ...node, spec };
    } else fused.push(node);
  }
  return fused;
}

function isPlain<T extends PlainLayerSpec["type"]>(
  node: ModelNode | undefined,
  type: T,
): node is PlainNode & { spec: Extract<PlainLayerSpec, { type: T }> } {
  return node?.kind === "plain" && node.spec.type === type;
}

function learns(node: ModelNode): boolean {
  if (node.kind === "residual") return [...node.body, ...node.shortcut].some(learns);
  return layerTypes[node.spec.type].parameters(node.spec, node.inputShape).length > 0;
}
