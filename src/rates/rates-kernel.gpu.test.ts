/** The rate kernels against their float64 twin: every rule, warm-up and variant, with every choice of layers and estimate. */
import { expect } from "vitest";
import { test } from "../gpu/testing.ts";
import { averagings, gainEstimators } from "./gain.ts";
import { granularities, layerGroups, layerwiseChoices } from "./groups.ts";
import { mismatches } from "./kernel-testing.ts";
import { rateRules } from "./registry.ts";
import { testLayers, testSettings } from "./testing.ts";
import { warmups } from "./warmup.ts";

const combinations = Object.values(rateRules).flatMap((rule) =>
  Object.values(warmups).flatMap((warmup) => [false, true].map((released) => ({ rule, warmup, released }))),
);
const settings = { singleWorkerIterations: 400, threshold: 20, baseRate: 0.02 };

test.for(combinations)(
  "rule $rule.id with warm-up $warmup.id, released: $released, follows its twin with every option",
  async ({ rule, warmup, released }, { executor }) => {
    for (const granularity of granularities)
      for (const layerwise of layerwiseChoices)
        for (const gainEstimator of gainEstimators)
          for (const averaging of averagings) {
            const groups = layerGroups(testLayers(7), { granularity, layerwise, layerwiseShare: 1 });
            const options = { rule, warmup, released, gainEstimator, averaging, groups };
            const found = await mismatches(executor, testSettings({ ...settings, ...options }));
            expect(found, [granularity, layerwise, gainEstimator, averaging].join(", ")).toEqual([]);
          }
  },
);

const edges = Object.values(rateRules).flatMap((rule) => [1, 63, 64, 65].map((layerCount) => ({ rule, layerCount })));
test.for(edges)(
  "rule $rule.id on $layerCount layers, half of them left out",
  async ({ rule, layerCount }, { executor }) => {
    const groups = layerGroups(testLayers(layerCount), {
      granularity: "tensor",
      layerwise: "all",
      layerwiseShare: 0.5,
    });
    expect(await mismatches(executor, testSettings({ ...settings, rule, groups }))).toEqual([]);
  },
);

test.for(Object.values(rateRules))("rule $id with n = 1", async (rule, { executor }) => {
  for (const gainEstimator of gainEstimators) {
    expect(await mismatches(executor, testSettings({ ...settings, rule, gainEstimator, n: 1 }))).toEqual([]);
  }
});
