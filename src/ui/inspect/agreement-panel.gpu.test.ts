/** @file "Do the workers agree?" in a real browser: arrows and numbers of the right update, and layers to choose. */
import { afterEach, expect, test, vi } from "vitest";
import { formatNumber } from "../format.ts";
import { type MadeUpRun, madeUpRun } from "../testing/inspected-run.ts";
import { mount, pageText } from "../testing/mount.ts";
import "./agreement-panel.ts";
import type { AgreementPanel } from "./agreement-panel.ts";

afterEach(() => document.body.replaceChildren());

async function show(run: MadeUpRun, rest: Partial<AgreementPanel> = {}): Promise<AgreementPanel> {
  return mount(Object.assign(document.createElement("lena-agreement-panel"), { ...run, ...rest }));
}
const all = (panel: AgreementPanel, selector: string) => [...panel.renderRoot.querySelectorAll(selector)];

test("every worker has an arrow and a row with the store's numbers, of the last update inspected by then", async () => {
  const run = madeUpRun({ workers: 3 });
  const panel = await show(run, { layer: 2, at: 61 });
  const row = run.store.agreements.findLast(({ update }) => update <= 61)!;
  expect(pageText()).toContain(`bn1.bias, update ${row.update}`);
  expect(all(panel, ".worker")).toHaveLength(3);
  expect(all(panel, ".arrows .mean")).toHaveLength(1);
  const cosines = all(panel, "tbody td:nth-child(3)").map((cell) => cell.textContent);
  const L = run.plan.layers.length;
  expect(cosines).toEqual([0, 1, 2].map((rank) => row.cosine[rank * L + 2]!.toFixed(3)));
});

test("going back in time shows an earlier one, and before the first there is none", async () => {
  const panel = await show(madeUpRun({ epochs: 9 }), { at: 200 });
  expect(pageText()).toContain("conv1.weight, update 200");
  panel.at = 3;
  await vi.waitFor(() => expect(pageText()).toContain("conv1.weight, update 0"));
});

test("the gain of the update alone and the one that the rate goes by are both named and marked", async () => {
  const { plan, store } = madeUpRun();
  const panel = await show({ plan, store }, { layer: 1, at: 60 });
  const [, update] = all(panel, ".head .mono")[0]!.textContent!.match(/update (\d+)/)!;
  const of = (metric: "meanSquare" | "squareMean" | "gain") => store.layerColumn(metric, 1)[Number(update)]!;
  const [alone, gain] = [of("meanSquare") / of("squareMean"), of("gain")].map(formatNumber);
  expect(alone).not.toBe(gain);
  expect(pageText()).toContain(`gain, this update alone ${alone}`);
  expect(pageText()).toContain(`gain G that the rate goes by ${gain}`);
  const [dot, tick] = [".arrows circle", ".arrows .rule"].map((mark) => all(panel, mark)[0]!.getBoundingClientRect());
  expect(Math.sign(dot!.y + dot!.height / 2 - tick!.y)).toBe(Math.sign(Number(alone) - Number(gain)));
});

test("arrows are spread wider where the workers agree less", async () => {
  const run = madeUpRun();
  const panel = await show(run, { layer: 0, at: 0 });
  const spread = () => {
    const boxes = all(panel, ".worker > g").map((arrow) => arrow.getBoundingClientRect());
    return Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
  };
  const young = spread();
  panel.at = 136;
  await vi.waitFor(() => expect(spread()).toBeGreaterThan(young * 1.3));
});

test("where gradients are 0, workers have dashes for directions and no arrows", async () => {
  const { plan, store } = madeUpRun();
  const L = plan.layers.length;
  const row = store.agreements[0]!;
  for (let rank = 0; rank < 4; rank++) row.norm[rank * L] = row.cosine[rank * L] = 0;
  const panel = await show({ plan, store }, { layer: 0, at: 0 });
  expect(all(panel, "tbody td").map((cell) => cell.textContent)).toEqual(Array(4).fill(["0", "–", "–"]).flat());
  expect(all(panel, ".worker")).toHaveLength(0);
  expect(pageText()).toContain("there is no direction to agree on");
  expect(all(panel, ".strip button")[0]!.getAttribute("aria-label")).toBe("conv1.weight: mean cosine –");
  panel.layer = 1;
  await vi.waitFor(() => expect(all(panel, ".worker")).toHaveLength(4));
});

test("it says that arrows are means of micro-batches already, which the gain is not of", async () => {
  await show(madeUpRun({ local: 4 }));
  expect(pageText()).toContain("Each arrow is already the mean of 4 micro-batches");
});

test("a layer is chosen with the mouse, or with the arrow keys from the only tab stop", async () => {
  const panel = await show(madeUpRun());
  const chosen = vi.fn();
  panel.addEventListener("layer-selected", ({ detail }) => {
    chosen(detail.layer);
    panel.layer = detail.layer;
  });
  const buttons = panel.renderRoot.querySelectorAll<HTMLButtonElement>(".strip button");
  expect([...buttons].map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1, -1, -1, -1, -1]);
  buttons[4]!.click();
  await vi.waitFor(() => expect(buttons[4]!.ariaPressed).toBe("true"));
  buttons[4]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  await vi.waitFor(() => expect(buttons[5]!.tabIndex).toBe(0));
  buttons[5]!.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
  expect(chosen.mock.calls).toEqual([[4], [5], [0]]);
  expect(buttons[4]!.getAttribute("aria-label")).toMatch(/^bn2\.weight: mean cosine 0\.\d\d$/);
});

test("with one worker it says what to change, and before a run what there will be", async () => {
  const panel = await show(madeUpRun({ workers: 1 }, 5));
  expect(pageText()).toContain("Set Workers to 2 or more");
  expect(all(panel, "svg")).toHaveLength(0);
  await mount(Object.assign(document.createElement("lena-agreement-panel"), { plan: madeUpRun({}, 1).plan }));
  expect(pageText()).toContain("stands here as an arrow beside the mean of all");
});
