import { expect, test } from "vitest";
import { formatNumber, formatShare } from "../format.ts";
import { madeUpRun } from "../testing/inspected-run.ts";
import { lossTable, networkTable } from "./chart-tables.ts";

const { plan, store } = madeUpRun({ trainSize: 640, epochs: 4 });
const updatesOf = (update: number | null) => lossTable(store, update).rows.map(([at]) => Number(at));

test("the loss table has the updates around the one on show, newest first", () => {
  const last = store.updateCount - 1;
  expect(last).toBeGreaterThan(14);
  expect(updatesOf(null)).toEqual(Array.from({ length: 12 }, (_, back) => last - back));
  const around = updatesOf(9);
  expect([around[0], around.at(-1)]).toEqual([15, 4]);
  expect(lossTable(store, 9).caption).toBe("Updates 4 to 15");
});

test("the network's table has every layer's rate and how far its warm-up is, at the update on show", () => {
  const { rows, caption } = networkTable(store, plan, 3);
  expect(caption).toContain("update 3");
  expect(rows.map(([name]) => name)).toEqual(plan.layers.map(({ name }) => name));
  const [rate, warmup, state] = (["rate", "warmup", "state"] as const).map(
    (metric) => store.layerColumn(metric, 2)[3]!,
  );
  const { threshold } = plan.schedule;
  expect(rows[2]!.slice(1)).toEqual([
    formatNumber(rate),
    formatShare(warmup),
    formatNumber(state),
    formatNumber(threshold),
  ]);
  expect(networkTable(store, plan, null).caption).toContain(`update ${store.updateCount - 1}`);
  expect(networkTable(undefined, plan, null).rows).toEqual([]);
});

test("at either end of the run it stays full", () => {
  expect(updatesOf(0)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(updatesOf(store.updateCount - 1)[0]).toBe(store.updateCount - 1);
  const short = madeUpRun({ trainSize: 640, epochs: 4 }, 3).store;
  expect(lossTable(short, 0).rows.map(([at]) => at)).toEqual(["2", "1", "0"]);
  expect(lossTable(undefined, null).rows).toEqual([]);
});
