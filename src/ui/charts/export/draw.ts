/**
 * @file A chart drawn as a list of marks, which are then written as SVG (svg-file.ts) or painted (png-file.ts), so that
 * both files show the same. A curve keeps the highest and the lowest value of every pixel column.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import type { ChartPicture, PictureAxis, PictureCurve } from "./picture.ts";

export type Mark =
  | {
      readonly kind: "path";
      readonly d: string;
      readonly stroke: string;
      readonly width: number;
      readonly dash: readonly number[];
    }
  | {
      readonly kind: "circle";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly stroke: string;
      readonly fill: string;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly colour: string;
      readonly anchor: "start" | "middle" | "end";
      readonly bold: boolean;
    };

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly title: string;
  readonly marks: readonly Mark[];
}

const WIDTH = 960;
const PLOT = { left: 76, right: WIDTH - 24, top: 100, bottom: 486 };
const LEGEND_TOP = PLOT.bottom + 62;
const ROW = 20;
/** Generous: the typeface is the reader's. */
const LETTER = 7.4;

type Text = Partial<Omit<Extract<Mark, { kind: "text" }>, "kind">>;

export function draw(picture: ChartPicture): Drawing {
  const { ink, title, subtitle, curves, rings } = picture;
  const right = picture.right ? PLOT.right - 46 : PLOT.right;
  const x = scaleOf(picture.x, [PLOT.left, right]);
  const scales = {
    left: scaleOf(picture.left, [PLOT.bottom, PLOT.top]),
    right: picture.right && scaleOf(picture.right, [PLOT.bottom, PLOT.top]),
  };
  const text = (value: string, place: Text): Mark => {
    return {
      kind: "text",
      x: 0,
      y: 0,
      text: value,
      size: 12,
      colour: ink.soft,
      anchor: "start",
      bold: false,
      ...place,
    };
  };
  const rule = (d: string, stroke: string): Mark => ({ kind: "path", d, stroke, width: 1, dash: [] });

  const marks: Mark[] = [
    text(title, { x: 24, y: 36, size: 18, colour: ink.ink, bold: true }),
    text(subtitle, { x: 24, y: 57, size: 13 }),
    text(picture.left.name, { x: 24, y: PLOT.top - 8 }),
  ];
  for (const tick of ticksOf(picture.left)) {
    const y = scales.left(tick);
    marks.push(rule(`M${PLOT.left} ${round(y)}H${right}`, ink.grid));
    marks.push(text(picture.left.format(tick), { x: PLOT.left - 10, y: y + 4, anchor: "end" }));
  }
  if (picture.right) {
    const { colour } = curves.find(({ axis }) => axis === "right") ?? { colour: ink.soft };
    marks.push(text(picture.right.name, { x: PLOT.right, y: PLOT.top - 8, anchor: "end", colour }));
    for (const tick of ticksOf(picture.right)) {
      marks.push(text(picture.right.format(tick), { x: right + 10, y: scales.right!(tick) + 4, colour }));
    }
  }
  marks.push(rule(`M${PLOT.left} ${PLOT.bottom}H${right}`, ink.soft));
  for (const tick of ticksOf(picture.x)) {
    marks.push(text(picture.x.format(tick), { x: x(tick), y: PLOT.bottom + 20, anchor: "middle" }));
  }
  marks.push(text(picture.x.name, { x: right, y: PLOT.bottom + 40, anchor: "end" }));

  for (const curve of curves) {
    const y = curve.axis === "right" ? scales.right! : scales.left;
    marks.push(...curveMarks(picture, curve, x, y));
  }
  for (const ring of rings) {
    marks.push({ kind: "circle", x: x(ring.x), y: scales.left(ring.y), r: 4, stroke: ring.colour, fill: ink.panel });
  }
  const legend = legendMarks(picture, text);
  return {
    width: WIDTH,
    height: LEGEND_TOP + legend.height + 12,
    background: ink.panel,
    title,
    marks: [...marks, ...legend.marks],
  };
}

const scaleOf = ({ log, domain }: PictureAxis, range: [number, number]) =>
  (log ? scaleLog() : scaleLinear())
    .domain([...domain])
    .range(range)
    .clamp(true);
type Scale = ReturnType<typeof scaleOf>;

/** On a log axis 1, 2 and 5 of each decade where there are few, else 1 alone. */
function ticksOf({ log, domain: [low, high] }: PictureAxis): number[] {
  if (!log) return scaleLinear().domain([low, high]).ticks(7);
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const digits = last - first > 5 ? [1] : [1, 2, 5];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const ticks = decades.flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)));
  return ticks.filter((tick) => tick >= low && tick <= high);
}

const round = (value: number) => Number(value.toFixed(1));

function curveMarks({ xs, ink }: ChartPicture, curve: PictureCurve, x: Scale, y: Scale): Mark[] {
  const { values, colour: stroke, width, dash } = curve;
  const log = "base" in y;
  const shown = (value: number) => Number.isFinite(value) && (!log || value > 0);
  const path = line<number>(
    (i) => round(x(xs[i]!)),
    (i) => round(y(values[i]!)),
  );
  if (curve.dotted) {
    const known = [...Array(xs.length).keys()].filter((i) => shown(values[i]!));
    const dots = known.map((i): Mark => {
      return { kind: "circle", x: x(xs[i]!), y: y(values[i]!), r: 3.5, stroke, fill: ink.panel };
    });
    return [{ kind: "path", d: path(known) ?? "", stroke, width, dash }, ...dots];
  }
  const d = path.defined((i) => shown(values[i]!))(extremes(xs, values, x)) ?? "";
  return [{ kind: "path", d, stroke, width, dash }];
}

/** Of each pixel column the first, lowest, highest and last value, by index, in order; a NaN is kept: it breaks the line. */
function extremes(xs: ArrayLike<number>, values: ArrayLike<number>, x: Scale): number[] {
  const kept: number[] = [];
  for (let from = 0, to = 0; from < xs.length; from = to) {
    const column = Math.floor(x(xs[from]!));
    let [low, high] = [from, from];
    for (to = from; to < xs.length && Math.floor(x(xs[to]!)) === column; to++) {
      if (!(values[low]! <= values[to]!)) low = to;
      if (!(values[high]! >= values[to]!)) high = to;
    }
    kept.push(...[...new Set([from, low, high, to - 1])].sort((a, b) => a - b));
  }
  return kept;
}

/** Columns of names under the plot, each with its line; as many columns as fit. */
function legendMarks({ curves, rings, ringName, ink }: ChartPicture, text: (value: string, place: Text) => Mark) {
  const count = curves.length + (rings.length > 0 ? 1 : 0);
  const longest = Math.max(ringName.length, ...curves.map(({ name }) => name.length));
  const wide = Math.min(WIDTH - 48, longest * LETTER + 60);
  const columns = Math.max(1, Math.floor((WIDTH - 48) / wide));
  const rows = Math.ceil(count / columns);
  const place = (i: number) => ({ x: 24 + Math.floor(i / rows) * wide, y: LEGEND_TOP + (i % rows) * ROW });
  const marks = curves.flatMap(({ name, colour: stroke, dash, width }, i): Mark[] => {
    const { x, y } = place(i);
    const d = `M${round(x)} ${y}h28`;
    return [
      { kind: "path", d, stroke, width: Math.max(1.5, width), dash },
      text(name, { x: x + 38, y: y + 4, colour: ink.ink }),
    ];
  });
  if (rings.length > 0) {
    const { x, y } = place(curves.length);
    marks.push({ kind: "circle", x: x + 14, y, r: 4, stroke: ink.soft, fill: ink.panel });
    marks.push(text(ringName, { x: x + 38, y: y + 4, colour: ink.ink }));
  }
  return { marks, height: rows * ROW };
}
