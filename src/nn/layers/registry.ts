/** @file Every kind of layer by its name in a model description. Adding one is one file and one line here. */
import type { LayerType } from "../layer-type.ts";
import type { PlainLayerSpec } from "../model-spec.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { flatten } from "./flatten.ts";
import { averagePool, globalAveragePool, maxPool } from "./pool.ts";
import { relu } from "./relu.ts";

export const layerTypes: Readonly<Record<PlainLayerSpec["type"], LayerType<PlainLayerSpec>>> = {
  "average-pool": averagePool,
  "batch-norm": batchNorm,
  conv2d,
  dense,
  flatten,
  "global-average-pool": globalAveragePool,
  "max-pool": maxPool,
  relu,
};
