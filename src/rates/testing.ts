/** @file Settings for tests of the rates, by the options that a test is about. Not part of the product. */
import { layerGroups } from "./groups.ts";
import type { RateSettings } from "./rates-kernel.ts";
import { rateRules } from "./registry.ts";
import { warmups } from "./warmup.ts";

/** `count` layers in modules of a convolution's weight and bias, or of a batch norm's scale and shift, by turns. */
export const testLayers = (count: number) =>
  Array.from({ length: count }, (_, k) => {
    const role = (["weight", "bias", "scale", "shift"] as const)[k % 4]!;
    const module = `module${Math.floor(k / 2)}`;
    return { name: `${module}.${role}`, module, role };
  });

export const allOwn = { granularity: "tensor", layerwise: "all", layerwiseShare: 1 } as const;

/** LENA on one layer, n = 8, unless a test says otherwise. */
export function testSettings(change: Partial<RateSettings> = {}): RateSettings {
  return {
    rule: rateRules.lena,
    warmup: warmups["state-aware"],
    released: false,
    gainEstimator: "paper",
    averaging: "moving",
    groups: layerGroups(testLayers(1), allOwn),
    n: 8,
    singleWorkerIterations: 1000,
    threshold: 50,
    baseRate: 0.1,
    trustCoefficient: 0.001,
    weightDecay: 5e-4,
    ...change,
  };
}
