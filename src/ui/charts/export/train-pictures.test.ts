/** @file What a chart of the Train view hands to its files: that which is on show. */
import { describe, expect, test } from "vitest";
import { otherRules } from "../../../train/other-rules.ts";
import { madeUpRun } from "../../testing/inspected-run.ts";
import { type ChartView, defaultView } from "../chart-view.ts";
import { barRange } from "../ranges.ts";
import { ema } from "../thin.ts";
import { xAxisOf } from "../x-axis.ts";
import { draw } from "./draw.ts";
import type { ChartPicture } from "./picture.ts";
import type { ChartSource } from "./picture-parts.ts";
import { svgText } from "./svg-file.ts";
import { type ChartKind, pictureOf } from "./train-pictures.ts";

const { plan, store } = madeUpRun({ trainSize: 1280, epochs: 4 });
const names = plan.layers.map(({ name }) => name);
const source: ChartSource = {
  ...{ plan, store, theme: "light", view: defaultView, layer: null, selected: null, ghosts: [] },
  update: store.updateCount - 1,
};

function made<F extends ChartPicture["form"]>(
  kind: ChartKind,
  form: F,
  { view, ...change }: Partial<Omit<ChartSource, "view">> & { view?: Partial<ChartView> } = {},
): ChartPicture & { form: F } {
  const picture = pictureOf(kind, { ...source, ...change, view: { ...defaultView, ...view } });
  if (picture.form !== form) throw new Error(`wanted ${form}, found ${picture.form}`);
  return picture as ChartPicture & { form: F };
}
const textsOf = (picture: ChartPicture) =>
  draw(picture).marks.flatMap((mark) => (mark.kind === "text" ? mark.text : []));

describe("curves", () => {
  test("run along the chosen axis, on the chosen scale", () => {
    const { x, curves, left, table } = made("rates", "curves", { view: { x: "second", scale: "linear" } });
    const along = xAxisOf("second", plan, store);
    expect([x.name, x.domain, left.log]).toEqual(["seconds", [0, along.end], false]);
    expect([...curves[2]!.xs]).toEqual([...store.column("update").map(along.at)]);
    expect(table.header).toEqual(["update", "second", ...names]);
    expect([...table.rows()][7]).toEqual([7, along.at(7), ...names.map((_, k) => store.layerColumn("rate", k)[7])]);
    expect(made("rates", "curves").left.log).toBe(true);
  });

  test("are smoothed, with those as measured faint behind them; the table is as measured", () => {
    const { curves, subtitle, table } = made("gain", "curves", { view: { smoothing: 10 } });
    const count = names.length;
    expect(curves.slice(0, count).map(({ name, opacity }) => [name, opacity! < 0.3])).toEqual(
      names.map(() => [undefined, true]),
    );
    expect(curves[count + 1]).toMatchObject({ name: names[1], ys: ema(store.layerColumn("gain", 1), 10) });
    expect(subtitle).toContain("moving average over 10 updates");
    expect([...table.rows()][5]![2]).toBe(store.layerColumn("gain", 1)[5]);
  });

  test("show what other rules would have set, and the layer that stands out", () => {
    const { curves, rings, subtitle, table } = made("rates", "curves", { ghosts: ["linear"], selected: 3, layer: 3 });
    const name = `Linear for ${names[3]}`;
    const rates = otherRules(plan, store).get("linear")!(3);
    expect(curves.find((curve) => curve.name === name)!.ys).toEqual(rates);
    expect(table.header.at(-1)).toBe(name);
    const strong = curves.filter((curve) => names.includes(curve.name!) && curve.opacity === 1);
    expect(strong).toMatchObject([{ name: names[3], strong: true, width: 3 }]);
    const many = madeUpRun({ model: "resnet8" });
    for (const [run, least, most] of [
      [{ plan, store }, 0.3, 0.5],
      [many, 0.1, 0.2],
    ] as const) {
      const behind = made("gain", "curves", { ...run, layer: 1 }).curves.find((curve) => curve.name !== "whole model");
      expect(behind!.opacity).toBeGreaterThan(least);
      expect(behind!.opacity).toBeLessThan(most);
    }
    expect(rings!.filter(({ opacity }) => opacity === 1).length).toBeLessThanOrEqual(1);
    expect(subtitle).toContain(`${names[3]} stands out`);
  });

  test("of loss and accuracy have the trend, and the table both as measured", () => {
    const { curves, table } = made("loss", "curves", { view: { x: "epoch" } });
    expect(curves.map(({ name }) => name)).toEqual(["training loss", "its trend", "validation accuracy"]);
    const rows = [...table.rows()];
    expect(table.header).toEqual(["update", "epoch", "loss", "validation accuracy"]);
    expect(rows.filter((row) => row[3] !== "").map(([update]) => update)).toEqual(
      store.epochs.map(({ update }) => update - 1),
    );
    expect(rows[3]![2]).toBe(store.column("loss")[3]);
  });
});

describe("where a part of the run is on show", () => {
  const end = store.updateCount - 1;
  const span = [end - 8.5, end - 2] as const;

  test("curves have that part, and the table the whole run", () => {
    const { x, left, table, curves } = made("loss", "curves", { span });
    expect(x.domain).toEqual(span);
    expect([...table.rows()]).toHaveLength(store.updateCount);
    const spike = madeUpRun({ trainSize: 1280, epochs: 4 }).store;
    spike.column("loss")[1] = 9;
    expect(made("loss", "curves", { store: spike }).left.domain[1]).toBeGreaterThan(9);
    expect(made("loss", "curves", { store: spike, span }).left.domain).toEqual(left.domain);
    expect(curves[0]!.ys).toHaveLength(store.updateCount);
  });

  test("a map has its columns from one edge to the other", () => {
    const picture = made("rates", "heat", { view: { mode: "heat" }, span });
    const paths = draw(picture).marks.flatMap((mark) => (mark.kind === "path" && mark.fill ? mark.d : []));
    const lefts = paths.flatMap((d) => [...d.matchAll(/M(\d+) /g)].map(([, left]) => Number(left)));
    expect(new Set(lefts.filter((left) => left < 858)).size).toBe(7); // beyond it is the key
    expect(made("rates", "heat", { view: { mode: "heat" } }).x.domain).toEqual([0, end]);
    expect(textsOf(picture)).toContain(`${end - 8}`);
  });

  test("small multiples have all of it, as on the page", () => {
    expect(made("rates", "multiples", { view: { mode: "multiples" }, span }).x.domain).toEqual([0, end]);
  });
});

test("gains and rates lie in a band with the names of its edges, along the lines", () => {
  const { n } = plan.schedule;
  const [gain, rates] = [made("gain", "curves"), made("rates", "curves")];
  for (const picture of [gain, rates]) {
    expect(draw(picture).marks.some((mark) => mark.kind === "path" && mark.fill === picture.ink.envelope)).toBe(true);
  }
  expect(textsOf(gain)).toEqual(expect.arrayContaining(["1: micro-batches agree", `n = ${n}: nothing in common`]));
  const slanted = draw(rates).marks.flatMap((mark) => (mark.kind === "text" && mark.angle! > 1 ? mark.text : []));
  expect(slanted).toEqual(["ceiling n·η0·d(t)", "floor after warm-up, η0·d(t)"]);
  expect(svgText(draw(rates))).toMatch(/transform="rotate\([\d.]+ [\d.]+ [\d.]+\)"/);
});

test("gains of many micro-batches have powers of 2 beside them, as on the page", () => {
  const many = madeUpRun({ local: 16, trainSize: 4096 }, 3);
  expect(many.plan.schedule.n).toBeGreaterThan(24);
  const ofAxis = textsOf(made("gain", "curves", many)).filter((text) => /^\d+$/.test(text));
  expect(ofAxis.slice(0, 4)).toEqual(["1", "2", "4", "8"]);
  expect(ofAxis).toContain(`${many.plan.schedule.n}`);
  expect(ofAxis).not.toContain("5");
});

test("a heat map has a row and a name for every layer, its colours, and a frame around the chosen one", () => {
  const picture = made("rates", "heat", { view: { mode: "heat" }, layer: 1 });
  expect(picture.rows.map(({ name }) => name)).toEqual(names);
  expect(picture.image.height).toBe(names.length);
  expect(picture.edges).toHaveLength(picture.image.width + 1);
  const { marks } = draw(picture);
  const fills = new Set(marks.flatMap((mark) => (mark.kind === "path" && mark.fill ? mark.fill : [])));
  const [red, green, blue] = picture.image.pixels;
  expect(fills).toContain(`#${((red! << 16) | (green! << 8) | blue!).toString(16).padStart(6, "0")}`);
  expect(marks.some((mark) => mark.kind === "path" && mark.stroke === picture.ink.ink)).toBe(true);
  expect(textsOf(picture)).toEqual(expect.arrayContaining([...names, "updates", "0.02"]));
});

test("small multiples have a chart and numbers for every module, and fade those not chosen", () => {
  const picture = made("rates", "multiples", { view: { mode: "multiples" }, layer: 0 });
  expect(picture.cells.map(({ name }) => name)).toEqual(["conv1", "bn1", "conv2", "bn2", "fc"]);
  const faded = picture.cells.map(({ curves }) => curves.filter(({ opacity }) => (opacity ?? 1) < 1).length);
  expect(faded).toEqual([0, 2, 1, 2, 2]);
  expect(textsOf(picture).filter((text) => text === "0.01")).toHaveLength(5);
});

test("small multiples say whose number stands over a chart, and over which there is one: all", () => {
  const deep = madeUpRun({ model: "resnet8" }, 5);
  const picture = made("rates", "multiples", { ...deep, update: 3, view: { mode: "multiples" } });
  expect(picture.subtitle).toMatch(/ · numbers: weight or scale, at update 3$/);
  const numbers = picture.cells.map(({ value }) => value);
  expect(numbers.length).toBeGreaterThan(15);
  const texts = textsOf(picture);
  for (const number of numbers) expect(texts).toContain(number);
  const over = texts.filter((text) => numbers.includes(text));
  expect(over.length).toBeGreaterThanOrEqual(numbers.length);
});

test("the network is as it was at the update on show: levels of rates, and how far each warm-up is", () => {
  const update = store.updateCount - 2;
  const picture = made("network", "lanes", { update });
  const column = (metric: "rate" | "warmup") => names.map((_, k) => store.layerColumn(metric, k)[update]!);
  expect([...picture.table.rows()].map((row) => [row[0], row[2], row[3]])).toEqual(
    names.map((name, k) => [name, column("rate")[k], column("warmup")[k]]),
  );
  const byRate = (values: readonly number[]) => names.map((_, k) => k).toSorted((a, b) => values[a]! - values[b]!);
  expect(byRate(picture.lanes.map(({ share }) => share))).toEqual(byRate(column("rate")));
  expect(picture.lanes[0]!.words).toMatch(/^[\d.e-]+, w \d+%$/);
  const { floor, ceiling } = plan;
  expect(barRange(plan, update)).toEqual([floor(update) / 3, ceiling(update)]);
});

test("a warm-up race is as it was at the update on show", () => {
  const [early, late] = [2, store.updateCount - 1].map((update) => made("race", "lanes", { update }));
  expect(early!.lanes.map(({ share }) => share)).toEqual(names.map((_, k) => store.layerColumn("warmup", k)[2]));
  expect(early!.lanes.every(({ words }) => words === "")).toBe(true);
  expect(late!.lanes.some(({ words }) => /^update \d+$/.test(words))).toBe(true);
  const [, row] = [...early!.table.rows()];
  expect(row).toEqual([
    names[1],
    2,
    store.layerColumn("warmup", 1)[2],
    store.layerColumn("state", 1)[2],
    plan.schedule.threshold,
    "",
  ]);
});
