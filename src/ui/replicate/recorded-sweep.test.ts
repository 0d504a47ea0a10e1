import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { planSweep } from "../../sweep/plan.ts";
import { presetIds } from "../../sweep/sweep.ts";
import { readRecordedSweep } from "./recorded-sweep.ts";

interface Content {
  results: { key: string; productVersion: string; config: { alpha: number }; epochs: { accuracy: number }[] }[];
}

const bytesOf = (name: string) => new Uint8Array(readFileSync(`public/recorded/${name}`));
const asStored = (name: string) => Promise.resolve(bytesOf(name));

test.each(presetIds)("what comes with the page has every run of %s, and more than one seed", async (preset) => {
  const { sweep, results, overlap } = await readRecordedSweep(asStored, preset, "small");
  expect(results.map(({ key }) => key)).toEqual(planSweep(sweep).runs.map(({ key }) => key));
  expect(sweep.seeds.length).toBeGreaterThanOrEqual(3);
  expect(overlap).toEqual({ compared: 24_192, shared: 0 });
  expect(results.every(({ outcome }) => outcome !== "failed")).toBe(true);
});

test.each<[string, (content: Content) => unknown, RegExp]>([
  ["a run that is missing", (content) => content.results.pop(), /found nothing of /],
  ["a run of another version", (content) => (content.results[0]!.productVersion = "0.0.1"), /another .* version of /],
  ["a run of another configuration", (content) => (content.results[0]!.config.alpha = 0.3), /another configuration/],
  ["an accuracy above 1", (content) => (content.results[0]!.epochs[0]!.accuracy = 7), /found .*1/],
])("%s is refused, with the file's name", async (_, change, found) => {
  const content = JSON.parse(new TextDecoder().decode(bytesOf("table1-small.json"))) as Content;
  change(content);
  const changed = new TextEncoder().encode(JSON.stringify(content));
  const opened = readRecordedSweep(() => Promise.resolve(changed), "table1", "small");
  await expect(opened).rejects.toThrow(/recorded\/table1-small\.json: wanted the results of every run/);
  await expect(opened).rejects.toThrow(found);
});

test("half a file is refused, with the file's name", async () => {
  const half = bytesOf("table1-small.json").subarray(0, 1000);
  const opened = readRecordedSweep(() => Promise.resolve(half), "table1", "small");
  await expect(opened).rejects.toThrow(/recorded\/table1-small\.json/);
});
