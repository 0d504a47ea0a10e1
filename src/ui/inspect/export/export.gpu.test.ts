/** @file The files of the inspector's panels in a real browser: each is asked for by its button, parses, and is what is on show. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chartInk } from "../../../core/palette.ts";
import { COORDINATOR_COSTS, WORKER_COSTS } from "../../../train/costs.ts";
import { layerStyles } from "../../charts/palette.ts";
import { type MadeUpRun, madeUpRun } from "../../testing/inspected-run.ts";
import { findAll, mount, pageText } from "../../testing/mount.ts";
import { catchSavedFiles, rowsOfCsv, type SavedFile, saveAs, svgOf } from "../../testing/saved-files.ts";
import "../agreement-panel.ts";
import "../filters-panel.ts";
import "../lanes-panel.ts";
import "../predictions-panel.ts";
import { newestUpTo } from "../up-to.ts";

let saved: SavedFile[];
beforeEach(() => {
  saved = catchSavedFiles();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const run = madeUpRun();
const { plan, store } = run;
const names = plan.layers.map(({ name }) => name);

type Tag = "lena-predictions-panel" | "lena-filters-panel" | "lena-lanes-panel" | "lena-agreement-panel";
const show = <T extends Tag>(tag: T, rest: Partial<HTMLElementTagNameMap[T]> = {}, of: MadeUpRun = run) =>
  mount(Object.assign(document.createElement(tag), { ...of, ...rest }));
const menu = (panel: HTMLElement, part: string) =>
  findAll(panel.shadowRoot!, "lena-export-menu").find((found) => found.getAttribute("name")!.endsWith(part))!;
const numbers = (rows: string[][], column: number) => rows.map((row) => Number(row[column]));

async function csvOf(panel: HTMLElement, part: string) {
  const [header, ...rows] = await rowsOfCsv(await saveAs(menu(panel, part), "CSV", saved));
  return { header, rows };
}

/** Both drawings: the PNG has the SVG's size and the theme's ground, and is not empty. */
async function drawnOf(panel: HTMLElement, part: string, theme: "light" | "dark" = "light") {
  const svg = await svgOf(await saveAs(menu(panel, part), "SVG", saved));
  expect(svg.text).not.toMatch(/NaN|Infinity|undefined|style=/);
  const png = await createImageBitmap((await saveAs(menu(panel, part), "PNG", saved)).blob);
  expect([png.width, png.height]).toEqual(svg.size.map((length) => 2 * length));
  const data = pixelsOf(png);
  const ground = chartInk[theme].panel.match(/\w\w/g)!.map((hex) => Number.parseInt(hex, 16));
  expect([...data.slice(0, 4)]).toEqual([...ground, 255]);
  expect(data.filter((value, i) => i % 4 < 3 && value !== ground[i % 4]).length / data.length).toBeGreaterThan(0.005);
  const { documentElement } = new DOMParser().parseFromString(svg.text, "image/svg+xml");
  const images = [...documentElement.querySelectorAll("image")].map((image) => image.getAttribute("href")!);
  const fills = new Set([...documentElement.querySelectorAll("path")].map((path) => path.getAttribute("fill")));
  return { ...svg, images, fills };
}

function pixelsOf(image: ImageBitmap): Uint8ClampedArray {
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}
const decoded = async (address: string) => pixelsOf(await createImageBitmap(await (await fetch(address)).blob()));

test("agreement: norms and cosines of every worker and layer, and the arrows of the layer on show", async () => {
  const panel = await show("lena-agreement-panel", { layer: 2, at: 61, theme: "dark" });
  const row = newestUpTo(store.agreements, 61, ({ update }) => update)!;
  const { header, rows } = await csvOf(panel, "agreement");
  expect(header).toEqual(["worker", "layer", "update", "norm", "cosine"]);
  expect(rows.map(([worker, layer]) => `${worker} ${layer}`)).toEqual(
    [0, 1, 2, 3].flatMap((rank) => names.map((name) => `${rank} ${name}`)),
  );
  expect(Float32Array.from(numbers(rows, 3))).toEqual(row.norm);
  expect(Float32Array.from(numbers(rows, 4))).toEqual(row.cosine);
  const { text, texts, fills } = await drawnOf(panel, "agreement", "dark");
  expect(texts).toEqual(expect.arrayContaining(["Do the workers agree?", "all agree", ...names]));
  expect(texts.join(" ")).toContain(`${names[2]} at update ${row.update}`);
  expect(text.match(/[^>]*font-weight="600"[^>]*>[^<]*(?=<)/g)!.join()).toContain(`>${names[2]}`);
  expect(fills).toContain(layerStyles(plan.layers, "dark")[2]!.colour);
});

test("agreement: behind it a table with the mean cosine of every layer", async () => {
  const panel = await show("lena-agreement-panel", { at: 61 });
  const table = panel.shadowRoot!.querySelector("lena-data-table")!.shadowRoot!;
  table.querySelector("summary")!.click();
  await vi.waitFor(() => expect(table.querySelectorAll("tbody tr")).toHaveLength(names.length));
  const { cosine } = newestUpTo(store.agreements, 61, ({ update }) => update)!;
  const mean = [0, 1, 2, 3].reduce((sum, rank) => sum + cosine[rank * names.length + 1]! / 4, 0);
  expect(table.querySelectorAll("tbody tr")[1]!.textContent).toContain(`${names[1]}${mean.toFixed(3)}`);
});

test("filters: every weight, or what changed of it, as it is on show", async () => {
  const panel = await show("lena-filters-panel", { at: 60 });
  const row = newestUpTo(store.snapshots, 61, ({ updates }) => updates)!;
  const weights = await csvOf(panel, "filters");
  expect(weights.header).toEqual(["filter", "channel", "row", "column", "weight"]);
  expect(Float32Array.from(numbers(weights.rows, 4))).toEqual(row.filters);
  const [count = 0, , height = 0, width = 0] = row.filterShape;
  const last = [count - 1, 0, height - 1, width - 1].map(String);
  expect(weights.rows.at(-1)!.slice(0, 4)).toEqual(last);
  const { images, texts } = await drawnOf(panel, "filters");
  expect(texts.join(" ")).toContain(`${count} filters of ${height} × ${width} · after update ${row.updates - 1}`);
  const weightImage = await decoded(images[0]!);
  panel.renderRoot.querySelectorAll("button")[1]!.click();
  await panel.updateComplete;
  const change = await csvOf(panel, "filters");
  expect(change.header!.at(-1)).toBe("change");
  const [first] = store.snapshots;
  expect(Float32Array.from(numbers(change.rows, 4))).toEqual(row.filters.map((value, i) => value - first!.filters[i]!));
  const changed = await drawnOf(panel, "filters");
  expect(changed.title).toContain("changed");
  expect(await decoded(changed.images[0]!)).not.toEqual(weightImage);
});

test("the confusion matrix: every count, and in the drawing the same numbers", async () => {
  const panel = await show("lena-predictions-panel", { at: 60, theme: "dark" });
  const { confusion } = store.epochs[0]!.predictions!;
  const { header, rows } = await csvOf(panel, "confusion");
  expect(header).toEqual(["label", "predicted", "count"]);
  expect(rows[61]!.slice(0, 2)).toEqual(["Shirt", "Trouser"]);
  expect(Uint32Array.from(numbers(rows, 2))).toEqual(confusion);
  const { texts, fills } = await drawnOf(panel, "confusion", "dark");
  expect(texts).toEqual(
    expect.arrayContaining([...Array.from(confusion.subarray(60, 65), (n) => (n ? `${n}` : "·")), "Shirt"]),
  );
  expect(fills).toEqual(new Set([chartInk.dark.ink, chartInk.dark.accent]));
});

test("the worst images: what they are and were taken for, and their pixels", async () => {
  const panel = await show("lena-predictions-panel");
  const { worst } = store.epochs.at(-1)!.predictions!;
  const { header, rows } = await csvOf(panel, "worst");
  expect(header).toEqual(["index", "label", "predicted", "probability", "loss"]);
  expect(rows.map((row) => [row[0], row[4]])).toEqual(worst.map(({ index, loss }) => [`${index}`, `${loss}`]));
  expect(rows[0]!.slice(1, 3)).toEqual(["Pullover", "Shirt"]);
  const { images } = await drawnOf(panel, "worst");
  expect(images).toHaveLength(worst.length);
  const grey = (await decoded(images[5]!)).filter((_, i) => i % 4 === 0);
  expect(grey).toEqual(Uint8ClampedArray.from(worst[5]!.pixels));
});

test("the strip: the probability of every class for every image, and their pixels", async () => {
  const panel = await show("lena-predictions-panel", { at: 60 });
  const row = newestUpTo(store.snapshots, 61, ({ updates }) => updates)!;
  const { header, rows } = await csvOf(panel, "strip");
  expect(header!.slice(0, 4)).toEqual(["image", "label", "predicted", "T-shirt/top"]);
  expect(Float32Array.from(rows.flatMap((cells) => cells.slice(3).map(Number)))).toEqual(row.probabilities);
  const { images } = await drawnOf(panel, "strip");
  expect(images).toHaveLength(16);
  const { pixels } = store.strip!;
  const grey = (await decoded(images[3]!)).filter((_, i) => i % 4 === 0);
  expect(grey).toEqual(Uint8ClampedArray.from(pixels.subarray(3 * 784, 4 * 784)));
});

test("before there are predictions there is nothing to save, and the tables are empty", async () => {
  const panel = await show("lena-predictions-panel", { store: undefined });
  const menus = findAll(panel.shadowRoot!, "lena-export-menu");
  expect(menus).toHaveLength(3);
  for (const { shadowRoot } of menus) expect(shadowRoot!.querySelectorAll("button:not(:disabled)")).toHaveLength(0);
  for (const summary of findAll(panel.shadowRoot!, "summary")) summary.click();
  await vi.waitFor(() => expect(pageText()).toContain("its own class"));
  expect(findAll(panel.shadowRoot!, "lena-data-table tbody tr")).toHaveLength(0);
});

test("workers: every part of the updates on show, as it was measured", async () => {
  const panel = await show("lena-lanes-panel", { at: 7 });
  const { header, rows } = await csvOf(panel, "workers");
  expect(header).toEqual(["worker", "phase", "ms", "update"]);
  expect(rows).toHaveLength(8 * (4 * WORKER_COSTS.length + COORDINATOR_COSTS.length));
  const found = (worker: string, phase: string) =>
    rows
      .filter(([who, what]) => who === worker && what === phase)
      .map(([, , ms]) => (ms === "" ? Number.NaN : Number(ms)));
  for (const cost of WORKER_COSTS) {
    expect(Float32Array.from(found("3", cost))).toEqual(store.workerCost(cost, 3).slice(0, 8));
  }
  expect(Float32Array.from(found("coordinator", "rates"))).toEqual(store.coordinatorCost("rates").slice(0, 8));
  const { texts } = await drawnOf(panel, "workers");
  expect(texts).toEqual(expect.arrayContaining(["worker 3", "coordinator", "7", "backward"]));
  panel.renderRoot.querySelectorAll("button")[1]!.click();
  await panel.updateComplete;
  expect(new Set(numbers((await csvOf(panel, "workers")).rows, 3))).toEqual(new Set([7]));
  expect((await drawnOf(panel, "workers")).texts).toContain("update 7, 100 ms");
});
