/** @file Configurations that come in by a link or an event, and what the Share menu gives out. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defaultRunConfig, type RunConfig } from "../train/config.ts";
import { permalinkOf } from "./permalink.ts";
import { button, findAll, mountApp, pageText, type } from "./testing/mount.ts";

beforeEach(() => history.replaceState(null, "", "#"));
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  history.replaceState(null, "", "#");
});

const shown = (name: string) =>
  findAll(document, `lena-field[data-name="${name}"]`)[0]!.shadowRoot!.querySelector<HTMLInputElement>("#control")!
    .value;
const go = async (hash: string) => {
  location.hash = hash;
  await new Promise((resolve) => window.addEventListener("hashchange", resolve, { once: true }));
};
const own = {
  name: "tiny",
  layers: [{ type: "flatten" }, { type: "dense", name: "fc", units: 10, bias: true }],
} as const;

test("a link fills the form, and coming back to it later does not undo what was written since", async () => {
  history.replaceState(null, "", "#v1=model:lenet5,workers:2,rule:linear");
  const { app } = await mountApp();
  await vi.waitFor(() => expect([shown("model"), shown("workers"), shown("rule")]).toEqual(["lenet5", "2", "linear"]));
  expect(shown("local")).toBe("2");
  await type(app, "workers", "3");
  await go("#train");
  await go("#v1=model:lenet5,workers:2,rule:linear");
  expect(shown("workers")).toBe("3");
  await go("#v1=workers:5");
  await vi.waitFor(() => expect([shown("workers"), shown("model")]).toEqual(["5", "small-cnn-bn"]));
});

test("a link that holds no configuration is explained, and the form stays as it was", async () => {
  const { app } = await mountApp();
  await type(app, "workers", "3");
  await go("#v1=workers:2,__proto__:1");
  await vi.waitFor(() => expect(pageText()).toContain("This configuration cannot be used; nothing was changed"));
  expect(pageText()).toContain("__proto__: unknown field");
  expect(shown("workers")).toBe("3");
  await go("#v1=workers:4");
  await vi.waitFor(() => expect(shown("workers")).toBe("4"));
  expect(pageText()).not.toContain("cannot be used");
});

test("a model of its own has a name in the form, and trains", async () => {
  history.replaceState(null, "", permalinkOf({ ...defaultRunConfig, model: own as unknown as RunConfig["model"] }));
  const { sessions } = await mountApp({ updateMs: 0 });
  await vi.waitFor(() => expect(pageText()).toContain("tiny"));
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.config.model).toEqual(own));
});

test("a configuration given during a run waits for its end", async () => {
  const { app, sessions } = await mountApp({ updateMs: 4 });
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(0));
  app.dispatchEvent(new CustomEvent("config-given", { detail: { config: { ...defaultRunConfig, workers: 7 } } }));
  await vi.waitFor(() => expect(pageText()).toContain("A configuration was given."));
  expect(shown("workers")).toBe("4");
  button("Stop").click();
  await vi.waitFor(() => expect(shown("workers")).toBe("7"));
  expect(pageText()).not.toContain("A configuration was given.");
});

test("the Share menu copies a link, a command and citations for what the form says", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const { app } = await mountApp();
  await type(app, "workers", "2");
  button("Share").click();
  await vi.waitFor(() => expect(pageText()).toContain("train --workers 2"));
  const copied = async (name: string, said: string) => {
    button(name).click();
    await vi.waitFor(() => expect(pageText()).toContain(`${said} copied`));
    return write.mock.lastCall![0];
  };
  const link = new URL(await copied("Copy link", "Link"));
  expect(link.hash).toBe("#v1=workers:2");
  expect(`${link.origin}${link.pathname}`).toBe(`${location.origin}${location.pathname}`);
  expect(await copied("Copy as command line", "Command line")).toBe(
    "npm run -s lena -- train --workers 2 --out runs/small-cnn-bn-lena-n4-seed1",
  );
  const bibtex = await copied("Copy as BibTeX", "BibTeX");
  expect(bibtex).toContain("doi       = {10.1145/3485447.3511989}");
  expect(bibtex.match(/^@\w+\{\w+,$/gm)).toEqual(["@inproceedings{ko2022lena,", "@software{lenalab,"]);
});

test("where the page may not copy, the text stands there, selected", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
  await mountApp();
  button("Share").click();
  button("Copy link").click();
  await vi.waitFor(() => expect(pageText()).toContain("does not let the page copy"));
  const [text] = findAll(document, "textarea") as HTMLTextAreaElement[];
  expect(text!.value).toBe(`${location.href.replace(/#.*$/, "")}#v1=`);
  expect(text!.selectionEnd! - text!.selectionStart!).toBe(text!.value.length);
});

test("a story fills the form and says what to watch for; a change makes it one's own; it can be chosen again", async () => {
  const { app } = await mountApp();
  const chooser = findAll(document, "lena-story-chooser")[0]!.shadowRoot!;
  const pressed = () => findAll(chooser, "button[aria-pressed=true]").map((each) => each.textContent?.trim());
  expect(pressed()).toEqual(["First look"]);
  button("Watch linear scaling fail").click();
  await vi.waitFor(() =>
    expect([shown("model"), shown("local"), shown("rule"), shown("warmup")]).toEqual([
      "small-cnn",
      "16",
      "linear",
      "fixed",
    ]),
  );
  expect(pageText()).toContain("every layer gets 64 times the base rate");
  await type(app, "rule", "lena");
  await vi.waitFor(() => expect(pressed()).toEqual([]));
  expect(pageText()).toContain("A configuration of your own.");
  button("Watch linear scaling fail").click();
  await vi.waitFor(() => expect(shown("rule")).toBe("linear"));
  expect(pressed()).toEqual(["Watch linear scaling fail"]);
});
