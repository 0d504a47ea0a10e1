/**
 * @file One panel of lines: each a mean with the band of its 95% interval, a marker shape and a dash beside its colour, and
 * its name at its end. Values without a number stand in a strip of their own on top.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import {
  area,
  line,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  symbolTriangle2,
} from "d3-shape";
import { type Box, epochTicks, heading, shorten, spread, textWidth, xAxis, yAxis } from "./frame.ts";
import { element, label } from "./svg.ts";
import { fill, type Swatch, stroke } from "./swatches.ts";

export interface Point {
  readonly x: number;
  /** Null: never, drawn on top. */
  readonly y: number | null;
  /** Null: no band here. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Line {
  readonly label: string;
  /** Not named in the panel: too many are. */
  readonly isUnnamed?: boolean;
  readonly spoken?: string | undefined;
  readonly swatch: Swatch;
  readonly dash: readonly number[];
  /** Which shape marks its points; absent: the end only. */
  readonly marker?: number | undefined;
  readonly width: number;
  readonly points: readonly Point[];
}

export interface LineAxis {
  readonly name: string;
  readonly log: boolean;
  readonly domain: readonly [number, number];
  readonly format: (value: number) => string;
  /** Absent: chosen by the scale. */
  readonly ticks?: readonly number[] | undefined;
}

export interface LinePanel {
  readonly kind: "lines";
  readonly title: string;
  readonly subtitle: string;
  readonly width: number;
  readonly height: number;
  readonly x: LineAxis;
  readonly y: LineAxis;
  readonly lines: readonly Line[];
  /** A dotted line across. */
  readonly target?: number | undefined;
  readonly hasNever: boolean;
}

const SHAPES = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolTriangle2];
const STRIP = 20;
const LABEL_GAP = 12.5;
const NEVER_GAP = 7;
const NEVER_ROOM = 34;

export function linePanel(panel: LinePanel): string {
  const named = panel.lines.filter((item) => !item.isUnnamed && item.points.length > 0);
  const labelWidth = Math.min(132, Math.max(24, ...named.map((item) => textWidth(item.label))));
  // Marks of "never" stand side by side, so the last of them reach beyond the axis.
  const gap = Math.min(NEVER_GAP, NEVER_ROOM / panel.lines.length);
  const shiftOf = (i: number) => (panel.hasNever ? (i - (panel.lines.length - 1) / 2) * gap : 0);
  const side = 12 + Math.max(0, shiftOf(panel.lines.length - 1));
  const top = 36 + (panel.hasNever ? STRIP : 0);
  const box: Box = { left: 40, right: panel.width - labelWidth - side - 2, top, bottom: panel.height - 36 };
  const inset = panel.hasNever ? Math.max(0, shiftOf(panel.lines.length - 1)) + 6 : 0;
  const x = scaleOf(panel.x, [box.left + inset, box.right]);
  const y = scaleOf(panel.y, [box.bottom, box.top]);
  const neverY = top - STRIP / 2 - 2;
  const at = (point: Point, shift: number): [number, number] => [
    x(point.x) + (point.y === null ? shift : 0),
    point.y === null ? neverY : y(point.y),
  ];

  const bands = panel.lines.map((item) => band(item, x, y, box));
  const lines = panel.lines.map((item, i) => drawn(item, (point) => at(point, shiftOf(i))));
  const wanted = named.map((item) => at(item.points.at(-1)!, 0)[1]);
  const heights = spread(wanted, LABEL_GAP, box.top - (panel.hasNever ? STRIP : 0) + 2, box.bottom);
  const names = named.map((item, i) => {
    const [endX] = at(item.points.at(-1)!, 0);
    return endLabel(item, endX, wanted[i]!, heights[i]!, box.right + side, labelWidth);
  });

  return [
    heading(panel.title, panel.subtitle, panel.width),
    yAxis(y, panel.y.ticks ?? ticksOf(panel.y), panel.y.format, box, panel.y.name),
    xAxis(x, panel.x.ticks ?? epochTicks(panel.x.domain[1]), panel.x.format, box, panel.x.name),
    panel.hasNever ? neverStrip(box, neverY) : "",
    panel.target === undefined
      ? ""
      : targetLine(
          box,
          y(panel.target),
          [0, -1].map((end) => panel.lines.map(({ points }) => y(points.at(end)?.y ?? 0))),
        ),
    ...bands,
    ...lines,
    ...names,
    panel.lines.length === 0
      ? label("no runs yet", { x: box.left + 12, y: (box.top + box.bottom) / 2, fill: "#595e68" })
      : "",
  ].join("");
}

const scaleOf = ({ log, domain }: LineAxis, range: [number, number]) =>
  (log ? scaleLog() : scaleLinear()).domain([...domain]).range(range);

function ticksOf({ log, domain }: LineAxis): number[] {
  if (!log)
    return scaleLinear()
      .domain([...domain])
      .ticks(5);
  const [low, high] = domain;
  // Powers of 2, 4 or 16: whichever leaves few enough to be read.
  const [from, to] = [Math.ceil(Math.log2(low * 0.999)), Math.floor(Math.log2(high * 1.001))];
  const stride = [1, 2, 4].find((size) => (to - from) / size <= 5) ?? 8;
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => 2 ** (from + i * stride));
}

type Scale = ReturnType<typeof scaleOf>;

function band(item: Line, x: Scale, y: Scale, box: Box): string {
  const within = (value: number) => Math.min(box.bottom, Math.max(box.top, y(value)));
  const path = area<Point>()
    .defined(({ y: mean, low, high }) => mean !== null && low !== null && high !== null)
    .x((point) => x(point.x))
    .y0(({ low }) => within(Math.max(low!, y.domain()[0]!)))
    .y1(({ high }) => within(high!))([...item.points]);
  return path ? element("path", { ...fill(item.swatch), d: path, "fill-opacity": 0.14 }) : "";
}

function drawn(item: Line, at: (point: Point) => [number, number]): string {
  const path = line<Point>(
    (point) => at(point)[0],
    (point) => at(point)[1],
  );
  const known = item.points.filter(({ y }) => y !== null);
  const first = item.points.findIndex(({ y }) => y === null);
  const marked = item.marker === undefined ? item.points.slice(-1) : item.points;
  const shape = SHAPES[(item.marker ?? 0) % SHAPES.length]!;
  const look = { ...stroke(item.swatch), "stroke-width": item.width, "stroke-linejoin": "round" };
  return [
    known.length > 1
      ? element("path", { ...look, d: path(known)!, "stroke-dasharray": item.dash.join(" ") || undefined })
      : "",
    // Where a line leaves for the strip on top, dots lead there.
    first > 0
      ? element("path", {
          ...look,
          d: path(item.points.slice(first - 1, first + 1))!,
          "stroke-width": 1,
          "stroke-dasharray": "1 3",
        })
      : "",
    ...marked.map((point) => {
      const [px, py] = at(point);
      const d = symbol(shape, item.marker === undefined ? 14 : 34)()!;
      const paint =
        point.y === null
          ? { ...look, class: `${look.class} hollow`, fill: "#ffffff", "stroke-width": 1.4 }
          : fill(item.swatch);
      return element("path", { ...paint, d, transform: `translate(${px.toFixed(2)} ${py.toFixed(2)})` });
    }),
  ].join("");
}

/** The name in the margin, with a leader where it had to move; a line that ends early has it beside its end. */
function endLabel(item: Line, endX: number, endY: number, height: number, margin: number, width: number): string {
  const isEarly = margin - endX > 40;
  const x = isEarly ? endX + 9 : margin;
  const leader = { ...stroke(item.swatch), "stroke-width": 0.75, x1: endX + 4, y1: endY, x2: x - 2, y2: height };
  // In the strip on top many lines end at one height: there the names stand in their order.
  const hasMoved = item.points.at(-1)!.y !== null && (Math.abs(height - endY) > 2 || x - endX > 16);
  const text = label(shorten(item.label, width), { x, y: height + 3.5, ...fill(item.swatch) });
  return `${hasMoved ? element("line", { ...leader, "stroke-opacity": 0.6 }) : ""}${text}`;
}

/** `ends`: heights at which lines begin, and at which they end; the word keeps off them where it can. */
function targetLine(box: Box, y: number, ends: readonly (readonly number[])[]): string {
  const places = ends.flatMap((heights, side) => {
    const isFree = (top: number, bottom: number) => heights.every((height) => height < y + top || height > y + bottom);
    const at = side === 0 ? { x: box.left + 4 } : { x: box.right - 4, "text-anchor": "end" };
    return [...(isFree(-16, 2) ? [{ ...at, y: y - 4 }] : []), ...(isFree(-2, 16) ? [{ ...at, y: y + 12 }] : [])];
  });
  const place = places[0] ?? { x: box.left + 4, y: y + 12 };
  const shape = { class: "target", stroke: "#15171c", x1: box.left, x2: box.right, y1: y, y2: y };
  return (
    element("line", { ...shape, "stroke-dasharray": "1 3.5", "stroke-width": 1.2, "stroke-linecap": "round" }) +
    label("target", { ...place, fill: "#595e68", "font-size": 10 })
  );
}

function neverStrip(box: Box, y: number): string {
  const edge = { class: "axis", stroke: "#b9b8b1", x1: box.left, x2: box.right, y1: box.top - 3, y2: box.top - 3 };
  return (
    element("line", { ...edge, "stroke-dasharray": "2 3" }) +
    label("never", { x: box.left - 6, y: y + 3.5, fill: "#595e68", "text-anchor": "end" })
  );
}
