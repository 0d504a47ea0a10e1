import { describe, expect, test } from "vitest";
import { chartInk } from "../../../core/palette.ts";
import { draw } from "./draw.ts";
import type { Drawing } from "./marks.ts";
import type { CurvesPicture, PictureCurve } from "./picture.ts";
import { svgText } from "./svg-file.ts";

const curve = (values: readonly number[], change: Partial<PictureCurve> = {}): PictureCurve => {
  const ys = Float64Array.from(values);
  return { name: "a", colour: "#123456", width: 1, dash: [], xs: ys.map((_, i) => i), ys, ...change };
};
const picture = (values: readonly number[], change: Partial<CurvesPicture> = {}): CurvesPicture => ({
  form: "curves",
  title: "Rates & <gains>",
  subtitle: "a run",
  x: { name: "update", log: false, domain: [0, Math.max(1, values.length - 1)], format: String },
  left: { name: "rate", log: false, domain: [0, 10], format: String },
  curves: [curve(values)],
  ink: chartInk.light,
  table: { header: [], rows: () => [] },
  ...change,
});
/** The curve comes first among the paths of its colour; its line in the legend comes second. */
const pathOf = ({ marks }: Drawing) =>
  marks.find((mark) => mark.kind === "path" && mark.stroke === "#123456") as { d: string };
const heights = (drawing: Drawing) => [...pathOf(drawing).d.matchAll(/[\d.]+,([-\d.]+)/g)].map(([, y]) => Number(y));

describe("a curve", () => {
  test("keeps the spike of one update among ten thousand, and has far fewer points", () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i === 7003 ? 10 : i === 7011 ? 0 : 5 + Math.sin(i)));
    const drawn = heights(draw(picture(values)));
    const [top, bottom] = [Math.min(...drawn), Math.max(...drawn)];
    expect([top, bottom]).toEqual([100, 486]); // the plot's edges: 10 and 0
    expect(drawn.length).toBeLessThan(4 * 960);
    expect(drawn.length).toBeGreaterThan(960);
  });

  test("leaves the plot where it leaves the axis, and is cut off there", () => {
    const drawing = draw(picture([5, 20, 5]));
    expect(heights(drawing)).toEqual([293, -286, 293]);
    const frame =
      /<svg x="74" y="98" width="864" height="390" viewBox="74 98 864 390"><path d="[^"]*" stroke="#123456"/;
    expect(svgText(drawing)).toMatch(frame);
  });

  test("lies in a band that is cut off at the plot's edges too, as is the name of a line beyond them", () => {
    const xs = Float64Array.from({ length: 65 }, (_, i) => i / 32);
    const level = (name: string, at: number) => ({ ...curve([]), name, xs, ys: xs.map(() => at) });
    const envelope = { floor: level("the floor", 1), ceiling: level("the ceiling", 50), filled: true };
    const svg = svgText(draw(picture([5, 5, 5], { envelope })));
    expect(svg).toMatch(/<svg x="76" y="100" [^>]*><path d="[^"]*" fill="rgba[^"]*"\/><\/svg>/);
    expect([svg.includes("the floor"), svg.includes("the ceiling")]).toEqual([true, false]);
  });

  test("goes on to the edges of the part that is on show, and has every update of it", () => {
    const values = Array.from({ length: 10_000 }, (_, i) => 5 + Math.sin(i));
    const x = { name: "update", log: false, domain: [5000.5, 5400.5] as const, format: String };
    const { d } = pathOf(draw(picture(values, { x })));
    const across = [...d.matchAll(/([-\d.]+),/g)].map(([, at]) => Number(at));
    expect(across).toHaveLength(402);
    expect([across[0]! < 76, across[1]! > 76, across.at(-2)! < 936, across.at(-1)! > 936]).toEqual(Array(4).fill(true));
  });

  test("has no dots and no rings beyond the part that is on show", () => {
    const x = { name: "update", log: false, domain: [2, 4] as const, format: String };
    const rings = [1, 3].map((at) => ({ x: at, y: 5, colour: "#654321", opacity: 1 }));
    const { marks } = draw(
      picture([1, 2, 3, 4, 5, 6], { x, rings, curves: [curve([1, 2, 3, 4, 5, 6], { dotted: true })] }),
    );
    const circles = (stroke: string) => marks.filter((mark) => mark.kind === "circle" && mark.stroke === stroke);
    expect([circles("#123456").length, circles("#654321").length]).toEqual([3, 1]);
  });

  test("that stands out lies on a halo over the others, and under those that are over all", () => {
    const curves = [
      curve([1, 2], { over: true, colour: "#000003" }),
      curve([1, 2], { strong: true, colour: "#000002", width: 3, dash: [4, 4] }),
      curve([1, 2], { colour: "#000001" }),
    ];
    const { marks } = draw(picture([1, 2], { curves }));
    const lines = marks.filter((mark) => mark.kind === "path").filter(({ clip }) => clip);
    const { panel } = chartInk.light;
    expect(lines.map(({ stroke }) => stroke)).toEqual(["#000001", panel, "#000002", "#000003"]);
    expect(lines[1]).toMatchObject({ d: lines[2]!.d, width: 7, dash: [] });
  });

  test("of few updates has them all", () => {
    expect(heights(draw(picture([0, 10, 5])))).toEqual([486, 100, 293]);
  });

  test.each([
    ["a NaN", Number.NaN, false],
    ["an infinity", Number.POSITIVE_INFINITY, false],
    ["a rate of 0 on a log axis", 0, true],
  ])("is broken by %s", (_, gap, log) => {
    const left = { name: "rate", log, domain: [0.1, 10] as const, format: String };
    const { d } = pathOf(draw(picture([1, 2, gap, 3, 4], { left })));
    expect(d.match(/M/g)).toHaveLength(2);
    expect(d).not.toContain("NaN");
  });
});

test.each([
  [
    [0.009, 0.6],
    ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5"],
  ],
  [
    [0.6, 72],
    ["1", "2", "5", "10", "20", "50"],
  ],
  [
    [0.9e-6, 1.1],
    ["0.000001", "0.00001", "0.0001", "0.001", "0.01", "0.1", "1"],
  ],
] as const)("a log axis over %s has round numbers, few of them", (domain, want) => {
  const left = { name: "rate", log: true, domain, format: (value: number) => value.toFixed(9).replace(/\.?0+$/, "") };
  const ofAxis = draw(picture([1], { left })).marks.filter((mark) => mark.kind === "text" && mark.anchor === "end");
  expect(ofAxis.flatMap((mark) => (mark.kind === "text" && mark.text !== "update" ? mark.text : []))).toEqual(want);
});

test("sixty names stand in columns, none beyond the edge", () => {
  const curves = Array.from({ length: 60 }, (_, k) => curve([1], { name: `layer3.${k}.conv2.weight` }));
  const { marks, width, height } = draw(picture([1], { curves }));
  const names = marks.flatMap((mark) => (mark.kind === "text" && mark.text.startsWith("layer3.") ? mark : []));
  expect(names).toHaveLength(60);
  expect(new Set(names.map(({ x, y }) => `${x} ${y}`)).size).toBe(60);
  expect(Math.max(...names.map(({ x, text }) => x + text.length * 6.5))).toBeLessThan(width);
  expect(Math.max(...names.map(({ y }) => y))).toBeLessThan(height);
});

test("a curve without a name is not in the legend, one that stands back is faint", () => {
  const { name: _, ...unnamed } = curve([2, 1]);
  const { marks } = draw(picture([1, 2], { curves: [curve([1, 2]), { ...unnamed, opacity: 0.2 }] }));
  const lines = marks.filter((mark) => mark.kind === "path" && mark.stroke === "#123456");
  expect(lines.map(({ opacity }) => opacity)).toEqual([undefined, 0.2, undefined]);
  const named = svgText(draw(picture([1], { curves: [curve([2, 1], { opacity: 0.2 })] })));
  expect(named.match(/opacity="[\d.]+"/g)).toEqual(['opacity="0.2"', 'opacity="0.5"']); // the line, and its sign in the legend
});

test("what comes from outside is escaped in the SVG", () => {
  const text = svgText(draw(picture([1, 2])));
  expect(text).toContain("<title>Rates &amp; &lt;gains&gt;</title>");
  expect(text).not.toContain("<gains>");
});
