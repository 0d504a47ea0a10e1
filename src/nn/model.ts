/**
 * @file A model with all its sizes settled: which layers (parameter tensors) it has,
 * where each lies in the flat buffers, and what is wrong with it where it does not
 * fit. Nothing is allocated here. Not here: dispatches (nn/network.ts).
 */
import { ConfigError, ShapeError } from "../core/errors.ts";
import { checkShape, formatShape, type Shape, sameShape, sizeOf } from "../core/shape.ts";
import { FLOAT_BYTES, OFFSET_ALIGNMENT } from "../gpu/program.ts";
import type { LayerInfo } from "./layer-info.ts";
import type { ParameterSpec } from "./layer-type.ts";
import { layerTypes } from "./layers/registry.ts";
import type { LayerSpec, ModelSpec, PlainLayerSpec } from "./model-spec.ts";

/** One layer of the description with its sizes (without the batch). */
export interface PlainNode {
  readonly kind: "plain";
  readonly spec: PlainLayerSpec;
  /** "layer1.0.conv1", or "relu 3" where it has no name. */
  readonly where: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

export interface ResidualNode {
  readonly kind: "residual";
  readonly where: string;
  readonly body: readonly PlainNode[];
  readonly shortcut: readonly PlainNode[];
  /** fuse.ts put a ReLU into it. */
  readonly relu?: true;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

export type ModelNode = PlainNode | ResidualNode;

/** One batch norm's (2·C) numbers, means then variances, in the flat buffer of statistics. */
export interface StatisticsInfo {
  readonly module: string;
  readonly channels: number;
  readonly offset: number;
}

export interface Model {
  readonly spec: ModelSpec;
  /** (C, H, W) */
  readonly imageShape: Shape;
  readonly classCount: number;
  readonly nodes: readonly ModelNode[];
  readonly layers: readonly LayerInfo[];
  /** By layer name: how it starts. */
  readonly starts: ReadonlyMap<string, ParameterSpec["start"]>;
  readonly statistics: readonly StatisticsInfo[];
  /** Length of the flat parameter buffer: aligned, so with gaps, which stay zero. */
  readonly parameterFloats: number;
  /** Length of the flat buffer of batch-norm statistics. */
  readonly statisticsFloats: number;
}

/** Float32s in all: 256 MB, of which every worker and the coordinator hold several copies. */
const MAX_PARAMETERS = 2 ** 26;

const ALIGNMENT = OFFSET_ALIGNMENT / FLOAT_BYTES;
/** Next offset at which a binding may begin. */
export const aligned = (count: number): number => Math.ceil(count / ALIGNMENT) * ALIGNMENT;

/** PyTorch's last word of a tensor's name. */
const PYTORCH_NAME = { weight: "weight", bias: "bias", scale: "weight", shift: "bias" } as const;

/** @throws {ShapeError | ConfigError} where a layer does not fit, two have one name, or the output is not one value per class. */
export function buildModel(spec: ModelSpec, imageShape: Shape, classCount: number): Model {
  checkShape("input image", imageShape);
  const nodes: ModelNode[] = [];
  let shape = imageShape;
  for (const layer of spec.layers) {
    const node = nodeOf(layer, shape, nodes.length);
    nodes.push(node);
    shape = node.outputShape;
  }
  if (!sameShape(shape, [classCount])) {
    throw new ShapeError({
      where: `model "${spec.name}"`,
      wanted: `${classCount} values per image at the end, one per class`,
      found: formatShape(shape),
      tryThis: `end with { "type": "flatten" } and { "type": "dense", "name": "fc", "units": ${classCount} }`,
    });
  }
  return { spec, imageShape, classCount, nodes, ...layOut(spec.name, nodes) };
}

function nodeOf(spec: LayerSpec, inputShape: Shape, index: number): ModelNode {
  if (spec.type !== "residual") return plainNode(spec, "", inputShape, index);
  const chain = (layers: readonly PlainLayerSpec[]) => {
    const nodes: PlainNode[] = [];
    for (const layer of layers) {
      nodes.push(plainNode(layer, `${spec.name}.`, nodes.at(-1)?.outputShape ?? inputShape, nodes.length));
    }
    return nodes;
  };
  const body = chain(spec.body);
  const shortcut = chain(spec.shortcut);
  const outputShape = body.at(-1)!.outputShape;
  const shortcutShape = shortcut.at(-1)?.outputShape ?? inputShape;
  if (!sameShape(outputShape, shortcutShape)) {
    throw new ShapeError({
      where: `residual "${spec.name}"`,
      wanted: "a body and a shortcut that end with the same sizes",
      found: `${formatShape(outputShape)} and ${formatShape(shortcutShape)}`,
      tryThis: "a 1x1 convolution with the body's filters and stride in the shortcut",
    });
  }
  return { kind: "residual", where: spec.name, body, shortcut, inputShape, outputShape };
}

function plainNode(spec: PlainLayerSpec, prefix: string, inputShape: Shape, index: number): PlainNode {
  const where = "name" in spec ? prefix + spec.name : `${prefix}${spec.type} ${index + 1}`;
  const outputShape = layerTypes[spec.type].outputShape(spec, inputShape, where);
  checkShape(where, outputShape);
  return { kind: "plain", spec, where, inputShape, outputShape };
}

/** Every plain node in data order; a residual's body before its shortcut, as PyTorch registers them. */
function plainNodes(nodes: readonly ModelNode[]): PlainNode[] {
  return nodes.flatMap((node) => (node.kind === "plain" ? [node] : [...node.body, ...node.shortcut]));
}

function layOut(modelName: string, nodes: readonly ModelNode[]) {
  const layers: LayerInfo[] = [];
  const starts = new Map<string, ParameterSpec["start"]>();
  const statistics: StatisticsInfo[] = [];
  let parameterFloats = 0;
  let statisticsFloats = 0;
  let depth = -1;
  for (const { spec, where, inputShape } of plainNodes(nodes)) {
    const parameters = layerTypes[spec.type].parameters(spec, inputShape);
    if (parameters.length > 0) depth++;
    for (const { role, shape, start } of parameters) {
      const name = `${where}.${PYTORCH_NAME[role]}`;
      if (starts.has(name)) throw duplicateName(modelName, where);
      starts.set(name, start);
      layers.push({ name, module: where, role, shape, depth, offset: parameterFloats, size: sizeOf(shape) });
      parameterFloats = aligned(parameterFloats + sizeOf(shape));
    }
    if (spec.type === "batch-norm") {
      const channels = inputShape[0]!;
      statistics.push({ module: where, channels, offset: statisticsFloats });
      statisticsFloats = aligned(statisticsFloats + 2 * channels);
    }
  }
  if (layers.length === 0) throw noParameters(modelName);
  if (parameterFloats > MAX_PARAMETERS) throw tooLarge(modelName, parameterFloats);
  return { layers, starts, statistics, parameterFloats, statisticsFloats };
}

function duplicateName(modelName: string, name: string): ConfigError {
  return new ConfigError({
    where: `model "${modelName}"`,
    wanted: "a name of its own for every layer",
    found: `"${name}" twice`,
    tryThis: "rename one of them",
  });
}

function tooLarge(modelName: string, count: number): ConfigError {
  return new ConfigError({
    where: `model "${modelName}"`,
    wanted: `at most ${MAX_PARAMETERS} parameters`,
    found: `${count}`,
    tryThis: "fewer filters or units, or pooling above the dense layer",
  });
}

function noParameters(modelName: string): ConfigError {
  return new ConfigError({
    where: `model "${modelName}"`,
    wanted: "at least one layer that learns (conv2d, dense or batch-norm)",
    found: "none",
    tryThis: 'a layer { "type": "dense", "name": "fc", "units": 10 }',
  });
}
