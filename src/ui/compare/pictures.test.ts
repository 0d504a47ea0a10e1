/** @file What a chart of the Compare view hands to its files where only a part of it is on show. */
import { expect, test } from "vitest";
import type { Line } from "./overlay-lines.ts";
import { overlayPicture } from "./pictures.ts";

const x = Float64Array.from({ length: 100 }, (_, i) => i);
const line: Line = {
  id: "a",
  name: "a",
  colour: "#123456",
  dash: [],
  updates: x,
  x,
  y: x.map((at) => (at < 10 ? 2 : 1)),
};
const source = { title: "Loss", lines: [line], scale: "value", unit: "updates", end: 99, theme: "light" } as const;

test("the axes are those of the part on show, the table has every number", () => {
  const whole = overlayPicture({ ...source, target: undefined });
  const part = overlayPicture({ ...source, target: undefined, span: [50, 60] });
  const axes = [whole, part].map((picture) => picture.form === "curves" && [picture.x.domain, picture.left.domain]);
  expect(axes).toEqual([
    [
      [0, 99],
      [0, 2.12],
    ],
    [
      [50, 60],
      [0, 1.06],
    ],
  ]);
  expect([...part.table.rows()]).toHaveLength(100);
});
