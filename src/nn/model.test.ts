import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ConfigError, ShapeError } from "../core/errors.ts";
import { sizeOf } from "../core/shape.ts";
import { initialParameters, initialStatistics } from "./initialise.ts";
import { buildModel } from "./model.ts";
import { type ModelSpec, modelSpecSchema } from "./model-spec.ts";
import { models } from "./models/registry.ts";

const IMAGE = [1, 28, 28];
const build = (name: string) => buildModel(models.get(name)!, IMAGE, 10);
const spec = (...layers: object[]): ModelSpec => v.parse(modelSpecSchema, { name: "test", layers });
const end = [{ type: "flatten" }, { type: "dense", name: "fc", units: 10 }];

describe("the models that ship", () => {
  // Counted by hand from the sizes of their layers.
  test.each([
    ["small-cnn", 16 * 9 + 16 + 32 * 16 * 9 + 32 + 1568 * 10 + 10],
    ["small-cnn-bn", 16 * 9 + 32 + 32 * 16 * 9 + 64 + 1568 * 10 + 10],
    ["lenet5", 6 * 25 + 6 + 16 * 6 * 25 + 16 + 400 * 120 + 120 + 120 * 84 + 84 + 84 * 10 + 10],
    ["resnet8", 77_754],
    ["resnet18", 11_172_810],
  ])("%s has %i parameters", (name, count) => {
    expect(build(name).layers.reduce((sum, layer) => sum + layer.size, 0)).toBe(count);
  });

  test("resnet8 names and shapes its tensors as PyTorch does", () => {
    const layers = build("resnet8").layers.map(({ name, shape }) => `${name} ${shape.join("x")}`);
    expect(layers.slice(0, 4)).toEqual([
      "conv1.weight 16x1x3x3",
      "bn1.weight 16",
      "bn1.bias 16",
      "layer1.0.conv1.weight 16x16x3x3",
    ]);
    expect(layers).toContain("layer2.0.shortcut.0.weight 32x16x1x1");
    expect(layers).toContain("layer3.0.shortcut.1.bias 64");
    expect(layers.slice(-2)).toEqual(["linear.weight 10x64", "linear.bias 10"]);
  });

  test("tensors lie apart, in order, each where a binding may begin", () => {
    const { layers, parameterFloats } = build("resnet8");
    layers.forEach(({ offset, size }, k) => {
      expect(offset % 64).toBe(0);
      expect(offset + size).toBeLessThanOrEqual(layers[k + 1]?.offset ?? parameterFloats);
    });
  });
});

describe("a model that does not fit", () => {
  test.each([
    [
      "a kernel larger than the image",
      [{ type: "conv2d", name: "c", filters: 1, kernel: 40 }, ...end],
      /^c: .*40x40.*found 28/,
    ],
    ["pooling below one pixel", [{ type: "max-pool", size: 20 }, { type: "max-pool", size: 4 }, ...end], /max-pool 2/],
    ["dense without flatten", [{ type: "dense", name: "fc", units: 10 }], /flatten/],
    [
      "a convolution after flatten",
      [{ type: "flatten" }, { type: "conv2d", name: "c", filters: 1, kernel: 1 }],
      /^c: /,
    ],
    ["too few outputs", [{ type: "flatten" }, { type: "dense", name: "fc", units: 7 }], /10 values per image.*found 7/],
    [
      "a shortcut of another size",
      [{ type: "residual", name: "r", body: [{ type: "conv2d", name: "c", filters: 2, kernel: 1 }] }, ...end],
      /residual "r".*2x28x28 and 1x28x28/,
    ],
  ] as const)("%s", (_, layers, message) => {
    expect(() => buildModel(spec(...layers), IMAGE, 10)).toThrow(ShapeError);
    expect(() => buildModel(spec(...layers), IMAGE, 10)).toThrow(message);
  });

  test("two layers with one name, or none that learns", () => {
    const twice = [
      { type: "dense", name: "fc", units: 10 },
      { type: "dense", name: "fc", units: 10 },
    ];
    expect(() => buildModel(spec({ type: "flatten" }, ...twice), IMAGE, 10)).toThrow(/"fc" twice/);
    expect(() => buildModel(spec({ type: "flatten" }), [10, 1, 1], 10)).toThrow(ConfigError);
  });
});

test("a model that no device would hold is refused before anything is allocated", () => {
  const wide = { type: "dense", units: 65536 };
  const layers = [
    { type: "flatten" },
    { ...wide, name: "a" },
    { ...wide, name: "b" },
    { type: "dense", name: "fc", units: 10 },
  ];
  expect(() => buildModel(spec(...layers), IMAGE, 10)).toThrow(/at most 67108864 parameters/);
});

describe("before the first update", () => {
  const model = build("small-cnn-bn");
  const parameters = initialParameters(model, 1);
  const valuesOf = (name: string) => {
    const { offset, size } = model.layers.find((layer) => layer.name === name)!;
    return parameters.subarray(offset, offset + size);
  };

  test("weights are He uniform: bound √(6/fan-in), variance 2/fan-in, mean 0", () => {
    const weights = valuesOf("conv2.weight");
    const fanIn = 16 * 9;
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / fanIn));
    const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
    const variance = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(variance / (2 / fanIn)).toBeGreaterThan(0.95);
    expect(variance / (2 / fanIn)).toBeLessThan(1.05);
  });

  test("scales are 1, shifts and biases 0, gaps 0, running variances 1", () => {
    expect(new Set(valuesOf("bn1.weight"))).toEqual(new Set([1]));
    expect(new Set(valuesOf("bn1.bias"))).toEqual(new Set([0]));
    expect(new Set(valuesOf("fc.bias"))).toEqual(new Set([0]));
    const used = model.layers.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(parameters.filter((value) => value !== 0).length).toBeLessThan(used);
    expect([...initialStatistics(model).subarray(0, 33)]).toEqual([...Array(16).fill(0), ...Array(16).fill(1), 0]);
  });

  test("the same seed gives the same bits, another seed others", () => {
    expect(initialParameters(model, 1)).toEqual(parameters);
    expect(initialParameters(model, 2)).not.toEqual(parameters);
  });
});
