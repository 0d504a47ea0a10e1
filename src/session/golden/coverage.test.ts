/** What the fixtures of this folder cover: every rule, warm-up and option. That they hold: ../golden.gpu.test.ts. */
import { describe, expect, test } from "vitest";
import { averagings, gainEstimators } from "../../rates/gain.ts";
import { granularities, layerwiseChoices } from "../../rates/groups.ts";
import { rateRules } from "../../rates/registry.ts";
import { warmups } from "../../rates/warmup.ts";
import { defaultRunConfig, type RunConfig } from "../../train/config.ts";
import { decays, variants } from "../../train/schedule.ts";
import resnet8 from "./resnet8.fixture.json";
import runs from "./runs.json";
import smallCnnBn from "./small-cnn-bn.fixture.json";

const options = {
  rule: Object.keys(rateRules),
  warmup: Object.keys(warmups),
  variant: variants,
  granularity: granularities,
  layerwise: layerwiseChoices,
  gainEstimator: gainEstimators,
  averaging: averagings,
  decay: decays,
} as const satisfies Partial<Record<keyof RunConfig, readonly string[]>>;

const configsOf = (fixture: { config: object; runs: readonly { config: object }[] }) =>
  fixture.runs.map(({ config }) => ({ ...defaultRunConfig, ...fixture.config, ...config }) as RunConfig);

describe.for([
  { fixture: smallCnnBn, listed: runs["small-cnn-bn"] },
  { fixture: resnet8, listed: runs.resnet8 },
])("$fixture.config.model", ({ fixture, listed }) => {
  const configs = configsOf(fixture);

  test("the fixture holds the runs that runs.json lists", () => {
    expect(fixture.runs.map(({ config }) => config)).toEqual(listed.runs);
    expect(fixture.config).toMatchObject(listed.base);
  });

  test.for(Object.entries(options))("every %s is in a run", ([key, values]) => {
    expect(new Set(configs.map((config) => config[key as keyof RunConfig]))).toEqual(new Set(values));
  });

  test("a run has a rule for a share of the layers, and one another trust coefficient", () => {
    for (const key of ["layerwiseShare", "trustCoefficient"] as const) {
      expect(configs.some((config) => config[key] !== defaultRunConfig[key])).toBe(true);
    }
  });
});

test("small-cnn-bn has every rule with every warm-up", () => {
  const pairs = configsOf(smallCnnBn).map(({ rule, warmup }) => `${rule} ${warmup}`);
  const wanted = options.rule.flatMap((rule) => options.warmup.map((warmup) => `${rule} ${warmup}`));
  expect(new Set(pairs)).toEqual(new Set(wanted));
});
