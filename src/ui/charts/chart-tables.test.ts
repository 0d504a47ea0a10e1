import { expect, test } from "vitest";
import { madeUpRun } from "../testing/inspected-run.ts";
import { lossTable } from "./chart-tables.ts";

const { store } = madeUpRun({ trainSize: 640, epochs: 4 });
const updatesOf = (update: number | null) => lossTable(store, update).rows.map(([at]) => Number(at));

test("the loss table has the updates around the one on show, newest first", () => {
  const last = store.updateCount - 1;
  expect(last).toBeGreaterThan(14);
  expect(updatesOf(null)).toEqual(Array.from({ length: 12 }, (_, back) => last - back));
  const around = updatesOf(9);
  expect([around[0], around.at(-1)]).toEqual([15, 4]);
  expect(lossTable(store, 9).caption).toBe("Updates 4 to 15");
});

test("at either end of the run it stays full", () => {
  expect(updatesOf(0)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(updatesOf(store.updateCount - 1)[0]).toBe(store.updateCount - 1);
  const short = madeUpRun({ trainSize: 640, epochs: 4 }, 3).store;
  expect(lossTable(short, 0).rows.map(([at]) => at)).toEqual(["2", "1", "0"]);
  expect(lossTable(undefined, null).rows).toEqual([]);
});
