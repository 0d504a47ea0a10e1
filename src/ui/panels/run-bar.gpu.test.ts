/** @file The numbers in the run bar, in a real browser. Its commands are tested with the page (ui/app.gpu.test.ts). */
import { afterEach, expect, test } from "vitest";
import { RunStore } from "../../session/run-store.ts";
import { defaultRunConfig } from "../../train/config.ts";
import { planOf } from "../charts/run-plan.ts";
import { addMadeUpUpdate } from "../testing/made-up-run.ts";
import { mount } from "../testing/mount.ts";
import "./run-bar.ts";

afterEach(() => document.body.replaceChildren());

const plan = planOf({
  ...defaultRunConfig,
  epochs: 1,
  trainSize: 100 * defaultRunConfig.microBatch * defaultRunConfig.workers * defaultRunConfig.local,
});

async function speedAfter(updates: number): Promise<{ speed: string; left: string }> {
  const store = new RunStore(plan.layers, plan.config.workers);
  // Ten slow updates, then a tenth of a second each.
  for (let t = 0; t < updates; t++)
    addMadeUpUpdate(store, plan, { elapsedMs: 5000 * Math.min(t + 1, 10) + 100 * Math.max(0, t - 9) });
  const bar = await mount(
    Object.assign(document.createElement("lena-run-bar"), { plan, store, state: "running" as const }),
  );
  const fact = (name: string) =>
    [...bar.renderRoot.querySelectorAll("dl div")].find((it) => it.textContent.startsWith(name))!.querySelector("dd")!
      .textContent;
  return { speed: fact("Images/s"), left: fact("Time left") };
}
const { totalBatch } = plan.schedule;

test.each([
  [1, "–"],
  [2, `${Math.round(totalBatch / 5)}`],
  [14, `${Math.round(totalBatch / 0.1)}`],
  [40, `${Math.round(totalBatch / 0.1)}`],
])(
  "after %i updates the speed is that of the last ones, without the slow ten where there are others: %s",
  async (updates, speed) => {
    expect((await speedAfter(updates)).speed.replaceAll(",", "")).toBe(speed);
  },
);

test("the time left is known from the fast ones soon", async () => {
  expect(Number.parseInt((await speedAfter(15)).left, 10)).toBeLessThan(20);
});
