/** @file The forms of the rate chart and the axes of all charts, in a real browser. */
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { dragOver } from "../testing/drag.ts";
import { button, drawn, findAll, mountApp, pageText } from "../testing/mount.ts";
import { plotOf as plotOfCell } from "./small-cells.ts";

afterEach(() => document.body.replaceChildren());

const status = () => findAll(document, "[role=status]")[0]!.textContent;
const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

const inside = (tag: string) => findAll(document, tag)[0]!.shadowRoot!;

async function finishedRun() {
  const { sessions } = await mountApp({ updateMs: 0 });
  button("Train").click();
  await until(() => expect(status()).toBe("Finished"));
  await drawn();
  return sessions[0]!;
}

function choose(name: string): void {
  const label = [...inside("lena-chart-toolbar").querySelectorAll("label")].find(
    (each) => each.textContent?.trim() === name,
  );
  label!.querySelector("input")!.click();
}

function along(unit: string): void {
  const select = inside("lena-chart-toolbar").querySelector("select")!;
  select.value = unit;
  select.dispatchEvent(new Event("change"));
}

/** Colour of a chart at a share of its plot's width and height. */
function colourAt(tag: string, x: number, y: number): number[] {
  const canvas = inside(tag).querySelector("canvas")!;
  const [whole, plot] = [canvas, plotOf(tag)].map((element) => element.getBoundingClientRect()) as [DOMRect, DOMRect];
  const left = (plot.left - whole.left + x * plot.width) * devicePixelRatio;
  const top = (plot.top - whole.top + y * plot.height) * devicePixelRatio;
  return [...canvas.getContext("2d")!.getImageData(left, top, 1, 1).data];
}

/** In so many pixels from the left, or in all. */
function inked(tag: string, width = Number.POSITIVE_INFINITY): number {
  const canvas = inside(tag).querySelector("canvas")!;
  const seen = Math.min(canvas.width, Math.floor(width * devicePixelRatio));
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, seen, canvas.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]! > 40) count++;
  return count;
}

const plotOf = (tag: string) => inside(tag).querySelector<HTMLElement>(".u-over")!;

function pointAt(tag: string, x: number, y: number): void {
  const { left, top, width, height } = plotOf(tag).getBoundingClientRect();
  const at = { clientX: left + x * width, clientY: top + y * height, bubbles: true };
  inside(tag).querySelector(".plot")!.dispatchEvent(new MouseEvent("mouseenter"));
  plotOf(tag).dispatchEvent(new MouseEvent("mouseenter", at));
  plotOf(tag).dispatchEvent(new MouseEvent("mousemove", at));
}

test("the heat map has a row for every layer, darker where the rate is higher, and points at layers", async () => {
  await finishedRun();
  choose("Heat map");
  await until(() => expect(colourAt("lena-heat-chart", 0.5, 0.4)[3]).toBe(255));
  const lightness = (x: number) =>
    colourAt("lena-heat-chart", x, 0.08)
      .slice(0, 3)
      .reduce((a, b) => a + b);
  expect(lightness(0.3)).toBeLessThan(lightness(0.9)); // the rate falls over the run, and the ramp goes dark
  pointAt("lena-heat-chart", 0.5, 0.97);
  await until(() => expect(inside("lena-network-strip").querySelectorAll("button")[7]!.className).toBe("on"));
  await until(() => expect(pageText()).toMatch(/update (68|69), epoch 2/));
});

test("small multiples draw a chart for every module; curves come back", async () => {
  await finishedRun();
  choose("Small multiples");
  await until(() => expect(inked("lena-multiples-chart")).toBeGreaterThan(2000));
  const whole = inked("lena-multiples-chart");
  const { left } = plotOfCell({ left: 0, top: 0, width: 200, height: 100 });
  const names = 2 * 5 * 60; // of two rows, what five letters have at most
  expect(inked("lena-multiples-chart", left)).toBeGreaterThan(names); // the numbers beside the plots
  inside("lena-network-strip").querySelectorAll("button")[0]!.click();
  await until(() => expect(inked("lena-multiples-chart")).toBeLessThan(whole)); // the others are faded
  choose("Curves");
  await until(() => expect(inked("lena-rates-chart")).toBeGreaterThan(2000));
  expect(findAll(document, "lena-multiples-chart")).toHaveLength(0);
});

test("small multiples are read with the keys as any chart is", async () => {
  await finishedRun();
  choose("Small multiples");
  await until(() => expect(inked("lena-multiples-chart")).toBeGreaterThan(2000));
  const canvas = inside("lena-multiples-chart").querySelector("canvas")!;
  const newest = Number(canvas.getAttribute("aria-valuemax"));
  const press = (key: string) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  const reads = (update: number) =>
    until(() => {
      expect(canvas.getAttribute("aria-valuenow")).toBe(`${update}`);
      expect(pageText()).toContain(`update ${update}, epoch`);
    });
  press("ArrowLeft");
  await reads(newest - 1);
  press("PageDown");
  await reads(newest - 11);
  press("Home");
  await reads(0);
  press("Escape");
  await reads(newest);
});

test("log and linear axes put the same rates at different heights", async () => {
  await finishedRun();
  await until(() => expect(inked("lena-rates-chart")).toBeGreaterThan(2000));
  const picture = () => inside("lena-rates-chart").querySelector("canvas")!.toDataURL();
  const log = picture();
  choose("Linear");
  await until(() => expect(picture()).not.toBe(log));
  choose("Log");
  await until(() => expect(picture()).toBe(log));
});

test("a part of the run fills the height of the charts, until a button shows the whole again", async () => {
  await finishedRun();
  const chart = findAll(document, "lena-loss-chart")[0]!;
  chart.scrollIntoView({ block: "center" });
  await until(() => expect(inked("lena-loss-chart")).toBeGreaterThan(500));
  await drawn();
  /** Pixels of the loss above the middle, away from the axes: it is high at the start alone. */
  const high = () => {
    const canvas = inside("lena-loss-chart").querySelector("canvas")!;
    const { width, height } = canvas;
    const [left, right] = [Math.round(0.4 * width), Math.round(0.8 * width)];
    const { data } = canvas.getContext("2d")!.getImageData(left, 0, right - left, Math.round(0.4 * height));
    return data.filter((alpha, i) => i % 4 === 3 && alpha > 200 && Math.max(...data.subarray(i - 3, i)) < 80).length;
  };
  const buttons = () => findAll(document, ".whole-run");
  const whole = high();
  expect(buttons()).toEqual([]);
  await dragOver(chart, 0.5, 0.75);
  await until(() => expect(high()).toBeGreaterThan(whole + 50));
  await until(() => expect(buttons().map(({ textContent }) => textContent)).toContain("Whole run"));
  inside("lena-loss-chart").querySelector<HTMLElement>(".whole-run")!.click();
  await until(() => expect(high()).toBe(whole));
  await until(() => expect(buttons()).toEqual([]));
  expect(inside("lena-loss-chart").activeElement?.className).toBe("plot");
});

test.each(["epoch", "image", "second"])("along %ss the cursor is at the same update in every chart", async (unit) => {
  await finishedRun();
  await page.viewport(1400, 1800); // both in sight: what is far away is not drawn
  const charts = ["lena-rates-chart", "lena-gain-chart"];
  await until(() => expect(charts.map(plotOf)).not.toContain(null));
  const before = charts.map(plotOf);
  along(unit);
  await until(() => expect(charts.filter((tag, i) => plotOf(tag) === before[i])).toEqual([]));
  pointAt("lena-rates-chart", 0.5, 0.5);
  await until(() => expect(pageText()).toMatch(/update 6[6-9], epoch 2/));
  const cursor = (tag: string) =>
    new DOMMatrix(getComputedStyle(inside(tag).querySelector(".u-cursor-x")!).transform).e;
  await until(() => {
    const share = cursor("lena-gain-chart") / plotOf("lena-gain-chart").clientWidth;
    expect(share).toBeCloseTo(0.5, 1);
  });
});

test("smoothing lays a calm curve over the measured one, and neither goes for the heat map", async () => {
  await finishedRun();
  await until(() => expect(inked("lena-rates-chart")).toBeGreaterThan(2000));
  const slider = inside("lena-chart-toolbar").querySelector<HTMLInputElement>('input[type="range"]')!;
  const before = inside("lena-rates-chart").querySelector("canvas")!.toDataURL();
  slider.value = "3";
  slider.dispatchEvent(new Event("input"));
  await until(() => expect(slider.getAttribute("aria-valuetext")).toBe("over 20 updates"));
  await until(() => expect(inside("lena-rates-chart").querySelector("canvas")!.toDataURL()).not.toBe(before));
  choose("Heat map");
  await until(() => expect(slider.disabled).toBe(true));
});
