/** @file What a drawing is made of, and the marks that every chart has: words, rules and axes. */
import { scaleLinear, scaleLog } from "d3-scale";
import type { ChartInk } from "../../../core/palette.ts";
import { axisTicks } from "../axis-ticks.ts";
import type { PictureAxis } from "./picture.ts";

interface AnyMark {
  /** 1 where it is absent. */
  readonly opacity?: number | undefined;
}

export interface PathMark extends AnyMark {
  readonly kind: "path";
  readonly d: string;
  readonly stroke?: string;
  readonly fill?: string;
  readonly width: number;
  readonly dash: readonly number[];
  /** What is drawn of it; absent: all. */
  readonly clip?: Box;
}

export interface CircleMark extends AnyMark {
  readonly kind: "circle";
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly stroke: string;
  readonly fill: string;
}

export interface TextMark extends AnyMark {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly colour: string;
  readonly anchor: "start" | "middle" | "end";
  readonly bold: boolean;
  /** In degrees, clockwise: at -90 it runs upwards. Level where it is absent. */
  readonly angle?: number;
}

/** Pixel by pixel, without smoothing. */
export interface ImageMark extends AnyMark {
  readonly kind: "image";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** (height, width, RGBA) */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export type Mark = PathMark | CircleMark | TextMark | ImageMark;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly title: string;
  readonly marks: readonly Mark[];
}

/** What a form of chart draws under the title, and how far down it comes. */
export interface Body {
  readonly marks: readonly Mark[];
  readonly bottom: number;
}

export const WIDTH = 960;
export const MARGIN = 24;
/** Where the title ends and a body begins. */
export const TOP = 100;
/** Of most plots. */
export const HEIGHT = 386;
/** Of a letter; generous: the typeface is the reader's. */
export const LETTER = 7.4;

/** Between two lines of words. */
export const LINE = 18;

/** The sides of a plot. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const round = (value: number) => Number(value.toFixed(1));

type Words = Pick<TextMark, "x" | "y" | "colour"> & Partial<TextMark>;

export function words(text: string, place: Words): TextMark {
  return { kind: "text", text, size: 12, anchor: "start", bold: false, ...place };
}

export function rule(d: string, stroke: string): PathMark {
  return { kind: "path", d, stroke, width: 1, dash: [] };
}

export function filled(d: string, fill: string, opacity?: number): PathMark {
  return { kind: "path", d, fill, width: 0, dash: [], opacity };
}

/** In lines of at most `width`, one below the other from its place on. */
export function paragraph(text: string, width: number, place: Words): TextMark[] {
  const most = Math.floor((1.12 * 12 * width) / (LETTER * (place.size ?? 12)));
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length <= most) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.map((line, i) => words(line, { ...place, y: place.y + i * LINE }));
}

/** Beyond its domain a scale stays at its end. */
export const scaleOf = ({ log, domain }: PictureAxis, range: [number, number]) =>
  (log ? scaleLog() : scaleLinear())
    .domain([...domain])
    .range(range)
    .clamp(true);
export type Scale = ReturnType<typeof scaleOf>;

/** Under a plot: its edge and numbers, and what they are. */
export function xAxisMarks(axis: PictureAxis, x: Scale, { left, right, bottom }: Box, ink: ChartInk): Mark[] {
  return [
    rule(`M${round(left)} ${bottom}H${round(right)}`, ink.soft),
    ...axisTicks(axis.log, axis.domain, 7).map((tick) =>
      words(axis.format(tick), { x: x(tick), y: bottom + 20, anchor: "middle", colour: ink.soft }),
    ),
    words(axis.name, { x: right, y: bottom + 40, anchor: "end", colour: ink.soft }),
  ];
}

/** Left of a plot: its numbers, a line across it at each. */
export function yAxisMarks(axis: PictureAxis, y: Scale, { left, right }: Box, ink: ChartInk, most: number): Mark[] {
  return (axis.ticks ?? axisTicks(axis.log, axis.domain, most)).flatMap((tick) => [
    rule(`M${round(left)} ${round(y(tick))}H${round(right)}`, ink.grid),
    words(axis.format(tick), { x: left - 10, y: y(tick) + 4, anchor: "end", colour: ink.soft }),
  ]);
}
