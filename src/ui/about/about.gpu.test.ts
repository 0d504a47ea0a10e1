/** @file The About view and the help dialog in a real browser: both are loaded when asked for. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findAll, mountApp, pageText } from "../testing/mount.ts";

beforeEach(() => history.replaceState(null, "", "#"));
afterEach(() => {
  document.body.replaceChildren();
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
}
const slider = () => one<HTMLInputElement>("#spread");
const slide = async (value: string) => {
  slider().value = value;
  slider().dispatchEvent(new Event("input"));
  await one<HTMLElementTagNameMap["lena-agreement-figure"]>("lena-agreement-figure").updateComplete;
};

test("the slider goes from gain 1 to gain n, in the words for a screen reader too", async () => {
  await openAbout();
  await slide("0");
  await seen("= 1 / 1.00 = 1.0 of 8");
  expect(slider().getAttribute("aria-valuetext")).toBe("0° between two of them, gain 1.00 of 8");
  await slide("1");
  await seen("= 1 / 0.13 = 8.0 of 8");
  const [, , fortyEight] = findAll(document, "input[name=n]");
  fortyEight!.click();
  await seen("= 1 / 0.02 = 64.0 of 64");
  expect(findAll(document, ".one")).toHaveLength(24);
});

test("an arrow can be dragged", async () => {
  await openAbout();
  const cone = one<SVGSVGElement>(".cone");
  const { left, top, width } = cone.getBoundingClientRect();
  const scale = width / cone.viewBox.baseVal.width;
  const drag = (x: number, y: number, buttons = 1) =>
    cone.dispatchEvent(
      new PointerEvent("pointermove", { buttons, clientX: left + x * scale, clientY: top + y * scale, bubbles: true }),
    );
  drag(130, 106); // along the mean
  await seen("= 1.0 of 8");
  drag(80, 56); // 45° off it: ‖ḡ‖² = ½
  await seen("= 1 / 0.50 = 2.0 of 8");
  drag(130, 106, 0); // no button is down
  await seen("= 2.0 of 8");
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
