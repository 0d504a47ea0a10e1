/**
 * @file Joins neighbouring layers into one where a kernel does the work of both, so
 * that what lies between them is never written. Results are the same.
 */
import { canPool } from "../kernels/conv2d.ts";
import type { KernelFamily } from "../kernels/variant.ts";
import type { BatchNormSpec } from "./layers/batch-norm.ts";
import { type Conv2dSpec, convolutionDims } from "./layers/conv2d.ts";
import type { MaxPoolSpec } from "./layers/pool.ts";
import type { ModelNode, PlainNode } from "./model.ts";
import type { PlainLayerSpec } from "./model-spec.ts";

export function fuse(nodes: readonly ModelNode[], family: KernelFamily): readonly ModelNode[] {
  // A pool takes the ReLU before it first, so that the unpooled values are read once whoever has them.
  const pooled = joinNeighbours(nodes, intoPool);
  return joinNeighbours(pooled, (first, second) => intoConvolution(first, second, family) ?? intoSum(first, second));
}

type Join = (first: ModelNode, second: ModelNode) => ModelNode | undefined;

function joinNeighbours(nodes: readonly ModelNode[], join: Join): readonly ModelNode[] {
  const joined: ModelNode[] = [];
  for (const node of nodes) {
    const before = joined.at(-1);
    const both = before && join(before, node);
    if (both) joined[joined.length - 1] = both;
    else joined.push(node);
  }
  return joined;
}

/**
 * max(relu(x)) = relu(max(x)), and so are the gradients: where the largest value of a window is not positive, both
 * give 0.
 */
function intoPool(first: ModelNode, second: ModelNode): ModelNode | undefined {
  if (!isPlain(first, "relu") || !isPlain(second, "max-pool")) return undefined;
  const spec: MaxPoolSpec = { ...second.spec, relu: true };
  return { ...second, inputShape: first.inputShape, spec };
}

function intoConvolution(first: ModelNode, second: ModelNode, family: KernelFamily): ModelNode | undefined {
  if (!isPlain(first, "conv2d")) return undefined;
  if (isPlain(second, "relu")) {
    const spec: Conv2dSpec = { ...first.spec, relu: true };
    return { ...first, spec };
  }
  if (family === "registers" && isPlain(second, "max-pool") && takesPool(first, second.spec)) {
    const spec: Conv2dSpec = { ...first.spec, relu: true, pool: true };
    return { ...first, spec, outputShape: second.outputShape };
  }
  return undefined;
}

/** What ends in a batch norm or in a residual sum takes the ReLU behind it. */
function intoSum(first: ModelNode, second: ModelNode): ModelNode | undefined {
  if (!isPlain(second, "relu")) return undefined;
  if (first.kind === "residual") return { ...first, relu: true };
  if (!isPlain(first, "batch-norm")) return undefined;
  const spec: BatchNormSpec = { ...first.spec, relu: true };
  return { ...first, spec };
}

function takesPool(node: PlainNode & { spec: Conv2dSpec }, { size, stride = size, relu }: MaxPoolSpec): boolean {
  return (
    relu === true && !node.spec.relu && size === 2 && stride === 2 && canPool(convolutionDims({ ...node, batch: 1 }))
  );
}

export function isPlain<T extends PlainLayerSpec["type"]>(
  node: ModelNode,
  type: T,
): node is PlainNode & { spec: Extract<PlainLayerSpec, { type: T }> } {
  return node.kind === "plain" && node.spec.type === type;
}
