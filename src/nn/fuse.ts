/**
 * @file Joins neighbouring layers into one where a kernel does the work of both, so
 * that what lies between them is never written. Results are the same.
 */
import { canPool } from "../kernels/conv2d.ts";
import type { BatchNormSpec } from "./layers/batch-norm.ts";
import { type Conv2dSpec, convolutionDims } from "./layers/conv2d.ts";
import type { MaxPoolSpec } from "./layers/pool.ts";
import type { ModelNode, PlainNode } from "./model.ts";
import type { PlainLayerSpec } from "./model-spec.ts";

export function fuse(nodes: readonly ModelNode[]): readonly ModelNode[] {
  const fused: ModelNode[] = [];
  for (const node of nodes) {
    const before = fused.at(-1);
    const joined = before && join(before, node);
    if (joined) fused[fused.length - 1] = joined;
    else fused.push(node);
  }
  return fused;
}

/** One node that does the work of two, where there is one. */
function join(first: ModelNode, second: ModelNode): ModelNode | undefined {
  const { outputShape } = second;
  if (first.kind === "residual" && isPlain(second, "relu")) return { ...first, relu: true };
  if (isPlain(first, "batch-norm") && isPlain(second, "relu")) {
    const spec: BatchNormSpec = { ...first.spec, relu: true };
    return { ...first, spec };
  }
  if (isPlain(first, "conv2d") && isPlain(second, "relu")) {
    const spec: Conv2dSpec = { ...first.spec, relu: true };
    return { ...first, spec };
  }
  if (isPlain(first, "conv2d") && isPlain(second, "max-pool") && takesPool(first, second.spec)) {
    const spec: Conv2dSpec = { ...first.spec, pool: true };
    return { ...first, spec, outputShape };
  }
  // max(relu(x)) = relu(max(x)), and so are the gradients: where the largest value of a window is not positive, both
  // give 0. So the unpooled values are read once.
  if (isPlain(first, "relu") && isPlain(second, "max-pool")) {
    const spec: MaxPoolSpec = { ...second.spec, relu: true };
    return { ...second, inputShape: first.inputShape, spec };
  }
  return undefined;
}

function takesPool(node: PlainNode & { spec: Conv2dSpec }, { size, stride = size }: MaxPoolSpec): boolean {
  return node.spec.relu === true && size === 2 && stride === 2 && canPool(convolutionDims({ ...node, batch: 1 }));
}

export function isPlain<T extends PlainLayerSpec["type"]>(
  node: ModelNode,
  type: T,
): node is PlainNode & { spec: Extract<PlainLayerSpec, { type: T }> } {
  return node.kind === "plain" && node.spec.type === type;
}
