import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datasets } from "../data/catalogue.ts";
import { datasetOf, defaultRunConfig, parseRunConfig, runConfigKeys } from "./config.ts";

/** field: message, for each problem. */
function problems(input: unknown): string[] {
  const parsed = parseRunConfig(input);
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`);
}

test("nothing given: the defaults, which are valid", () => {
  expect(parseRunConfig({})).toEqual({ ok: true, config: defaultRunConfig });
  expect(problems(defaultRunConfig)).toEqual([]);
});

test("the keys are those of the file format", () => {
  expect(runConfigKeys.join(" ")).toBe(
    "dataset model workers local microBatch epochs trainSize rule warmup variant granularity layerwise layerwiseShare gainEstimator averaging trustCoefficient alpha baseRate momentum weightDecay decay seed kernels precision",
  );
});

describe("bad input is named, in words", () => {
  test.each([
    [{ workers: 0 }, "workers: wanted a whole number from 1 to 16, found 0"],
    [{ workers: 2.5 }, "workers: wanted a whole number from 1 to 16, found 2.5"],
    [{ local: "4" }, 'local: wanted a whole number from 1 to 256, found "4"'],
    [{ baseRate: -1 }, "baseRate: wanted a number from 0 to 100, found -1"],
    [{ alpha: Number.NaN }, "alpha: wanted a number from 0 to 1, found null"],
    [{ rule: "adam" }, 'rule: wanted one of lena, linear, sqrt, adascale, lars, none, found "adam"'],
    [{ variant: "mine" }, 'variant: wanted one of paper, released, found "mine"'],
    [{ granularity: "model" }, 'granularity: wanted one of tensor, module, found "model"'],
    [{ layerwise: "biases" }, 'layerwise: wanted one of all, weights, found "biases"'],
    [{ layerwiseShare: 1.01 }, "layerwiseShare: wanted a number from 0 to 1, found 1.01"],
    [{ gainEstimator: "biased" }, 'gainEstimator: wanted one of paper, unbiased, found "biased"'],
    [{ averaging: true }, "averaging: wanted one of moving, none, found true"],
    [{ trustCoefficient: -1 }, "trustCoefficient: wanted a number from 0 to 1, found -1"],
    [{ decay: "linear" }, 'decay: wanted one of exponential, steps, cosine, none, found "linear"'],
    [{ model: "resnet50" }, "model: wanted one of small-cnn, small-cnn-bn, lenet5, resnet8"],
    [{ trainSize: 60_000 }, "trainSize: wanted at most the 54000 training images of fashion-mnist, found 60000"],
    [{ workers: 16, local: 65 }, "local: wanted workers × local of at most 1024, found 1040"],
    [{ trainSize: 100 }, "trainSize: wanted at least one update per epoch"],
    [{ kernels: "fast" }, 'kernels: wanted one of tuned, fixed, found "fast"'],
    [{ precision: "float16" }, 'precision: wanted one of float32, mixed, found "float16"'],
    [{ kernels: { tiles: { x: { BM: 64 } } } }, "kernels.tiles.x.BN: "],
    [{ leraningRate: 1 }, "leraningRate: unknown field"],
  ])("%j", (input, message) => {
    expect(problems(input).join("\n")).toContain(message);
  });

  test("in a model of one's own, with the place", () => {
    const layers = [{ type: "conv2d", name: "conv1", filters: 4, kernel: 0 }];
    expect(problems({ model: { name: "mine", layers } }).join("\n")).toContain("model.layers.0.kernel: ");
  });

  test("all problems at once", () => {
    expect(problems({ workers: 0, epochs: 0 })).toHaveLength(2);
  });

  test("anything at all: never throws", () => {
    fc.assert(fc.property(fc.anything(), (input) => void parseRunConfig(input)));
    const keys = fc.constantFrom(...runConfigKeys);
    fc.assert(fc.property(fc.dictionary(keys, fc.anything()), (input) => void parseRunConfig(input)));
  });
});

test("kernels can be the tiles of an earlier run", () => {
  const kernels = { tiles: { "dense.forward 8 4 2": { BM: 16, BN: 16, BK: 16, TM: 2, TN: 4 } } };
  expect(parseRunConfig({ kernels })).toMatchObject({ ok: true, config: { kernels } });
});

test("a model as a list of layers is taken, its defaults filled in", () => {
  const layers = [{ type: "flatten" }, { type: "dense", name: "fc", units: 10 }];
  const parsed = parseRunConfig({ model: { name: "mine", layers } });
  expect(parsed).toMatchObject({ ok: true, config: { model: { layers: [{}, { bias: true }] } } });
});

describe("a data set of one's own", () => {
  const own = { ...datasets["fashion-mnist"], id: "own", folder: "own", trainCount: 640, imageShape: [3, 32, 32] };

  test("is taken as it is described", () => {
    const parsed = parseRunConfig({ dataset: own, trainSize: 640 });
    expect(parsed.ok && datasetOf(parsed.config)).toEqual(own);
  });

  test("limits the training images", () => {
    expect(problems({ dataset: own, trainSize: 641 }).join()).toContain("at most the 640 training images of own");
  });

  test("stays in the data root, and says what is wrong with its place", () => {
    expect(problems({ dataset: { ...own, folder: "../own" } }).join()).toContain("dataset.folder: wanted a plain name");
  });
});
