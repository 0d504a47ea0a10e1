/** @file The times of an update as its files have them. */
import { expect, test } from "vitest";
import { typicalUpdate } from "../../train/cost-summary.ts";
import { draw } from "../charts/export/draw.ts";
import { svgText } from "../charts/export/svg-file.ts";
import { madeUpRun } from "../testing/inspected-run.ts";
import { costPicture } from "./cost-picture.ts";

const { plan, store } = madeUpRun({}, 60);
const typical = typicalUpdate(store)!;
const picture = costPicture(plan, typical, "light");

test("the table has every part of every worker and of the coordinator", () => {
  const rows = [...picture.table.rows()];
  const of = (who: string) => rows.filter(([name]) => name === who).map(([, cost, ms]) => ({ cost, ms }));
  expect(of("2")).toEqual(typical.workers[2]);
  expect(of("coordinator")).toEqual(typical.coordinator);
  expect(rows).toHaveLength(4 * typical.workers[0]!.length + typical.coordinator.length);
});

test("bars are as long as their parts took, the longest as wide as the plot", () => {
  const drawing = draw(picture);
  const texts = drawing.marks.flatMap((mark) => (mark.kind === "text" ? mark.text : []));
  expect(texts).toEqual(expect.arrayContaining(["worker 3", "coordinator", "backward", "wait"]));
  const spans = drawing.marks.flatMap((mark) =>
    mark.kind === "path" && mark.fill && mark.d.includes("v24")
      ? [
          mark.d
            .match(/^M([\d.]+) \d+H([\d.]+)/)!
            .slice(1)
            .map(Number),
        ]
      : [],
  );
  expect(Math.min(...spans.map(([left]) => left!))).toBe(300);
  expect(Math.max(...spans.map(([, right]) => right!))).toBe(936);
  expect(svgText(drawing)).not.toMatch(/NaN|undefined/);
});
