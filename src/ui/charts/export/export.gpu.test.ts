/** @file The files of the charts in a real browser: each is asked for by its button, and parses. */
import { afterEach, expect, test, vi } from "vitest";
import { chartInk } from "../../../core/palette.ts";
import { defaultRunConfig } from "../../../train/config.ts";
import { FakeSession } from "../../testing/fake-session.ts";
import { findAll, mount } from "../../testing/mount.ts";
import { currentTheme } from "../../theme.ts";
import { planOf } from "../run-plan.ts";
import "./export-menu.ts";
import type { ChartKind } from "./pictures.ts";

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

async function menuOf(kind: ChartKind) {
  const session = new FakeSession(defaultRunConfig, { updateMs: 0 });
  await session.start();
  const menu = document.createElement("lena-export-menu");
  Object.assign(menu, { kind, plan: planOf(defaultRunConfig), store: session.store });
  await mount(menu);
  const saved: { name: string; blob: Blob }[] = [];
  const make = URL.createObjectURL;
  let newest: Blob | undefined;
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    newest = blob as Blob;
    return make(blob);
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: newest! });
  });
  const save = async (format: string) => {
    const count = saved.length;
    findAll(document, "button")
      .find((button) => button.textContent?.trim() === format)!
      .click();
    await vi.waitFor(() => expect(saved.length).toBe(count + 1), { timeout: 20_000 });
    return saved.at(-1)!;
  };
  return { save, store: session.store! };
}

const cases = [
  ["rates", "Learning rate of every layer", "rate"],
  ["gain", "Gain of every layer", "gain"],
  ["loss", "Loss and validation accuracy", undefined],
] as const;

test.each(cases)("%s", async (kind, title, metric) => {
  const { save, store } = await menuOf(kind);

  const csv = await save("CSV");
  expect(csv.name).toBe(`lena-small-cnn-bn-lena-n8-seed1-${kind}.csv`);
  const [header, ...rows] = (await csv.blob.text())
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  expect(rows).toHaveLength(store.updateCount);
  const column = (name: string) => Float32Array.from(rows, (row) => Number(row[header!.indexOf(name)]));
  expect(column("update")).toEqual(Float32Array.from(store.column("update")));
  if (metric) {
    for (const [k, { name }] of store.layers.entries()) expect(column(name)).toEqual(store.layerColumn(metric, k));
  } else {
    expect(column("loss")).toEqual(Float32Array.from(store.column("loss")));
    expect(rows.filter((row) => row.at(-1) !== "")).toHaveLength(store.epochs.length);
  }

  const svg = new DOMParser().parseFromString(await (await save("SVG")).blob.text(), "image/svg+xml");
  expect(svg.querySelector("parsererror")).toBeNull();
  expect(svg.querySelector("title")!.textContent).toBe(title);
  const texts = [...svg.querySelectorAll("text")].map((text) => text.textContent);
  expect(texts).toEqual(
    expect.arrayContaining([title, "small-cnn-bn · lena · n = 8 · seed 1", "update", ...header!.slice(1)]),
  );
  expect(svg.documentElement.outerHTML).not.toMatch(/NaN|Infinity|undefined|style=/);
  const long = [...svg.querySelectorAll("path")].filter((path) => path.getAttribute("d")!.length > 1000);
  expect(long.length).toBeGreaterThanOrEqual(metric ? store.layers.length : 1);

  const png = await save("PNG");
  expect(png.blob.type).toBe("image/png");
  const image = await createImageBitmap(png.blob);
  const { width, height } = svg.documentElement as unknown as SVGSVGElement;
  expect([image.width, image.height]).toEqual([2 * width.baseVal.value, 2 * height.baseVal.value]);
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const panel = chartInk[currentTheme()].panel.match(/\w\w/g)!.map((hex) => Number.parseInt(hex, 16));
  expect([...data.slice(0, 4)]).toEqual([...panel, 255]);
  const painted = data.filter((value, i) => i % 4 < 3 && value !== panel[i % 4]).length;
  expect(painted / (image.width * image.height)).toBeGreaterThan(0.01);
});

test("before the first update there is nothing to save", async () => {
  const menu = document.createElement("lena-export-menu");
  menu.plan = planOf(defaultRunConfig);
  await mount(menu);
  expect(findAll(document, "button").every((button) => button.matches(":disabled"))).toBe(true);
});

test("a file that cannot be made is said, with what to do", async () => {
  const { save } = await menuOf("gain");
  vi.spyOn(OffscreenCanvas.prototype, "getContext").mockReturnValue(null);
  findAll(document, "button")[0]!.click();
  await vi.waitFor(() => expect(findAll(document, "[role=status]")[0]!.textContent).toContain("Try SVG"));
  await save("SVG");
  await vi.waitFor(() => expect(findAll(document, "[role=status]")[0]!.textContent).toBe(""));
});
