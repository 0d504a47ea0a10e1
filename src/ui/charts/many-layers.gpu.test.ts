/** @file Network strip, warm-up race, small multiples and legend of a network with 29 layers, in a real browser. */
import { afterEach, expect, test, vi } from "vitest";
import { madeUpRun } from "../testing/inspected-run.ts";
import { mount } from "../testing/mount.ts";
import { blocksOf, modulesOf } from "./modules.ts";
import "../page.css";
import "./gain-chart.ts";
import "./layer-legend.ts";
import "./multiples-chart.ts";
import "./network-strip.ts";
import { layerStyles } from "./palette.ts";
import "./rates-chart.ts";
import "./warmup-race.ts";

afterEach(() => document.body.replaceChildren());

async function show<K extends "lena-network-strip" | "lena-warmup-race">(tag: K, width: number) {
  const run = madeUpRun({ model: "resnet8" });
  const element = await mount(Object.assign(document.createElement(tag), { ...run, theme: "light" }));
  element.style.width = `${width}px`;
  return { ...run, root: element.renderRoot };
}
const isSeen = (part: Element) => part.getClientRects().length > 0;

test.each([
  [1104, false],
  [1700, true],
])(
  "in %i pixels modules have their names above their layers, blocks above those; rates stand whole where they fit: %s",
  async (width, fits) => {
    const { root, plan } = await show("lena-network-strip", width);
    const blocks = blocksOf(modulesOf(plan.layers));
    const named = blocks.filter(({ name }) => name);
    expect(named.map(({ name }) => name)).toEqual(["layer1.0", "layer2.0", "layer3.0"]);
    expect([...root.querySelectorAll(".title")].map((title) => title.textContent)).toEqual(
      named.map(({ name }) => name),
    );
    const names = [...root.querySelectorAll(".name")];
    expect(names.map((name) => name.textContent)).toEqual(blocks.flatMap(({ parts }) => parts.map(({ name }) => name)));
    const top = root.querySelector("button")!.getBoundingClientRect().top;
    const edge = root.querySelector(".strip")!.getBoundingClientRect().top;
    for (const name of names) {
      const box = name.getBoundingClientRect();
      expect(box.top).toBeGreaterThanOrEqual(edge);
      expect(box.top).toBeLessThan(top);
    }
    const [whole, short] = [".rate", ".short"].map((kind) => [...root.querySelectorAll(kind)]);
    expect(whole!.map(isSeen)).toEqual(whole!.map(() => fits));
    expect(short!.map(isSeen)).toEqual(short!.map(() => !fits));
    for (const rate of [...whole!, ...short!].filter(isSeen))
      expect(rate.scrollWidth).toBeLessThanOrEqual(rate.parentElement!.clientWidth);
  },
);

test.each([
  [600, true],
  [300, false],
])(
  "in %i pixels a lane has the update at which its warm-up ended, its mark, and its name; whole where there is room: %s",
  async (width, fits) => {
    const { root, plan } = await show("lena-warmup-race", width);
    expect([...root.querySelectorAll(".whole")].map(isSeen)).toEqual(plan.layers.map(() => fits));
    const seen = [...root.querySelectorAll(".short")].filter((name) => name.textContent).map(isSeen);
    expect(seen).toEqual(modulesOf(plan.layers).map(() => !fits));
    const lanes = [...root.querySelectorAll("g")].map((lane) => lane.getBoundingClientRect().top);
    expect([...root.querySelectorAll("li")].map((name) => name.getBoundingClientRect().top)).toEqual(
      lanes.map((top) => expect.closeTo(top, 0)),
    );
    const marks = new Set(plan.layers.map(({ role }) => role)).size;
    expect(new Set([...root.querySelectorAll("path")].map((mark) => mark.getAttribute("d"))).size).toBe(marks);
    expect(root.querySelector(".heading")!.textContent).toBe("ended at update");
    const numbers = [...root.querySelectorAll("text")].map((text) => Number(text.textContent));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.every(Number.isInteger)).toBe(true);
  },
);

test.each(["lena-rates-chart", "lena-gain-chart"] as const)(
  "in %s the layer that stands out is over the others, wider, and they are far behind it",
  async (tag) => {
    const run = madeUpRun({ model: "resnet8" });
    const chart = await mount(Object.assign(document.createElement(tag), { ...run, theme: "light" }));
    const [first, last] = [0, run.plan.layers.length - 1].map((k) => layerStyles(run.plan.layers, "light")[k]!.colour);
    const pixels = (colour: string) => {
      const canvas = chart.renderRoot.querySelector("canvas")!;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (wanted.every((part, c) => data[i + c] === part)) count++;
      return count;
    };
    await vi.waitFor(() => expect(pixels(last!)).toBeGreaterThan(50));
    const before = pixels(first!);
    chart.highlight = 0;
    await vi.waitFor(() => expect(pixels(last!)).toBe(0));
    expect(pixels(first!)).toBeGreaterThan(2 * before);
    expect(pixels(first!)).toBeGreaterThan(chart.clientWidth);
  },
);

test("small multiples are as high as their cells need, and no higher when drawn again", async () => {
  const run = madeUpRun({ model: "resnet8" });
  const chart = await mount(Object.assign(document.createElement("lena-multiples-chart"), run));
  chart.style.width = "680px";
  chart.style.setProperty("--chart-height", "360px");
  await vi.waitFor(() => expect(chart.clientHeight).toBeGreaterThan(360));
  const height = chart.clientHeight;
  expect(chart.renderRoot.querySelector("canvas")!.clientHeight).toBe(height);
  chart.revision++;
  await chart.updateComplete;
  expect(chart.clientHeight).toBe(height);
});

test("the rows of the legend are as high as the page cuts it", async () => {
  const { plan } = madeUpRun({ model: "resnet8" }, 1);
  const legend = Object.assign(document.createElement("lena-layer-legend"), { layers: plan.layers });
  const { renderRoot } = await mount(legend);
  const rows = [...renderRoot.querySelectorAll("tbody tr")];
  expect(rows[0]!.getBoundingClientRect().top - legend.getBoundingClientRect().top).toBe(22.5);
  expect(rows[10]!.getBoundingClientRect().top - rows[0]!.getBoundingClientRect().top).toBe(270);
});
