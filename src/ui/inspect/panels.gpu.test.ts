/** @file Predictions, filters and workers' lanes in a real browser, at the update that is asked for. */
import { afterEach, expect, test, vi } from "vitest";
import type { AdapterFacts } from "../../train/events.ts";
import { type MadeUpRun, madeUpRun } from "../testing/inspected-run.ts";
import { findAll, mount, pageText } from "../testing/mount.ts";
import "./filters-panel.ts";
import "./lanes-panel.ts";
import "./predictions-panel.ts";

afterEach(() => document.body.replaceChildren());

type Tag = "lena-predictions-panel" | "lena-filters-panel" | "lena-lanes-panel";
async function show<T extends Tag>(tag: T, run: Partial<MadeUpRun>, rest: Partial<HTMLElementTagNameMap[T]> = {}) {
  return mount(Object.assign(document.createElement(tag), { ...run, ...rest }));
}
const texts = (root: ParentNode, selector: string) =>
  [...root.querySelectorAll(selector)].map((found) => found.textContent!.trim());

test("the confusion matrix is that of the newest validation by then, row by true class", async () => {
  const run = madeUpRun();
  const panel = await show("lena-predictions-panel", run, { at: 60 });
  expect(pageText()).toContain("epoch 1,");
  const { confusion } = run.store.epochs[0]!.predictions!;
  const row = texts(panel.renderRoot, "tbody tr:nth-child(7) td").slice(0, 10);
  expect(row).toEqual(Array.from(confusion.subarray(60, 70), (images) => (images === 0 ? "·" : `${images}`)));
  expect(texts(panel.renderRoot, "tbody th")[6]).toBe("Shirt");
  expect(panel.renderRoot.querySelectorAll("tbody td.none").length).toBeGreaterThan(0);
  panel.at = null;
  await vi.waitFor(() => expect(pageText()).toContain("epoch 3,"));
  panel.at = 2;
  await vi.waitFor(() => expect(pageText()).toContain("Which classes it mixes up after the first epoch"));
});

for (const width of [400, 1200]) {
  test(`${width} px wide: the predictions are as high before a run, before, between and after its epochs`, async () => {
    const { plan, store } = madeUpRun();
    const panel = await show("lena-predictions-panel", { plan });
    panel.style.width = `${width}px`;
    const heightOnceSeen = async (words: string) => {
      await vi.waitFor(() => expect(pageText()).toContain(words));
      await vi.waitFor(() => expect(findAll(panel.renderRoot, "canvas")).toHaveLength(16 + 24));
      return panel.getBoundingClientRect().height;
    };
    const height = await heightOnceSeen("they stand here from the start of a run");
    expect(height).toBeGreaterThan(500);
    panel.store = store;
    for (const [at, words] of [
      [2, "mixes up after the first epoch"],
      [60, "mixes up epoch 1,"],
      [110, "mixes up epoch 2,"],
      [137, "mixes up epoch 3,"],
    ] as const) {
      panel.at = at;
      expect([at, await heightOnceSeen(words)]).toEqual([at, height]);
    }
  });
}

test("a recording without the worst images of an epoch says so, and keeps their place", async () => {
  const { plan, store } = madeUpRun();
  const [first] = store.epochs;
  store.epochs[0] = { ...first!, predictions: { ...first!.predictions!, worst: [] } };
  const panel = await show("lena-predictions-panel", { plan, store }, { at: 60 });
  expect(pageText()).toContain("Most wrong about kept of the last epoch only");
  expect(panel.renderRoot.querySelectorAll(".worst .empty")).toHaveLength(24);
  panel.at = 137;
  await vi.waitFor(() => expect(pageText()).not.toContain("kept of the last epoch only"));
  expect(panel.renderRoot.querySelectorAll(".empty")).toHaveLength(0);
});

test("the strip says of every image what it is taken for, right and wrong by mark and words", async () => {
  const run = madeUpRun();
  const panel = await show("lena-predictions-panel", run);
  const cards = [...panel.renderRoot.querySelectorAll(".strip li")];
  expect(cards).toHaveLength(16);
  const { labels } = run.store.strip!;
  const { probabilities } = run.store.snapshots.at(-1)!;
  cards.forEach((card, i) => {
    const shares = Array.from(probabilities.subarray(10 * i, 10 * i + 10));
    const isRight = shares.indexOf(Math.max(...shares)) === labels[i];
    expect(card.textContent).toContain(isRight ? "Right: " : "Wrong: ");
    expect(card.textContent).toContain(`${(100 * Math.max(...shares)).toFixed(1)}%`);
  });
  const marks = new Set(
    cards.map((card) => `${card.className} ${card.querySelector(".mark path")!.getAttribute("d")}`),
  );
  expect(marks.size).toBe(2); // one for right, another for wrong
});

test("the worst images come with what they are and were taken for, and are painted", async () => {
  const run = madeUpRun();
  const panel = await show("lena-predictions-panel", run);
  const [worst] = run.store.epochs.at(-1)!.predictions!.worst;
  expect(pageText()).toContain(`Validation image ${worst!.index}: Pullover, taken for Shirt with 99.0%`);
  const images = findAll(panel.renderRoot, "canvas") as HTMLCanvasElement[];
  expect(images).toHaveLength(16 + 24);
  const { data } = images[16]!.getContext("2d")!.getImageData(0, 0, 28, 28);
  expect(data.filter((_, i) => i % 4 === 0)).toEqual(Uint8ClampedArray.from(worst!.pixels));
});

test("where the worst images are all taken for one class, it is said", async () => {
  const { plan, store } = madeUpRun();
  const last = store.epochs.at(-1)!;
  const worst = last.predictions!.worst.map((image) => ({ ...image, predicted: 1 }));
  const panel = await show("lena-predictions-panel", { plan, store });
  expect(pageText()).not.toContain("every one is taken for");
  store.epochs[store.epochs.length - 1] = { ...last, predictions: { ...last.predictions!, worst } };
  panel.revision++;
  await vi.waitFor(() => expect(pageText()).toContain("Most wrong about every one is taken for Trouser"));
});

/** Colours of the sheet, one per pixel. */
function sheet(): Uint32Array {
  const canvas = findAll(document, "canvas")[0] as HTMLCanvasElement;
  return new Uint32Array(canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
}

test("filters are those after the update, on a scale that holds for the whole run", async () => {
  const run = madeUpRun();
  const panel = await show("lena-filters-panel", run, { at: 0 });
  const scale = texts(panel.renderRoot, ".scale")[0];
  expect(pageText()).toContain("after update 0");
  const young = sheet();
  panel.at = 100;
  await vi.waitFor(() => expect(pageText()).toContain("after update 100"));
  await vi.waitFor(() => expect(sheet()).not.toEqual(young));
  expect(texts(panel.renderRoot, ".scale")[0]).toBe(scale);
});

test("where there is room, eight filters stand in a row", async () => {
  const panel = await show("lena-filters-panel", madeUpRun());
  const shape = () => {
    const { width, height } = findAll(document, "canvas")[0] as HTMLCanvasElement;
    return [width, height];
  };
  panel.style.width = "360px";
  await vi.waitFor(() => expect(shape()).toEqual([4 * 4 - 1, 4 * 4 - 1]));
  panel.style.width = "700px";
  await vi.waitFor(() => expect(shape()).toEqual([8 * 4 - 1, 2 * 4 - 1]));
});

test("the change of a filter is nothing before the first update, and something after it", async () => {
  const { plan, store } = madeUpRun({}, 40);
  const panel = await show("lena-filters-panel", { plan, store });
  panel.renderRoot.querySelectorAll("button")[1]!.click();
  await panel.updateComplete;
  const colours = () => new Set(sheet()).size;
  await vi.waitFor(() => expect(colours()).toBeGreaterThan(10));
  store.snapshots.splice(1);
  panel.revision++;
  await vi.waitFor(() => expect(colours()).toBe(2)); // zero, and the lines between
});

test("a model without a convolution in front has no filters, and says so", async () => {
  const model = {
    name: "plain",
    layers: [{ type: "flatten" as const }, { type: "dense" as const, name: "fc", units: 10, bias: true }],
  };
  await show("lena-filters-panel", madeUpRun({ model }, 2));
  expect(pageText()).toContain("does not begin with a convolution");
});

const adapter: AdapterFacts = {
  ...{ vendor: "google", architecture: "swiftshader", device: "", description: "SwiftShader Device", software: true },
};

test("every worker has a lane with its parts, its speed and its agreement, and the coordinator one", async () => {
  const run = madeUpRun();
  const panel = await show("lena-lanes-panel", run, { adapters: Array(4).fill(adapter), at: 60 });
  const lanes = [...panel.renderRoot.querySelectorAll(".lane")].map((lane) => lane.getAttribute("aria-label"));
  expect(lanes).toHaveLength(5);
  expect(lanes[2]).toBe(
    "worker 2: gather 10.0 ms, forward 150 ms, backward 350 ms, norm 40.0 ms, readback 70.0 ms, wait 380 ms",
  );
  expect(lanes[4]).toContain("coordinator: broadcast 20.0 ms");
  expect(texts(panel.renderRoot, ".axis text")).toEqual(Array.from({ length: 10 }, (_, i) => `${51 + i}`));
  const L = run.plan.layers.length;
  const row = run.store.agreements.findLast(({ update }) => update <= 60)!;
  const mean = row.cosine.subarray(L, 2 * L).reduce((sum, cosine) => sum + cosine, 0) / L;
  expect(texts(panel.renderRoot, ".facts")[1]).toMatch(new RegExp(`^525 images/s\\s+mean cos ${mean.toFixed(2)}$`));
  expect(pageText()).toContain("4 workers share one processor");
  expect(pageText()).toContain("No GPU found by the browser");
  panel.recorded = true;
  await vi.waitFor(() => expect(pageText()).toContain("Recorded on a processor, without a GPU."));
  expect(pageText()).not.toContain("found by the browser");
});

test("one update can be looked at alone", async () => {
  const panel = await show("lena-lanes-panel", madeUpRun(), { at: 7 });
  panel.renderRoot.querySelectorAll("button")[1]!.click();
  await vi.waitFor(() => expect(texts(panel.renderRoot, ".axis text")).toEqual(["update 7, 100 ms"]));
  expect(panel.renderRoot.querySelector(".lane")!.getAttribute("aria-label")).toContain("backward 35.0 ms");
});

test("before the first update the workers say how far they are", async () => {
  const { plan } = madeUpRun({}, 1);
  const panel = await show("lena-lanes-panel", { plan }, { state: "preparing", adapters: [adapter] });
  expect(texts(panel.renderRoot, "li > .soft:last-child")).toEqual(["ready", "starting", "starting", "starting"]);
});
