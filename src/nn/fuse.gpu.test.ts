/** @file Layers joined by fuse.ts, which looks at neighbours, beside the same layers with pools of one pixel between them. */
import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import type { Executor } from "../gpu/executor.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { initialParameters } from "./initialise.ts";
import { buildModel } from "./model.ts";
import type { LayerSpec, PlainLayerSpec } from "./model-spec.ts";
import { planNetwork } from "./network.ts";

const batch = 3;
const relu = { type: "relu" } as const;
const pool = { type: "max-pool", size: 2 } as const;
const batchNorm = (name: string) => ({ type: "batch-norm", name }) as const;
const convolution = (name: string) =>
  ({ type: "conv2d", name, filters: 4, kernel: 3, stride: 1, padding: 1, bias: true }) as const;
const residual = (body: PlainLayerSpec[], shortcut: PlainLayerSpec[] = []) =>
  ({ type: "residual", name: "block", body, shortcut }) as const;

const cases: [string, LayerSpec[]][] = [
  ["a convolution, a ReLU and a pool", [convolution("a"), relu, pool]],
  ["a convolution and two ReLUs and a pool", [convolution("a"), relu, relu, pool, convolution("b"), relu]],
  ["batch norm, a ReLU and a pool", [convolution("a"), batchNorm("b"), relu, pool]],
  ["batch norm and a ReLU twice", [convolution("a"), batchNorm("b"), relu, convolution("c"), batchNorm("d"), relu]],
  [
    "a residual block and a ReLU",
    [convolution("a"), residual([convolution("b"), batchNorm("c"), relu, convolution("d"), batchNorm("e")]), relu],
  ],
  [
    "a residual block whose branches end in batch norm, without a ReLU",
    [convolution("a"), residual([convolution("b"), batchNorm("c")], [convolution("d"), batchNorm("e")]), pool],
  ],
  [
    "a residual block whose branches end in batch norm and a ReLU",
    [
      convolution("a"),
      residual([convolution("b"), batchNorm("c"), relu], [convolution("d"), batchNorm("e"), relu]),
      batchNorm("f"),
    ],
  ],
  [
    "such a block and a ReLU behind it",
    [convolution("a"), residual([convolution("b"), batchNorm("c"), relu]), relu, convolution("d")],
  ],
  ["a residual block that ends in a convolution", [convolution("a"), relu, residual([convolution("b")]), relu, pool]],
  ["a residual block that is a ReLU", [convolution("a"), residual([relu]), relu]],
];

const nothing = { type: "average-pool", size: 1 } as const;
const spaced = (layers: readonly PlainLayerSpec[]): PlainLayerSpec[] => layers.flatMap((layer) => [layer, nothing]);

function apart(layers: readonly LayerSpec[]): LayerSpec[] {
  return layers.flatMap((layer): LayerSpec[] => {
    if (layer.type !== "residual") return spaced([layer]);
    return [{ ...layer, body: spaced(layer.body), shortcut: spaced(layer.shortcut) }, nothing];
  });
}

/** Logits and gradients of one micro-batch. */
async function work(executor: Executor, layers: LayerSpec[]) {
  const head: LayerSpec[] = [{ type: "flatten" }, { type: "dense", name: "out", units: 3, bias: true }];
  const model = buildModel({ name: "joined", layers: [...layers, ...head] }, [2, 8, 8], 3);
  const buffers = new TestBuffers();
  const weights = initialParameters(model, 5).map((value) => value || 0.1); // a bias or shift of 0 hides much
  const gradient = buffers.output(model.parameterFloats, 0);
  const shared = {
    parameters: buffers.of(weights),
    running: floats("running", model.statisticsFloats),
    statistics: floats("statistics", model.statisticsFloats),
    gradient,
    totals: floats("totals", 3),
  };
  const network = planNetwork(model, batch, "train", shared);
  executor.write(network.input, randomFloats(batch * 2 * 8 * 8, 1));
  executor.write(network.labels, Uint32Array.of(0, 2, 1));
  executor.write(network.count, Uint32Array.of(batch));
  await buffers.run(executor, [...network.forward, ...network.backward]);
  if ("buffer" in network.logits) throw new Error("logits have a buffer of their own");
  return {
    logits: await readFloats(executor, network.logits),
    gradient: await readFloats(executor, gradient),
    dispatchCount: network.forward.length + network.backward.length,
  };
}

test.for(cases)("joined layers do the same as apart: %s", async ([, layers], { executor }) => {
  const joined = await work(executor, layers);
  const separate = await work(executor, apart(layers));
  expect(joined.dispatchCount).toBeLessThan(separate.dispatchCount);
  expect(separate.gradient.filter((value) => value !== 0).length).toBeGreaterThan(100);
  expect(worstMismatch(joined.logits, separate.logits)).toBeUndefined();
  expect(worstMismatch(joined.gradient, separate.gradient, { abs: 1e-4, rel: 1e-4 })).toBeUndefined();
});
