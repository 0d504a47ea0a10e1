/**
 * @file A model as data: a list of layers that a person can write as JSON.
 * Here are its types and its validation as outside input. Not here: sizes
 * (nn/model.ts) and the models that ship (nn/models/).
 */
import * as v from "valibot";

const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$/, 'a name such as "conv1" or "layer1.0"'),
  v.maxLength(64),
);
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
const padding = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64));

const conv2d = v.strictObject({
  type: v.literal("conv2d"),
  name,
  /** Output channels F. */
  filters: count(4096),
  /** Kernel height and width. */
  kernel: count(64),
  stride: v.optional(count(64), 1),
  /** Zeros added on every side. */
  padding: v.optional(padding, 0),
  bias: v.optional(v.boolean(), true),
});
const dense = v.strictObject({
  type: v.literal("dense"),
  name,
  units: count(65536),
  bias: v.optional(v.boolean(), true),
});
const relu = v.strictObject({ type: v.literal("relu") });
const flatten = v.strictObject({ type: v.literal("flatten") });
const pool = { size: count(64), stride: v.optional(count(64)) };
const maxPool = v.strictObject({ type: v.literal("max-pool"), ...pool });
const averagePool = v.strictObject({ type: v.literal("average-pool"), ...pool });
const globalAveragePool = v.strictObject({ type: v.literal("global-average-pool") });
const batchNorm = v.strictObject({ type: v.literal("batch-norm"), name });

const plainLayer = v.variant("type", [
  conv2d,
  dense,
  relu,
  flatten,
  maxPool,
  averagePool,
  globalAveragePool,
  batchNorm,
]);
const residual = v.strictObject({
  type: v.literal("residual"),
  /** Prefix of the names inside: "layer1.0" and "conv1" make "layer1.0.conv1". */
  name,
  body: v.pipe(v.array(plainLayer), v.minLength(1)),
  /** Empty: the input itself is added. */
  shortcut: v.optional(v.array(plainLayer), []),
});

export const modelSpecSchema = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  layers: v.pipe(v.array(v.union([plainLayer, residual])), v.minLength(1), v.maxLength(512)),
});

export type ModelSpec = v.InferOutput<typeof modelSpecSchema>;
export type LayerSpec = ModelSpec["layers"][number];
export type PlainLayerSpec = v.InferOutput<typeof plainLayer>;
