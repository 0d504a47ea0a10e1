/** @file The Compare view on made-up runs: history, files, races, recorded runs, and what goes wrong with them. */
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { page } from "vitest/browser";
import { DivergedError } from "../../core/errors.ts";
import { madeUpBundle, madeUpConfig } from "../../session/import/testing.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { dragOver } from "../testing/drag.ts";
import { button, findAll, mountApp, pageText, type } from "../testing/mount.ts";
import { catchSavedFiles, rowsOfCsv, saveAs, svgOf } from "../testing/saved-files.ts";

const quick = { workers: "1", local: "2", microBatch: "16", trainSize: "64", epochs: "3" };

async function forget(): Promise<void> {
  const origin = await navigator.storage.getDirectory();
  await origin.removeEntry("runs", { recursive: true }).catch(() => {});
}
beforeEach(forget);
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
  location.hash = "";
});

const seen = (text: string | RegExp) => vi.waitFor(() => expect(pageText()).toMatch(text), { timeout: 20_000 });
const gone = (text: string | RegExp) => vi.waitFor(() => expect(pageText()).not.toMatch(text), { timeout: 20_000 });
const within = (part: string, selector: string) => [
  ...(findAll(document, part)[0]?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const rows = () => within("lena-run-list", "li").map((row) => row.querySelector(".name")?.textContent?.trim());
const chosen = () => within("lena-run-list", "li.chosen").map((row) => row.querySelector(".name")?.textContent?.trim());
const textsOf = (elements: readonly HTMLElement[]) =>
  elements.map(({ textContent }) => textContent?.replace(/\s+/g, " ").trim());
const barText = () => textsOf(within("lena-race-bar", "[role=status]"))[0];
const link = (label: string) => {
  const found = findAll(document, "button").find((one) => one.getAttribute("aria-label") === label);
  if (!found) throw new Error(`no button "${label}"`);
  return found;
};

async function open(): Promise<void> {
  location.hash = "#compare";
  await vi.waitFor(() => expect(within("lena-compare-view", "lena-run-list")).toHaveLength(1), { timeout: 20_000 });
  await vi.waitFor(() => expect(findAll(document, "lena-compare-view:not([hidden])")).toHaveLength(1));
}

function aimAt(percent: string): void {
  const target = within("lena-race-setup", ".line input")[0];
  if (target instanceof HTMLInputElement) target.value = percent;
  target?.dispatchEvent(new Event("input"));
}

function drop(...files: File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true, bubbles: true }));
}

const bundle = (name: string, config = madeUpConfig) =>
  new File([new Uint8Array(zipFiles(madeUpBundle(config), new Date()))], name);

/** Waits until a run of the Train view is kept, and overlays it. */
async function keptRun(name: string): Promise<void> {
  await vi.waitFor(() => expect(rows()).toContain(name), { timeout: 20_000 });
  if (!chosen().includes(name)) within("lena-run-list", "li")[rows().indexOf(name)]?.querySelector("input")?.click();
  await vi.waitFor(() => expect(chosen()).toEqual([name]));
}

async function mountQuick(options: Parameters<typeof mountApp>[0] = { updateMs: 0 }) {
  const mounted = await mountApp(options);
  mounted.app.readRecorded = () => Promise.reject(new Error("none there"));
  for (const [name, value] of Object.entries(quick)) await type(mounted.app, name, value);
  return mounted;
}

test("a run of the Train view is kept, listed and overlaid, in the next page too", async () => {
  await mountQuick();
  button("Train").click();
  await seen(/Test accuracy ?84\.6%/);
  await open();
  await keptRun("small-cnn-bn, lena + state-aware, n 2");
  expect(pageText()).toContain("test 84.6% · 6 updates");
  document.body.replaceChildren();
  await mountApp();
  await vi.waitFor(() => expect(chosen()).toEqual(["small-cnn-bn, lena + state-aware, n 2"]));
  expect(textsOf(within("lena-compare-view", ".results tbody td"))).toEqual([
    "84.6%",
    "80.0%",
    "80.0%",
    "4",
    "6",
    "1 s",
  ]);
});

test("a kept run is named, pinned and, after a second word, deleted", async () => {
  await mountQuick();
  button("Train").click();
  await seen(/Test accuracy ?84\.6%/);
  await open();
  await keptRun("small-cnn-bn, lena + state-aware, n 2");
  link(`Name ${chosen()[0]}`).click();
  await vi.waitFor(() => expect(within("lena-run-list", ".rename")).toHaveLength(1));
  const field = within("lena-run-list", ".rename")[0];
  if (field instanceof HTMLInputElement) field.value = "Mine";
  field?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  await vi.waitFor(() => expect(chosen()).toEqual(["Mine"]));
  await vi.waitFor(() => expect(textsOf(within("lena-overlay-chart", ".readout dt"))).toEqual(["Mine"]));
  link("Pin Mine").click();
  await vi.waitFor(() => expect(chosen()).toEqual(["Minepinned"]));
  link("Delete Mine").click();
  await seen("Delete it?");
  button("Delete").click();
  await seen("No run yet");
  expect(rows()).not.toContain("Mine");
});

test("bundles dropped anywhere are overlaid; only settings that differ are in the table", async () => {
  await mountApp();
  drop(bundle("one.zip"), bundle("two.zip", { ...madeUpConfig, rule: "linear", baseRate: 0.1 }));
  await vi.waitFor(() => expect(chosen().sort()).toEqual(["one", "two"]), { timeout: 20_000 });
  expect(location.hash).toBe("#compare");
  await seen("Where the configurations differ");
  const table = within("lena-compare-view", "section[aria-labelledby=differences] tbody tr");
  const cells = table.map((row) => textsOf([...row.querySelectorAll<HTMLElement>("th, td")]));
  expect(cells.map(([field, ...values]) => [field, values.sort()])).toEqual([
    ["Rule", ["lena", "linear"]],
    ["Base rate η0", ["0.02", "0.1"]],
  ]);
  for (const unit of ["epochs", "images", "seconds"]) {
    button(unit).click();
    await vi.waitFor(() => expect(button(unit).getAttribute("aria-pressed")).toBe("true"));
  }
  const charts = within("lena-compare-view", "lena-overlay-chart");
  expect(charts).toHaveLength(3);
  for (const chart of charts) {
    chart.scrollIntoView();
    await vi.waitFor(() => expect(chart.shadowRoot?.querySelector("canvas")).not.toBeNull());
  }
});

test("the cursor on one chart reads all of them, and says where it is", async () => {
  await mountApp();
  drop(bundle("one.zip"));
  await vi.waitFor(() => expect(chosen()).toEqual(["one"]), { timeout: 20_000 });
  const charts = () => within("lena-compare-view", "lena-overlay-chart");
  await vi.waitFor(() => expect(charts()).toHaveLength(3), { timeout: 20_000 });
  for (const chart of charts().reverse()) {
    chart.scrollIntoView();
    await vi.waitFor(() => expect(chart.shadowRoot!.querySelector("canvas")).not.toBeNull());
  }
  const read = (part: string) => charts().map((chart) => chart.shadowRoot!.querySelector(part)?.textContent?.trim());
  const newest = read("dd");
  expect(read(".where")).toEqual(["newest", "newest", "newest"]);
  expect(newest[0]).toBe("80.0%");

  const over = charts()[0]!.shadowRoot!.querySelector<HTMLElement>(".u-over")!;
  const { left, top, width, height } = over.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
  over.dispatchEvent(new MouseEvent("mouseenter", at));
  over.dispatchEvent(new MouseEvent("mousemove", at));
  await vi.waitFor(() => expect(read(".where")).toEqual(Array(3).fill("at update 12")));
  expect(read("dd")[0]).toBe("70.0%");
  expect(read("dd")[1]).not.toBe(newest[1]);

  over.dispatchEvent(new MouseEvent("mouseleave", at));
  await vi.waitFor(() => expect(read("dd")).toEqual(newest));
});

test("the charts are read with the keys, all at one place", async () => {
  const before = [innerWidth, innerHeight] as const;
  onTestFinished(() => page.viewport(...before));
  await page.viewport(1280, 900); // in which all three are drawn
  await mountApp();
  drop(bundle("one.zip"));
  const inCharts = (selector: string) =>
    findAll(document, "lena-overlay-chart").flatMap((chart) => [
      ...chart.shadowRoot!.querySelectorAll<HTMLElement>(selector),
    ]);
  await vi.waitFor(() => expect(inCharts("canvas")).toHaveLength(3), { timeout: 20_000 });
  const places = () => textsOf(inCharts(".where"));
  const press = (key: string) => {
    const loss = inCharts(".plot")[1]!;
    loss.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    return loss;
  };
  expect(places()).toEqual(Array(3).fill("newest"));
  press("Home");
  const plot = press("ArrowRight");
  await vi.waitFor(() => expect(places()).toEqual(Array(3).fill("at update 1")));
  expect(plot.getAttribute("aria-valuetext")).toBe("at update 1");
  press("Escape");
  await vi.waitFor(() => expect(places()).toEqual(Array(3).fill("newest")));
});

test("a configuration dropped anywhere fills the form", async () => {
  await mountApp();
  await open();
  drop(new File(['{"rule":"sqrt","epochs":7}'], "mine.json"));
  await vi.waitFor(() => expect(location.hash).toBe("#train"), { timeout: 20_000 });
  await vi.waitFor(() => {
    const field = findAll(document, 'lena-field[data-name="epochs"]')[0]?.shadowRoot?.querySelector("input");
    expect(field?.value).toBe("7");
  });
});

test("a bad file gives one message, and what is chosen stays", async () => {
  await mountApp();
  drop(bundle("one.zip"));
  await vi.waitFor(() => expect(chosen()).toEqual(["one"]), { timeout: 20_000 });
  drop(new File([await bundle("two.zip").slice(0, 5000).arrayBuffer()], "two.zip"));
  await seen("This file cannot be opened; nothing was changed");
  expect(pageText()).toContain("two.zip");
  expect(pageText()).toContain("cut short at 5000 bytes");
  expect(findAll(document, "[role=alert]")).toHaveLength(1);
  expect(chosen()).toEqual(["one"]);
  drop(bundle("three.zip"));
  await vi.waitFor(() => expect(chosen()).toContain("three"), { timeout: 20_000 });
  await gone("cannot be opened");
});

test("a run from a bundle opens in the Train view, and gives way to a new one", async () => {
  const { app } = await mountApp({ updateMs: 1 });
  drop(bundle("one.zip"));
  await vi.waitFor(() => expect(chosen()).toEqual(["one"]), { timeout: 20_000 });
  link("Open one in Train").click();
  await seen("A recorded run: one. Nothing was trained here.");
  expect(location.hash).toBe("#train");
  expect(pageText()).toMatch(/Test accuracy ?77\.0%/);
  expect(pageText()).toContain("24 / 24");
  await seen("The configuration of the recorded run.");
  expect(pageText()).toContain("Every number of the run, without its weights");
  await type(app, "epochs", "1");
  await seen("Until it is trained, the page shows the recorded run one.");
  await gone("Nothing was trained here");
  await seen("A configuration of your own.");
  button("Train this here").click();
  await gone("the recorded run");
  await seen(/Test accuracy ?84\.6%/);
});

test("a recorded run is refused by a Train view at work, and the run there goes on", async () => {
  const { sessions } = await mountApp({ updateMs: 60 });
  drop(bundle("one.zip"));
  await vi.waitFor(() => expect(chosen()).toEqual(["one"]), { timeout: 20_000 });
  location.hash = "#train";
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(0), { timeout: 20_000 });
  await open();
  expect(button("Start race").disabled).toBe(true);
  await seen("Another view uses the GPU: one at a time");
  link("Open one in Train").click();
  await seen("run that is under way there");
  const before = sessions[0]!.store!.updateCount;
  await vi.waitFor(() => expect(sessions[0]!.store!.updateCount).toBeGreaterThan(before));
});

test("a race makes its runs in turn under one configuration, keeps them and names the winner", async () => {
  const { sessions } = await mountQuick();
  await open();
  await seen("Ready: 3 runs of 6 updates each");
  aimAt("75");
  button("Start race").click();
  await seen("A tie: LENA and Linear and AdaScale reached 75% in 4 updates.");
  await vi.waitFor(() => expect(barText()).toBe("Finished"));
  expect(textsOf(within("lena-compare-view", ".results .best"))).toEqual(Array(3).fill(["84.6%", "4"]).flat());
  expect(textsOf(within("lena-race-bar", "dd"))).toEqual(["3 / 3", "6 / 6", "80.0%"]);
  expect(within("lena-race-bar", "progress")[0]).toHaveProperty("value", 1);
  expect(sessions.map(({ config }) => config.rule)).toEqual(["lena", "linear", "adascale"]);
  expect(new Set(sessions.map(({ config }) => JSON.stringify({ ...config, rule: "" }))).size).toBe(1);
  expect(sessions.every(({ disposed }) => disposed)).toBe(true);
  await vi.waitFor(() =>
    expect(chosen()).toEqual(["AdaScale", "Linear", "LENA"].map((name) => `${name}, small-cnn-bn, n 2`)),
  );
  expect(textsOf(within("lena-overlay-chart", ".readout dt"))).toEqual(["LENA", "Linear", "AdaScale"]);
  aimAt("80");
  await vi.waitFor(() => expect(barText()).toBe("Ready: 3 runs of 6 updates each"));
});

test("every chart is saved as a picture and as its numbers", async () => {
  const saved = catchSavedFiles();
  const { sessions } = await mountQuick();
  await open();
  aimAt("75");
  button("Start race").click();
  await seen("A tie: LENA and Linear and AdaScale");
  button("images").click();
  const menuIn = (part: string) => within("lena-compare-view", `section[aria-labelledby=${part}] lena-export-menu`)[0]!;

  const [header, ...losses] = await rowsOfCsv(await saveAs(menuIn("loss"), "CSV", saved));
  expect(header).toEqual(["line", "update", "images", "training loss"]);
  expect(losses.filter(([line]) => line === "Linear").map(([, update, images]) => [update, images])).toEqual(
    Array.from({ length: 6 }, (_, i) => [`${i}`, `${i * 32}`]),
  );
  const measured = [...sessions[1]!.store!.column("loss")];
  expect(losses.filter(([line]) => line === "Linear").map((row) => Number(row[3]))).toEqual(measured);
  const rates = await rowsOfCsv(await saveAs(menuIn("rates"), "CSV", saved));
  const first = sessions[2]!.store!.layerColumn("rate", 0);
  const ours = rates.filter(([line]) => line === "AdaScale: conv1.weight").map((row) => Number(row[3]));
  expect(Float32Array.from(ours)).toEqual(first);

  const accuracy = await svgOf(await saveAs(menuIn("accuracy"), "SVG", saved));
  expect(accuracy.texts).toEqual(
    expect.arrayContaining([
      "Validation accuracy",
      "3 runs",
      "images",
      "100%",
      "LENA",
      "Linear",
      "AdaScale",
      "target 75%",
    ]),
  );
  expect(accuracy.text).not.toMatch(/NaN|Infinity|undefined/);
  const race = await svgOf(await saveAs(menuIn("standings"), "SVG", saved));
  expect(race.title).toBe("Race to 75% validation accuracy");
  expect(race.texts.filter((text) => text === "4 updates")).toHaveLength(3);
  const png = await saveAs(menuIn("standings"), "PNG", saved);
  expect(png.name).toBe("lena-compare-race.png");
  expect((await createImageBitmap(png.blob)).width).toBe(2 * race.size[0]!);
  const [, winner] = await rowsOfCsv(await saveAs(menuIn("standings"), "CSV", saved));
  expect(winner!.slice(0, 3)).toEqual(["LENA", "1", "4"]);

  const ticks = async () => (await svgOf(await saveAs(menuIn("loss"), "SVG", saved))).texts;
  expect(await ticks()).toEqual(expect.arrayContaining(["20", "100", "160"]));
  await dragOver(within("lena-compare-view", "section[aria-labelledby=loss] lena-overlay-chart")[0]!, 0.5, 0.75);
  await vi.waitFor(async () => expect(await ticks()).not.toContain("160"));
  expect(await ticks()).toContain("100");
});

test("a diverged contestant says why; the others run on", async () => {
  const error = new DivergedError({
    where: "update 3",
    wanted: "a finite loss",
    found: "a loss of NaN",
    tryThis: "less",
  });
  const { sessions } = await mountQuick({ updateMs: 0, failure: { update: 3, error } });
  await open();
  button("Start race").click();
  await seen("Nobody reached 75%.");
  expect(sessions).toHaveLength(3);
  expect(textsOf(within("lena-compare-view", ".standings .figure"))).toEqual(["diverged", "diverged", "diverged"]);
  expect(pageText()).toContain("Diverged at update 3: a loss of NaN.");
});

test("while a race runs no other run can begin; stopped, what is done is kept", async () => {
  const { sessions } = await mountQuick({ updateMs: 20 });
  await open();
  button("Start race").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(0), { timeout: 20_000 });
  location.hash = "#train";
  await seen("A race uses the GPU: one at a time");
  expect(button("Train").disabled).toBe(true);
  await open();
  within("lena-race-bar", "button")[1]!.click();
  await seen("Stopped; what was measured stays");
  expect(sessions).toHaveLength(1);
  await vi.waitFor(() => expect(chosen()).toEqual(["LENA, small-cnn-bn, n 2"]));
});

test("without a GPU recorded runs are shown, and a race says why there is none", async () => {
  const { app } = await mountApp();
  app.gpuProblem = { title: "No GPU", reason: "none", remedies: [] };
  await seen("Look at recorded runs");
  await open();
  await seen("No race without WebGPU");
  await vi.waitFor(() => expect(chosen()).toContain("LENA, small CNN, n = 64"), { timeout: 20_000 });
  await seen("Where the configurations differ");
});

test("where nothing is kept the view says so, and what to do", async () => {
  const { app } = await mountApp();
  app.readRecorded = () => Promise.reject(new Error("none there"));
  const { getDirectory } = StorageManager.prototype;
  StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("not in this window", "SecurityError"));
  try {
    await open();
    await seen(
      "Runs that end now are kept only while this page is open: not in this window. Try: another browser window",
    );
    await seen("Nothing is chosen");
  } finally {
    StorageManager.prototype.getDirectory = getDirectory;
  }
});
