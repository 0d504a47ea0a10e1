/** @file Curves in one frame, and in many small ones. A curve keeps the extremes of every pixel column. */
import { line } from "d3-shape";
import type { ChartInk } from "../../../core/palette.ts";
import { axisTicks } from "../axis-ticks.ts";
import { ceilingPlace, floorPlace, type NamePlace, type Point } from "../envelope-names.ts";
import { OFF_SCALE_ROW, OFF_SCALE_SIZE, offScaleMarks } from "../off-scale.ts";
import { shortNames } from "../short-names.ts";
import { cellsFor, plotOf } from "../small-cells.ts";
import { HALO } from "../strong-line.ts";
import { grainOf, indicesWithin, thin, thinnedUpdates } from "../thin.ts";
import {
  type Body,
  type Box,
  filled,
  HEIGHT,
  LETTER,
  MARGIN,
  type Mark,
  round,
  rule,
  type Scale,
  scaleOf,
  TOP,
  WIDTH,
  words,
  xAxisMarks,
  yAxisMarks,
} from "./marks.ts";
import type {
  CurvesPicture,
  MultiplesPicture,
  NamedCurve,
  PictureAxis,
  PictureCurve,
  PictureEnvelope,
} from "./picture.ts";

const LEFT = 76;
/** Of the numbers on the right. */
const RIGHT = 46;
const MOST_TICKS = 15;
const FEW_TICKS = 4;
/** Half of the widest line: one along the edge is whole. */
const EDGE = 2;
/** Of many small charts. */
const MOST_COLUMNS = 5;
const CELL_HEIGHT = 130;

export function curvesBody(picture: CurvesPicture): Body {
  const { ink, curves, rings = [], left, right } = picture;
  const box = { left: LEFT, right: WIDTH - MARGIN - (right ? RIGHT : 0), top: TOP, bottom: TOP + HEIGHT };
  const x = openScale(picture.x, [box.left, box.right]);
  const y = openScale(left, [box.bottom, box.top]);
  const marks: Mark[] = [
    words(left.name, { x: MARGIN, y: TOP - 14, colour: ink.soft }),
    ...yAxisMarks(left, y, box, ink, left.log ? MOST_TICKS : 7),
    ...xAxisMarks(picture.x, x, box, ink),
    ...(picture.envelope ? envelopeMarks(picture.envelope, x, y, box, ink) : []),
  ];
  const onRight = right && openScale(right, [box.bottom, box.top]);
  if (right && onRight) {
    const { colour } = curves.find(({ axis }) => axis === "right") ?? { colour: ink.soft };
    marks.push(words(right.name, { x: WIDTH - MARGIN, y: TOP - 14, anchor: "end", colour }));
    for (const tick of axisTicks(right.log, right.domain, 7)) {
      marks.push(words(right.format(tick), { x: box.right + 10, y: onRight(tick) + 4, colour }));
    }
  }
  for (const curve of curves.toSorted((one, other) => heightOf(one) - heightOf(other))) {
    const along = (curve.axis && onRight) ?? y;
    if (curve.strong)
      marks.push(...curveMarks({ ...curve, colour: ink.panel, width: HALO, dash: [] }, x, along, box, ink.panel));
    marks.push(...curveMarks(curve, x, along, box, ink.panel));
  }
  const onLeft = curves.filter(({ axis }) => axis !== "right");
  const inPixels = onLeft.map(({ colour, xs, ys }) => ({ colour, xs: Array.from(xs, x), ys }));
  for (const { row, ...mark } of offScaleMarks(inPixels, left.domain[1], box)) {
    const y = box.top + OFF_SCALE_SIZE + row * OFF_SCALE_ROW;
    marks.push(words(mark.text, { x: mark.x, y, size: OFF_SCALE_SIZE, colour: mark.colour }));
  }
  for (const { colour: stroke, opacity, ...ring } of rings) {
    if (!isWithin(ring.x, picture.x)) continue;
    marks.push({ kind: "circle", x: x(ring.x), y: y(ring.y), r: 4, stroke, fill: ink.panel, opacity });
  }
  return { marks, bottom: box.bottom + 40 };
}

function envelopeMarks(envelope: PictureEnvelope, x: Scale, y: Scale, box: Box, ink: ChartInk): Mark[] {
  const { floor, ceiling } = envelope;
  const pointsOf = ({ xs, ys }: PictureCurve) => Array.from(xs, (at, i): Point => [x(at), y(ys[i]!)]);
  const marksOf = (curve: NamedCurve, place: NamePlace | undefined): Mark[] => {
    const lines = curveMarks(curve, x, y, box, ink.panel);
    if (!place) return lines;
    return [...lines, words(curve.name, { ...place, angle: (place.angle * 180) / Math.PI, colour: ink.soft })];
  };
  const low = pointsOf(floor);
  const floorMarks = marksOf(floor, floorPlace(low, floor.name.length * LETTER, box));
  if (!ceiling) return floorMarks;
  const high = pointsOf(ceiling);
  const band = line()([...high, ...low.toReversed()].map(([x, y]) => [round(x), round(y)])) ?? "";
  const inside = envelope.filled ? [{ ...filled(band, ink.envelope), clip: box }] : [];
  return [...inside, ...marksOf(ceiling, ceilingPlace(high, ceiling.name.length * LETTER, box)), ...floorMarks];
}

export function multiplesBody({ cells, ink, ...axes }: MultiplesPicture): Body {
  const room = Math.max(HEIGHT, Math.ceil(cells.length / MOST_COLUMNS) * CELL_HEIGHT);
  const { cells: places, height } = cellsFor(cells.length, WIDTH - 2 * MARGIN, room);
  const numbers = 1 + Math.max(0, ...cells.map(({ value }) => value.length));
  const letters = Math.floor((places[0]?.width ?? 0) / LETTER) - numbers;
  const names = shortNames(
    cells.map(({ name }) => name),
    letters,
  );
  const marks = cells.flatMap(({ value, curves }, i): Mark[] => {
    const place = places[i]!;
    const { left, top, width, height } = plotOf(place);
    const box = { left: MARGIN + left, right: MARGIN + left + width, top: TOP + top, bottom: TOP + top + height };
    const x = openScale(axes.x, [box.left, box.right]);
    const y = openScale(axes.left, [box.bottom, box.top]);
    const [start, end] = axes.x.domain;
    const below = { y: box.bottom + 14, size: 11, colour: ink.soft };
    return [
      words(names[i]!, { x: MARGIN + place.left, y: box.top - 9, colour: ink.ink }),
      words(value, { x: box.right, y: box.top - 9, anchor: "end", colour: ink.soft }),
      ...yAxisMarks(axes.left, y, box, ink, FEW_TICKS),
      rule(`M${round(box.left)} ${round(box.bottom)}H${round(box.right)}`, ink.soft),
      words(axes.x.format(start), { x: box.left, ...below }),
      words(axes.x.format(end), { x: box.right, anchor: "end", ...below }),
      ...curves.flatMap((curve) => curveMarks(curve, x, y, box, ink.panel)),
    ];
  });
  const axesName = `${axes.left.name}, by ${axes.x.name}`;
  return {
    marks: [words(axesName, { x: MARGIN, y: TOP - 14, colour: ink.soft }), ...marks],
    bottom: TOP + height,
  };
}

/** What lies beyond it leaves the plot, as it does on the page. */
const openScale = (axis: PictureAxis, range: [number, number]) => scaleOf(axis, range).clamp(false);

const heightOf = ({ strong, over }: PictureCurve) => (over ? 2 : strong ? 1 : 0);

const isWithin = (x: number, { domain: [start, end] }: Pick<PictureAxis, "domain">) => x >= start && x <= end;

function curveMarks(curve: PictureCurve, x: Scale, y: Scale, box: Box, panel: string): Mark[] {
  const { xs, ys, colour: stroke, width, dash, opacity } = curve;
  const log = "base" in y;
  const clip = { left: box.left - EDGE, right: box.right + EDGE, top: box.top - EDGE, bottom: box.bottom + EDGE };
  const shown = (value: number) => Number.isFinite(value) && (!log || value > 0);
  const path = line<Point>(
    ([at]) => round(x(at)),
    ([, value]) => round(y(value)),
  ).defined(([, value]) => shown(value));
  const marked = (points: readonly Point[]): Mark => {
    return { kind: "path", d: path([...points]) ?? "", stroke, width, dash, opacity, clip };
  };
  if (curve.dotted) {
    const known = Array.from(xs, (at, i): Point => [at, ys[i]!]).filter(([, value]) => shown(value));
    const domain = x.domain() as [number, number];
    const dots = known
      .filter(([at]) => isWithin(at, { domain }))
      .map(([at, value]): Mark => {
        return { kind: "circle", x: x(at), y: y(value), r: 3.5, stroke, fill: panel, opacity };
      });
    return [marked(known), ...dots];
  }
  const [from = 0, to = 0] = x.range();
  const [first, end] = indicesWithin(xs, x.domain() as [number, number]);
  // One more on either side, so that the line goes on to the plot's edges.
  const grain = grainOf(Math.max(0, first - 1), Math.min(end, ys.length - 1), ys.length, to - from);
  const values = thin(ys, grain);
  return [marked(Array.from(thinnedUpdates(grain), (at, i): Point => [xs[at]!, values[i]!]))];
}
