/** @file What a person who does not see the page hears of its controls: what each is called, and what it does. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { button, findAll, mountApp, pageText } from "./testing/mount.ts";

beforeEach(() => {
  location.hash = "";
});
afterEach(async () => {
  document.body.replaceChildren();
  location.hash = "";
  const kept = await navigator.storage.getDirectory();
  for (const folder of ["runs", "sweeps"]) await kept.removeEntry(folder, { recursive: true }).catch(() => {});
});

const seen = (text: string | RegExp) => vi.waitFor(() => expect(pageText()).toMatch(text), { timeout: 20_000 });
const view = (route: string) => findAll(document, `lena-${route}-view:not([hidden])`)[0]!;

/** What each opens, so that the view has all of its controls. */
const opened = {
  train: async () => {
    await mountApp({ updateMs: 0 });
    button("Train").click();
    await seen(/Test accuracy ?84\.6%/);
  },
  compare: async () => {
    await mountApp();
    location.hash = "#compare";
    await seen("Where the configurations differ");
  },
  replicate: async () => {
    await mountApp();
    location.hash = "#replicate";
    await vi.waitFor(() => button("Open the recorded results").click(), { timeout: 20_000 });
    await seen("Finished");
  },
  about: async () => {
    await mountApp();
    location.hash = "#about";
    await seen("update 21");
  },
};
const routes = Object.keys(opened) as (keyof typeof opened)[];

test.each(routes)("%s: files and tables are named after what they are of, no two alike", async (route) => {
  await opened[route]();
  const names = findAll(view(route).shadowRoot!, "lena-export-menu, lena-data-table")
    .flatMap(({ shadowRoot }) => [...shadowRoot!.querySelectorAll("button, summary")])
    .map((control) => control.getAttribute("aria-label"));
  expect(names.length).toBeGreaterThan(5);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^(Save as (PNG|SVG|CSV)|Data of): [A-Z]/);
});

test.each(routes)("%s: every control has a line of help", async (route) => {
  await opened[route]();
  for (const folded of findAll(view(route).shadowRoot!, "details")) folded.toggleAttribute("open", true);
  const controls = findAll(document.body, "button, input, select, summary").filter((one) => one.checkVisibility());
  expect(controls.length).toBeGreaterThan(10);
  const describes = (one: HTMLElement) =>
    one.closest("[title], [aria-description]") ??
    (one.getRootNode() as ShadowRoot).getElementById(one.getAttribute("aria-describedby") ?? "");
  const bare = controls.filter((one) => !describes(one)).map((one) => one.outerHTML.replace(/<!--.*?-->|\s+/g, " "));
  expect(bare).toEqual([]);
});

test("in Train the first stop leads past header and form, to the charts", async () => {
  const { app } = await mountApp();
  const skip = button("Skip to the charts");
  expect(app.shadowRoot!.querySelector("*")).toBe(skip);
  expect(getComputedStyle(skip).clipPath).not.toBe("none");
  skip.focus();
  expect(getComputedStyle(skip).clipPath).toBe("none");
  skip.click();
  expect(view("train").shadowRoot!.activeElement?.matches("main")).toBe(true);
  location.hash = "#about";
  await vi.waitFor(() => expect(() => button("Skip to the charts")).toThrow());
});
