/** @file "Why this rate?" in a real browser: its numbers are the store's, and its switches say what they want. */
import { afterEach, expect, test, vi } from "vitest";
import { explainRate } from "../../train/explain.ts";
import { otherRules } from "../../train/other-rules.ts";
import { formatNumber } from "../format.ts";
import { type MadeUpRun, madeUpRun } from "../testing/inspected-run.ts";
import { mount, pageText } from "../testing/mount.ts";
import "./why-panel.ts";
import type { WhyPanel } from "./why-panel.ts";

afterEach(() => document.body.replaceChildren());

async function show(run: MadeUpRun, rest: Partial<WhyPanel> = {}): Promise<WhyPanel> {
  return mount(Object.assign(document.createElement("lena-why-panel"), { ...run, ...rest }));
}
const equation = (panel: WhyPanel) => panel.renderRoot.querySelector(".equation")!;
const buttons = (panel: WhyPanel) => [...panel.renderRoot.querySelectorAll("button")];

test.each([
  [0, 0],
  [3, 41],
  [7, 137],
])("layer %i at update %i: every number of the equation is the store's", async (layer, at) => {
  const run = madeUpRun();
  const panel = await show(run, { layer, at });
  const of = (metric: "rate" | "gain" | "warmup") => formatNumber(run.store.layerColumn(metric, layer)[at]);
  const decay = formatNumber(run.store.column("decay")[at]);
  expect(equation(panel).getAttribute("aria-label")).toBe(
    `rate ${of("rate")} = base rate 0.02 × gain ${of("gain")} × warm-up ${of("warmup")} × decay ${decay}`,
  );
  const numbers = [...equation(panel).querySelectorAll("b")].map((term) => Number(term.textContent));
  const [rate, ...factors] = numbers;
  expect(factors.reduce((product, factor) => product * factor, 1) / rate!).toBeCloseTo(1, 1);
  expect(pageText()).toContain(`${run.plan.layers[layer]!.name}update ${at}`);
  expect(pageText()).toContain(explainRate(run.plan, run.store, layer, at).sentence);
});

test("gain and warm-up are taken apart: A and C, S and θ", async () => {
  const run = madeUpRun();
  await show(run, { layer: 2, at: 20 });
  const { numerator, denominator, state, threshold } = explainRate(run.plan, run.store, 2, 20);
  expect(pageText()).toContain(`= (${formatNumber(numerator)} + ε) / (${formatNumber(denominator)} + ε)`);
  expect(pageText()).toContain(`min(1, ${formatNumber(state)} / ${formatNumber(threshold)})`);
});

test("null, and an update that is not there yet, are the newest", async () => {
  const run = madeUpRun({}, 30);
  const panel = await show(run);
  expect(pageText()).toContain("conv1.weightupdate 29");
  panel.at = 99;
  await panel.updateComplete;
  expect(pageText()).toContain("update 29");
});

test.each([
  ["linear", "none", "G = n = 8.00"],
  ["lars", "fixed", "the same for every layer"],
  ["adascale", "state-aware", "of the whole model"],
] as const)("%s with warm-up %s has its own formula", async (rule, warmup, words) => {
  await show(madeUpRun({ rule, warmup }), { at: 50 });
  expect(pageText()).toContain(words);
  expect(pageText().includes("Warm-up w")).toBe(warmup !== "none");
});

test("the other rules' rates stand on switches, and what is switched on is told", async () => {
  const run = madeUpRun();
  const panel = await show(run, { layer: 1, at: 60 });
  const told = vi.fn();
  panel.addEventListener("ghosts-changed", ({ detail }) => told(detail.rules));
  expect(buttons(panel).map((button) => button.textContent!.trim().split(/\s{2,}/)[0])).toHaveLength(5);
  const linear = buttons(panel).find((button) => button.textContent!.includes("Linear"))!;
  expect(linear.textContent).toContain(formatNumber(otherRules(run.plan, run.store).get("linear")!(1)[60]));
  linear.click();
  buttons(panel).at(-1)!.click();
  linear.click();
  expect(told.mock.calls).toEqual([[["linear"]], [["linear", "none"]], [["none"]]]);
  await panel.updateComplete;
  expect(buttons(panel).map((button) => button.ariaPressed)).toEqual(["false", "false", "false", "false", "true"]);
});

test("it says that a state-aware warm-up is each rule's own, which may lead below the floor", async () => {
  const panel = await show(madeUpRun(), { at: 60 });
  expect(pageText()).toContain("From the same measured norms, each with a warm-up driven by its own gains, and");
  panel.plan = madeUpRun({ warmup: "fixed" }).plan;
  await vi.waitFor(() => expect(pageText()).toContain("From the same measured norms, and how many times"));
});

test("while the chart has no place for other rules, their switches are off duty and it is said why", async () => {
  const panel = await show(madeUpRun(), { ghosts: ["linear"], drawable: false });
  expect(buttons(panel).map((button) => button.disabled)).toEqual(Array(5).fill(true));
  expect(pageText()).toContain("when the rate chart shows curves");
  panel.drawable = true;
  await panel.updateComplete;
  expect(buttons(panel).map((button) => button.disabled)).toEqual(Array(5).fill(false));
});

test("before a run the equation has its one known number", async () => {
  const { plan } = madeUpRun({ baseRate: 0.05 }, 1);
  const panel = await mount(Object.assign(document.createElement("lena-why-panel"), { plan }));
  expect(equation(panel).getAttribute("aria-label")).toBe("rate – = base rate 0.05 × gain – × warm-up – × decay –");
});

test("off screen it waits, and catches up when it comes near", async () => {
  const run = madeUpRun({}, 30);
  const panel = await show(run, { at: 10 });
  panel.style.marginTop = "9000px";
  const rendered = vi.spyOn(panel, "render");
  await vi.waitFor(async () => {
    panel.at = panel.at === 11 ? 12 : 11;
    rendered.mockClear();
    await panel.updateComplete;
    expect(rendered).not.toHaveBeenCalled();
  });
  panel.at = 20;
  panel.scrollIntoView();
  await vi.waitFor(() => expect(pageText()).toContain("update 20"));
});
