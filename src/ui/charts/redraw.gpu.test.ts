/** @file How often a chart is drawn while numbers and a pointer are faster than any eye. */
import { afterEach, expect, test, vi } from "vitest";
import { madeUpRun } from "../testing/inspected-run.ts";
import { mount } from "../testing/mount.ts";
import "../page.css";
import "./gain-chart.ts";
import "./heat-chart.ts";
import "./loss-chart.ts";
import "./multiples-chart.ts";
import "./rates-chart.ts";

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const SECOND = 1000;

test.each(["lena-rates-chart", "lena-gain-chart", "lena-loss-chart", "lena-heat-chart"] as const)(
  "%s is drawn at most ten times a second, and as the last number has it",
  async (tag) => {
    const { plan, store } = madeUpRun();
    const chart = await mount(Object.assign(document.createElement(tag), { plan, store }));
    const over = await vi.waitFor(() => {
      const plot = chart.renderRoot.querySelector<HTMLElement>(".u-over");
      expect(plot?.clientWidth).toBeGreaterThan(100);
      return plot!;
    });
    const { left, top, width, height } = over.getBoundingClientRect();
    chart.addEventListener("layer-highlighted", ({ detail }) => {
      chart.highlight = detail.layer;
    });
    chart.renderRoot.querySelector(".plot")!.dispatchEvent(new MouseEvent("mouseenter"));
    over.dispatchEvent(new MouseEvent("mouseenter", { clientX: left, clientY: top }));
    const drawn: number[] = [];
    vi.spyOn(CanvasRenderingContext2D.prototype, "clearRect").mockImplementation(() => drawn.push(performance.now()));
    const start = performance.now();
    let fed = start;
    const layers = new Set<number | null>();
    for (let i = 0; performance.now() < start + SECOND; i++) {
      const at = { clientX: left + ((i * 37) % width), clientY: top + ((i * 23) % height), bubbles: true };
      over.dispatchEvent(new MouseEvent("mousemove", at));
      layers.add(chart.highlight);
      chart.revision++;
      fed = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect(layers.size > 2).toBe(tag !== "lena-loss-chart"); // it has no layers to point at
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn.length).toBeLessThanOrEqual(1 + Math.ceil((fed - start) / 100));
    await vi.waitFor(() => expect(drawn.at(-1)).toBeGreaterThan(fed));
  },
);

test("small multiples are drawn at most ten times a second under a fast pointer, and as it last was", async () => {
  const { plan, store } = madeUpRun();
  const chart = await mount(Object.assign(document.createElement("lena-multiples-chart"), { plan, store }));
  const canvas = chart.renderRoot.querySelector("canvas")!;
  await vi.waitFor(() => expect(canvas.clientHeight).toBeGreaterThan(50));
  chart.addEventListener("cursor-moved", ({ detail }) => {
    chart.cursor = detail.update;
  });
  const { left, top, width } = canvas.getBoundingClientRect();
  const drawn: number[] = [];
  vi.spyOn(CanvasRenderingContext2D.prototype, "clearRect").mockImplementation(() => drawn.push(performance.now()));
  const start = performance.now();
  let moved = start;
  const updates = new Set<number | null>();
  for (let i = 0; performance.now() < start + SECOND; i++) {
    canvas.dispatchEvent(new MouseEvent("mousemove", { clientX: left + ((i * 37) % width), clientY: top + 30 }));
    updates.add(chart.cursor);
    moved = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  expect(updates.size).toBeGreaterThan(10);
  expect(drawn.length).toBeGreaterThan(1);
  expect(drawn.length).toBeLessThanOrEqual(1 + Math.ceil((moved - start) / 100));
  await vi.waitFor(() => expect(drawn.at(-1)).toBeGreaterThan(moved));
});
