/** Does docs/adding-a-rule.md work? Its code blocks are imported from the places that it names. */
import { expect } from "vitest";
import { test } from "../gpu/testing.ts";
import { mismatches } from "./kernel-testing.ts";
import type { RateRule } from "./rate-rule.ts";
import { testSettings } from "./testing.ts";

test("the rule of the page is in the registry and follows its twin", async ({ executor }) => {
  const documented = "./registry.documented.ts"; // no such file: scripts/documented-files.mjs makes it of the page
  const { rateRules } = (await import(/* @vite-ignore */ documented)) as { rateRules: Record<string, RateRule> };
  const rule = rateRules["cube-root"]!;
  expect(rule.id).toBe("cube-root");
  expect(rule.gain({ n: 8 } as Parameters<RateRule["gain"]>[0])).toBeCloseTo(2, 12);
  expect(await mismatches(executor, testSettings({ rule }))).toEqual([]);
});
