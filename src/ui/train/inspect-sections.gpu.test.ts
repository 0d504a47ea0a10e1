/** @file The inspector's panels in the page: they follow the layer and the update that are chosen elsewhere. */
import { afterEach, expect, test, vi } from "vitest";
import { button, drawn, findAll, mountApp, pageText } from "../testing/mount.ts";

afterEach(() => document.body.replaceChildren());

const root = (tag: string) => findAll(document, tag)[0]!.shadowRoot!;
const why = () => pageText(root("lena-why-panel"));
const chosen = (tag: string, name: string) => root(tag).querySelector<HTMLElement>(`[aria-label^="${name}"]`)!;

async function finishedRun() {
  const { sessions } = await mountApp({ updateMs: 0 });
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.state).toBe("finished"), { timeout: 10_000 });
  findAll(document, "lena-why-panel")[0]!.scrollIntoView({ block: "center" });
  await vi.waitFor(() => expect(why()).toContain("update 137"));
}

test("a layer chosen in the legend is the one that is explained", async () => {
  await finishedRun();
  expect(why()).toContain("conv1.weight");
  chosen("lena-layer-legend", "bn2.bias").click();
  await vi.waitFor(() => expect(why()).toContain("bn2.bias"));
});

test("the update under a chart's cursor is the one that is explained", async () => {
  await finishedRun();
  const plot = root("lena-gain-chart").querySelector<HTMLElement>(".plot")!;
  plot.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
  await vi.waitFor(() => expect(why()).toContain("update 0"));
});

/** Pixels of the rate chart that are painted. */
function ink(): number {
  const canvas = root("lena-rates-chart").querySelector("canvas")!;
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((part, i) => i % 4 === 3 && part > 40).length;
}

test("another rule that is switched on is drawn in the rate chart, and no more when it is switched off", async () => {
  await finishedRun();
  await vi.waitFor(() => expect(ink()).toBeGreaterThan(1000));
  await drawn();
  const plain = ink();
  const linear = () =>
    [...root("lena-why-panel").querySelectorAll("button")].find((it) => it.textContent!.includes("Square"))!;
  linear().click();
  await vi.waitFor(() => expect(ink()).toBeGreaterThan(plain + 100));
  await vi.waitFor(() => expect(linear().ariaPressed).toBe("true"));
  linear().click();
  await vi.waitFor(() => expect(ink()).toBe(plain));
});
