/** @file The files of the charts in a real browser: each is asked for by its button, and parses. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chartInk } from "../../../core/palette.ts";
import { dragOver } from "../../testing/drag.ts";
import { madeUpRun } from "../../testing/inspected-run.ts";
import { button, findAll, mount, mountApp } from "../../testing/mount.ts";
import { catchSavedFiles, rowsOfCsv, type SavedFile, saveAs, svgOf } from "../../testing/saved-files.ts";
import { type ChartView, defaultView } from "../chart-view.ts";
import "./export-menu.ts";
import type { ChartSource } from "./picture-parts.ts";
import { type ChartKind, pictureOf } from "./train-pictures.ts";

let saved: SavedFile[];
beforeEach(() => {
  saved = catchSavedFiles();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const { plan, store } = madeUpRun({ trainSize: 3200, epochs: 2 });
const names = plan.layers.map(({ name }) => name);

async function menuOf(kind: ChartKind, view: Partial<ChartView> = {}) {
  const source: ChartSource = {
    ...{ plan, store, theme: "dark", layer: null, selected: null, ghosts: [], update: store.updateCount - 1 },
    view: { ...defaultView, ...view },
  };
  const menu = document.createElement("lena-export-menu");
  [menu.name, menu.picture] = [kind, () => Promise.resolve(pictureOf(kind, source))];
  return mount(menu);
}

const cases = [
  ["rates", {}, "Learning rate of every layer", "rate", "ceiling n·η0·d(t)"],
  ["rates", { x: "epoch", smoothing: 5 }, "Learning rate of every layer", "rate", "epochs"],
  ["rates", { mode: "heat", x: "second" }, "Learning rate of every layer, as a map", "rate", "seconds"],
  ["rates", { mode: "multiples" }, "Learning rate of every layer, module by module", "rate", "bn2"],
  ["gain", { x: "image" }, "Gain of every layer", "gain", "whole model"],
  ["loss", {}, "Loss and validation accuracy", undefined, "its trend"],
  ["race", {}, "Warm-up race", undefined, names[3]!],
] as const;

test.each(cases)("%s %o", async (kind, view, title, metric, word) => {
  const menu = await menuOf(kind, view);

  const csv = await saveAs(menu, "CSV", saved);
  expect([csv.name, csv.blob.type]).toEqual([`lena-${kind}.csv`, "text/csv"]);
  const [header, ...rows] = await rowsOfCsv(csv);
  const column = (name: string) => Float32Array.from(rows, (row) => Number(row[header!.indexOf(name)]));
  if (metric) {
    expect(column("update")).toEqual(Float32Array.from(store.column("update")));
    for (const [k, name] of names.entries()) expect(column(name)).toEqual(store.layerColumn(metric, k));
  } else if (kind === "loss") {
    expect(column("loss")).toEqual(Float32Array.from(store.column("loss")));
    expect(rows.filter((row) => row.at(-1) !== "")).toHaveLength(store.epochs.length);
  } else {
    expect(rows.map(([layer]) => layer)).toEqual(names);
    expect(column("state S")).toEqual(Float32Array.from(names, (_, k) => store.layerColumn("state", k).at(-1)!));
  }

  const svg = await svgOf(await saveAs(menu, "SVG", saved));
  expect(svg.title).toBe(title);
  expect(svg.texts).toEqual(expect.arrayContaining([title, word]));
  expect(svg.texts.some((text) => text!.startsWith("small-cnn-bn · lena · n = 8 · seed 1"))).toBe(true);
  expect(svg.text).not.toMatch(/NaN|Infinity|undefined|style=/);

  const png = await saveAs(menu, "PNG", saved);
  expect(png.blob.type).toBe("image/png");
  const image = await createImageBitmap(png.blob);
  expect([image.width, image.height]).toEqual(svg.size.map((length) => 2 * length));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const panel = chartInk.dark.panel.match(/\w\w/g)!.map((hex) => Number.parseInt(hex, 16));
  expect([...data.slice(0, 4)]).toEqual([...panel, 255]);
  const painted = data.filter((value, i) => i % 4 < 3 && value !== panel[i % 4]).length;
  expect(painted / (image.width * image.height)).toBeGreaterThan(0.01);
});

test("the page saves the form, the axis and the layer that are on show", async () => {
  await mountApp({ updateMs: 0 });
  const menu = (part: string) =>
    findAll(
      document,
      `section[aria-labelledby=${part}] lena-export-menu`,
    )[0] as HTMLElementTagNameMap["lena-export-menu"];
  expect([...menu("rates").shadowRoot!.querySelectorAll("button")].every(({ disabled }) => disabled)).toBe(true);
  button("Train").click();
  await vi.waitFor(() => expect(findAll(document, "[role=status]")[0]!.textContent).toBe("Finished"), 30_000);
  const toolbar = findAll(document, "lena-chart-toolbar")[0]!;
  const detail = { view: { mode: "heat", scale: "log", x: "epoch", smoothing: 1 } } as const;
  toolbar.dispatchEvent(new CustomEvent("view-changed", { detail, bubbles: true, composed: true }));
  toolbar.dispatchEvent(new CustomEvent("layer-selected", { detail: { layer: 2 }, bubbles: true, composed: true }));
  await vi.waitFor(() => expect(menu("rates").name).toBe("small-cnn-bn-lena-n8-seed1-rates-heat"));
  const svg = await svgOf(await saveAs(menu("rates"), "SVG", saved));
  expect(svg.texts).toEqual(expect.arrayContaining(["Learning rate of every layer, as a map", "epochs"]));
  expect(svg.texts.join()).toContain(`${names[2]} stands out`);
  const [header] = await rowsOfCsv(await saveAs(menu("gain"), "CSV", saved));
  expect(header).toEqual(["update", "epoch", ...names, "whole model"]);
  expect((await saveAs(menu("race"), "CSV", saved)).name).toBe("lena-small-cnn-bn-lena-n8-seed1-race.csv");
});

test("where a part of the run was chosen by dragging, the drawing shows that part and the table all of it", async () => {
  await mountApp({ updateMs: 0 });
  button("Train").click();
  await vi.waitFor(() => expect(findAll(document, "[role=status]")[0]!.textContent).toBe("Finished"), 30_000);
  const over = await dragOver(findAll(document, "lena-gain-chart")[0]!, 0.5, 0.75);
  const menu = findAll(document, "section[aria-labelledby=gain] lena-export-menu")[0]!;
  await vi.waitFor(async () => {
    const { texts } = await svgOf(await saveAs(menu, "SVG", saved));
    expect(texts).toContain("80");
    expect(texts).not.toContain("20");
  });
  expect(await rowsOfCsv(await saveAs(menu, "CSV", saved))).toHaveLength(1 + 138);
  over.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  await vi.waitFor(async () => expect((await svgOf(await saveAs(menu, "SVG", saved))).texts).toContain("20"));
});

test("a file that cannot be made is said, with what to do", async () => {
  const menu = await menuOf("gain");
  const said = () => menu.shadowRoot!.querySelector("[role=status]")!.textContent;
  vi.spyOn(OffscreenCanvas.prototype, "getContext").mockReturnValue(null);
  menu.shadowRoot!.querySelector("button")!.click();
  await vi.waitFor(() => expect(said()).toContain("Try SVG"));
  await saveAs(menu, "SVG", saved);
  await vi.waitFor(() => expect(said()).toBe(""));
});
