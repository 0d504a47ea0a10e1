/** @file The About view and the help dialog in a real browser: both are loaded when asked for. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readBundle } from "../../session/import/read-bundle.ts";
import { formatNumber } from "../format.ts";
import { findAll, mountApp, pageText } from "../testing/mount.ts";
import { catchSavedFiles, rowsOfCsv, saveAs, svgOf } from "../testing/saved-files.ts";

beforeEach(() => history.replaceState(null, "", "#"));
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  history.replaceState(null, "", "#");
});

const seen = (text: string | RegExp) => vi.waitFor(() => expect(pageText()).toMatch(text), { timeout: 20_000 });
const one = <E extends Element>(selector: string) => findAll(document, selector)[0] as Element as E;
const press = (key: string, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));

async function openAbout() {
  history.replaceState(null, "", "#about");
  await mountApp();
  await seen("One learning rate does not fit all layers");
  await seen("as conv1.weight, update 21");
}
const chooseCount = async (n: number) => {
  findAll(document, "input[name=n]")[[2, 8, 32].indexOf(n)]!.click();
  await seen(`of ${n} `);
};
const slider = () => one<HTMLInputElement>("#spread");
const slide = async (value: string) => {
  slider().value = value;
  slider().dispatchEvent(new Event("input"));
  await one<HTMLElementTagNameMap["lena-agreement-figure"]>("lena-agreement-figure").updateComplete;
};

test("the slider goes from gain 1 to gain n, in the words for a screen reader too", async () => {
  await openAbout();
  await chooseCount(8);
  await slide("0");
  await seen("= 1 / 1.00 = 1.00 of 8");
  expect(slider().getAttribute("aria-valuetext")).toBe("0° between two of them, gain 1.00 of 8");
  await slide("1");
  await seen("= 1 / 0.125 = 8.00 of 8");
  await chooseCount(32);
  await seen("= 1 / 0.0313 = 32.0 of 32");
  expect(findAll(document, ".one")).toHaveLength(24);
});

test("an arrow can be dragged", async () => {
  await openAbout();
  await chooseCount(8);
  const cone = one<SVGSVGElement>(".cone");
  const { left, top, width, height } = cone.getBoundingClientRect();
  const scale = width / cone.viewBox.baseVal.width;
  const drag = (x: number, y: number, buttons = 1) =>
    cone.dispatchEvent(
      new PointerEvent("pointermove", {
        ...{ buttons, clientX: left + (44 + x) * scale, clientY: top + height / 2 + y * scale, bubbles: true },
      }),
    );
  drag(100, 0); // along the mean
  await seen("= 1.00 of 8");
  drag(50, -50); // 45° off it: ‖ḡ‖² = ½
  await seen("= 1 / 0.500 = 2.00 of 8");
  drag(100, 0, 0); // no button is down
  await seen("= 2.00 of 8");
});

test("a layer of the recorded run, chosen or read with the keys, gives the formula its numbers and the arrows its gain", async () => {
  const { store, layers } = readBundle(
    new Uint8Array(await (await fetch("/recorded/resnet8-lena-n32.zip")).arrayBuffer()),
    "recorded",
  );
  const reads = async (k: number, t: number) => {
    const number = (metric: "rate" | "gain" | "warmup") => formatNumber(store.layerColumn(metric, k)[t]);
    const decay = formatNumber(store.column("decay")[t]);
    await seen(`${number("rate")} = 0.02 · ${number("gain")} · ${number("warmup")} · ${decay}`);
    expect(pageText()).toContain(`${layers[k]!.name}, update ${t}. The 32 micro-batches`);
    expect(pageText()).toContain(`as ${layers[k]!.name}, update ${t}`);
    expect(pageText()).toContain(`= ${store.layerColumn("gain", k)[t]!.toPrecision(3)} of 32`);
  };
  await openAbout();
  await reads(0, 21);
  const { shadowRoot } = one("lena-recorded-rates");
  const select = shadowRoot!.querySelector("select")!;
  select.value = "5";
  select.dispatchEvent(new Event("change"));
  await reads(5, 21);
  press("Home", findAll(shadowRoot!, ".plot")[0]!);
  await reads(5, 0);
});

test("both charts can be saved as they are on show, and have their numbers behind them", async () => {
  const saved = catchSavedFiles();
  await openAbout();
  await chooseCount(8);
  await slide("1");
  const [arrows, rates] = findAll(document, "lena-export-menu");
  const drawn = await svgOf(await saveAs(arrows!, "SVG", saved));
  expect(drawn.texts).toEqual(expect.arrayContaining(["8.0 of 8", "90°", "mean"]));
  expect(drawn.text).not.toMatch(/NaN|undefined/);
  expect(drawn.text).toContain(`stroke="${getComputedStyle(one(".cone .mean")).stroke}"`); // of the layer read last
  const [header, numbers] = await rowsOfCsv(await saveAs(arrows!, "CSV", saved));
  expect([numbers![0], Number(numbers![header!.indexOf("gain")])]).toEqual(["8", expect.closeTo(8, 3)]);
  const image = await createImageBitmap((await saveAs(arrows!, "PNG", saved)).blob);
  expect([image.width, image.height]).toEqual(drawn.size.map((length) => 2 * length));
  expect((await svgOf(await saveAs(rates!, "SVG", saved))).texts).toContain("layer3.0.conv2.weight");
  expect(await rowsOfCsv(await saveAs(rates!, "CSV", saved))).toHaveLength(1 + 48);
  for (const summary of findAll(document, "summary")) summary.click();
  await seen("What the arrows show");
  await seen("Every layer at update 21");
});

test("where the recorded run cannot be read the page says so, and the arrows work", async () => {
  const { app } = await mountApp();
  app.readRecorded = () => Promise.reject(new Error("offline"));
  location.hash = "about";
  await seen("The recorded run cannot be shown. recorded/resnet8-lena-n32.zip: it is not there.");
  await chooseCount(2);
  await slide("0");
  await seen("= 1 / 1.00 = 1.00 of 2");
});

test("the table has the paper's numbers", async () => {
  await openAbout();
  expect(pageText()).toMatch(/128 ?30\.8% never ?68\.6% never ?90\.6% 352/);
});

test("? opens the help, not while something is written, and its link leads to About", async () => {
  await mountApp();
  press("?", findAll(document, "lena-field")[1]!.shadowRoot!.querySelector("input")!);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(findAll(document, "lena-help-dialog")).toHaveLength(0);
  press("?");
  await vi.waitFor(() => expect(one<HTMLDialogElement>("dialog").open).toBe(true), { timeout: 20_000 });
  expect(pageText()).toContain("1 where the micro-batches agree about a layer");
  for (const place of ["Charts, heat map, small multiples", "Network", "Time slider"])
    expect(pageText()).toContain(place);
  press("?");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(findAll(document, "dialog")).toHaveLength(1);
  findAll(document, 'dialog a[href="#about"]')[0]!.click();
  await seen("One learning rate does not fit all layers");
  expect(one<HTMLDialogElement>("dialog").open).toBe(false);
});

test("the header has a button for the help", async () => {
  await mountApp();
  one<HTMLButtonElement>(".help").click();
  await vi.waitFor(() => expect(one<HTMLDialogElement>("dialog").open).toBe(true), { timeout: 20_000 });
});
