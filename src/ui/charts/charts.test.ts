/** @file The charts' arithmetic: colours, plan and warm-up marks, without a browser. */
import { expect, test } from "vitest";
import { chartInk, depthColour, heatRamp } from "../../core/palette.ts";
import type { LayerInfo } from "../../nn/layer-info.ts";
import { RunStore } from "../../session/run-store.ts";
import { defaultRunConfig } from "../../train/config.ts";
import { madeUpCosts } from "../../train/testing.ts";
import type { Theme } from "../theme.ts";
import { blocksOf, modulesOf } from "./modules.ts";
import { layerStyles } from "./palette.ts";
import { gainRange, heatRange, lossRange, rateRange, withColumns } from "./ranges.ts";
import { ruleDashes } from "./rule-names.ts";
import { floorName, planOf } from "./run-plan.ts";
import { WarmupEnds } from "./warmup-ends.ts";

const layer = (name: string, role: LayerInfo["role"], depth: number): LayerInfo => {
  return { name, module: name, role, shape: [1], depth, offset: depth, size: 1 };
};

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const x = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return x <= 0.040_45 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

test.each<Theme>(["light", "dark"])("every depth stands out from the %s panel by 3:1", (theme) => {
  const panel = luminance(chartInk[theme].panel);
  const ratios = Array.from({ length: 21 }, (_, i) => {
    const colour = luminance(depthColour(i / 20, theme));
    return (Math.max(panel, colour) + 0.05) / (Math.min(panel, colour) + 0.05);
  });
  expect(Math.min(...ratios)).toBeGreaterThan(3);
});

test.each<Theme>(["light", "dark"])(
  "the colours of 60 depths differ, and the %s heat map goes one way in lightness",
  (theme) => {
    expect(new Set(Array.from({ length: 60 }, (_, i) => depthColour(i / 59, theme))).size).toBe(60);
    const ramp = heatRamp(32, theme);
    const light = Array.from({ length: 32 }, (_, i) => {
      const hex = [...ramp.subarray(3 * i, 3 * i + 3)].map((value) => value.toString(16).padStart(2, "0")).join("");
      return luminance(`#${hex}`);
    });
    const sorted = light.toSorted((a, b) => (theme === "light" ? b - a : a - b));
    expect(light).toEqual(sorted);
  },
);

test("a module has its layers and its kind", () => {
  const modules = modulesOf(planOf(defaultRunConfig).layers);
  expect(modules.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "conv1 convolution",
    "bn1 norm",
    "conv2 convolution",
    "bn2 norm",
    "fc dense",
  ]);
  expect(modules.flatMap(({ members }) => members)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("modules of a residual block stand together, and its shortcut has one name", () => {
  const names =
    "conv1 layer1.0.conv1 layer1.0.bn1 layer1.0.shortcut.0 layer1.0.shortcut.1 layer1.1.conv1 features.0 fc";
  const modules = names.split(" ").map((name) => ({ name, kind: "dense", members: [] }) as const);
  const words = blocksOf(modules).map(({ name, parts }) => {
    return `${name}: ${parts.map((part) => `${part.name} ${part.modules.length}`).join(", ")}`;
  });
  expect(words).toEqual([
    ": conv1 1",
    "layer1.0: conv1 1, bn1 1, shortcut 2",
    "layer1.1: conv1 1",
    "features: 0 1",
    ": fc 1",
  ]);
});

test("layers of one depth share a colour and differ by dash", () => {
  const styles = layerStyles(
    [layer("conv1", "weight", 0), layer("bn1.weight", "scale", 1), layer("bn1.bias", "shift", 1)],
    "dark",
  );
  expect(styles[1]!.colour).toBe(styles[2]!.colour);
  expect(styles[0]!.colour).not.toBe(styles[1]!.colour);
  expect(styles[1]!.dash).not.toEqual(styles[2]!.dash);
});

test("floor and ceiling are η0 and n·η0 at the start and fall to about 1%", () => {
  const plan = planOf(defaultRunConfig);
  const last = plan.schedule.updateCount;
  expect(plan.ceiling(0)).toBeCloseTo(8 * plan.floor(0), 12);
  expect(plan.floor(0)).toBe(0.02);
  expect(plan.floor(last) / plan.floor(0)).toBeCloseTo(0.01, 2);
});

test("the floor says that warm-ups lie below it, where there are any", () => {
  expect(floorName(defaultRunConfig)).toBe("floor after warm-up, η0·d(t)");
  expect(floorName({ ...defaultRunConfig, warmup: "none", decay: "none" })).toBe("floor η0");
});

test("a layer's warm-up ends at the first update with S > θ, also when asked in between", () => {
  const plan = planOf({ ...defaultRunConfig, workers: 1, local: 1, epochs: 1, trainSize: 1600, alpha: 0.02 }); // θ = 2
  const store = new RunStore([layer("fast", "weight", 0), layer("slow", "weight", 1)], 1);
  const ends = new WarmupEnds(store, plan);
  const seen = [0, 1, 2].map((update) => {
    const row = (a: number, b: number) => Float32Array.of(a, b);
    const layers = { state: row(2 * (update + 1), update + 1) };
    const rest = {
      meanSquare: row(1, 1),
      squareMean: row(1, 1),
      weightSquare: row(1, 1),
      gain: row(1, 1),
      warmup: row(1, 1),
      rate: row(1, 1),
    };
    store.addUpdate({
      ...{ update, epoch: 0, loss: 1, accuracy: 0, decay: 1, imagesPerSecond: 1, elapsedMs: 1, modelGain: 1 },
      layers: { ...layers, ...rest },
      workerMs: new Float32Array(1),
      costs: madeUpCosts(1),
      oneWorkerImagesPerSecond: Number.NaN,
    });
    return [...ends.get()];
  });
  expect(seen).toEqual([
    [null, null],
    [1, null],
    [1, 2],
  ]);
});

test("the rates' range has room for another rule's line, and no rule's line is another's", () => {
  const plan = planOf(defaultRunConfig);
  const ghost = Float32Array.of(Number.NaN, 0, 3e-6, 4);
  const [low, high] = rateRange(plan, "log", withColumns([0.001, 0.1], [ghost]));
  expect(low).toBeLessThanOrEqual(3e-6);
  expect(high).toBeGreaterThan(4);
  expect(withColumns([null, null], [ghost.subarray(0, 2)])).toEqual([null, null]);
  const dashes = Object.values(ruleDashes).map(String);
  expect(new Set(dashes).size).toBe(dashes.length);
});

test("a linear axis has what is measured, and that of a part of the run what is measured there", () => {
  const plan = planOf({ ...defaultRunConfig, local: 16 }); // n = 32 and more: gains on a log axis
  expect(rateRange(plan, "linear", [0.001, 0.031])).toEqual([0, 0.05]);
  expect(rateRange(plan, "linear", [null, null])[1]).toBeGreaterThan(plan.ceiling(0));
  expect(rateRange(plan, "log", [0.012, 0.031], true)).toEqual([0.01, 0.05]);
  expect(rateRange(plan, "log", [0.012, 0.031])[1]).toBeGreaterThan(plan.ceiling(0));
  expect(gainRange(plan, [5, 6.5], true)).toEqual([4, 8]);
  expect(gainRange(plan, [5, 6.5])[1]).toBeGreaterThan(plan.schedule.n);
  const [low, high] = gainRange(planOf(defaultRunConfig), [5, 6.5], true);
  expect([low > 4 && low < 5, high > 6.5 && high < 7]).toEqual([true, true]);
  expect(lossRange(0.3, true)[1]).toBeLessThan(0.4);
  expect(lossRange(0.3)[1]).toBe(2.6);
});

test("the heat map's colours stand for the rates that there are, over two decades at most", () => {
  const plan = planOf(defaultRunConfig);
  const [low, high] = heatRange(plan, "log", [1e-5, 0.062]);
  expect(high).toBe(0.07);
  expect(high / low).toBeCloseTo(100, 6);
  expect(heatRange(plan, "log", [0.013, 0.062])).toEqual([0.01, 0.07]);
  expect(heatRange(plan, "log", [0.02, Math.fround(0.02)])).toEqual([0.01, 0.02]);
  expect(heatRange(plan, "linear", [1e-5, 0.062])).toEqual([0, 0.07]);
  expect(heatRange(plan, "log", [null, null])[1]).toBe(plan.ceiling(0));
});
