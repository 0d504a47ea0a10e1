/** @file The cells of small multiples: where each stands, and how one is drawn. In CSS pixels. */
import type { ChartInk } from "../../core/palette.ts";
import { formatTick } from "../format.ts";
import { axisTicks } from "./axis-ticks.ts";
import { BEHIND, type LayerStyle } from "./palette.ts";
import type { Column } from "./thin.ts";
import { type XAxis, xNumber } from "./x-axis.ts";

/** Width over height that a cell should have. */
const SHAPE = 1.8;
const LEAST_WIDTH = 118;
const LEAST_HEIGHT = 84;
/** Width from which there is room for a number beside the name. */
const ROOMY = 124;
const GAP = 14;
const NAME = 20;
const LETTER = 6.7;
/** Of a rate. */
const VALUE_LETTERS = 7;
/** Room for the numbers of an axis: beside a plot, and under it. */
const BESIDE = 48;
const UNDER = 16;
const MOST_TICKS = 4;

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** `height` is more than there was where many cells would be too flat. */
export function cellsFor(count: number, width: number, height: number): { cells: Place[]; height: number } {
  const most = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
  const columns = Math.min(count, most, Math.ceil(Math.sqrt((count * width) / height / SHAPE)));
  const rows = Math.ceil(count / columns);
  const whole = Math.max(height, rows * (LEAST_HEIGHT + GAP) - GAP);
  const [cellWidth, cellHeight] = [(width + GAP) / columns - GAP, (whole + GAP) / rows - GAP];
  const cells = Array.from({ length: count }, (_, i) => ({
    left: (i % columns) * (cellWidth + GAP),
    top: Math.floor(i / columns) * (cellHeight + GAP),
    width: cellWidth,
    height: cellHeight,
  }));
  return { cells, height: whole };
}

/** The part of a cell between its axes. */
export function plotOf({ left, top, width, height }: Place): Place {
  return { left: left + BESIDE, top: top + NAME, width: width - BESIDE, height: height - NAME - UNDER };
}

/** How many letters of a name fit over a cell, beside the number where there is one. */
export function nameLetters({ width }: Place): number {
  return Math.floor(width / LETTER) - (width < ROOMY ? 0 : VALUE_LETTERS + 1);
}

export interface SmallScale {
  readonly log: boolean;
  readonly y: readonly [number, number];
  readonly x: XAxis;
}

export interface SmallContent {
  /** Short enough, see nameLetters. */
  readonly name: string;
  /** The module's number at the update on show. */
  readonly value: string;
  readonly faded: boolean;
  readonly lineWidth: number;
  readonly xs: Float64Array;
  readonly curves: readonly { readonly values: Column; readonly style: LayerStyle }[];
  /** x, floor and ceiling at a few places. */
  readonly edges: readonly (readonly [number, number, number])[];
  /** x that the page is held at. */
  readonly heldAt: number | null;
  readonly cursor: number | null;
}

export function drawCell(
  context: CanvasRenderingContext2D,
  cell: Place,
  { log, y: [low, high], x: { unit, end } }: SmallScale,
  ink: ChartInk,
  content: SmallContent,
): void {
  const { left, top, width, height } = plotOf(cell);
  const right = left + width;
  const bottom = top + height;
  const place = log ? (value: number) => Math.log(value / low) / Math.log(high / low) : (value: number) => value / high;
  const toX = (x: number) => left + (x / end) * width;
  const toY = (value: number) => bottom - place(value) * height;
  context.save();
  context.fillStyle = ink.ink;
  context.font = '11px "Plex Mono", ui-monospace, monospace';
  context.textBaseline = "top";
  context.fillText(content.name, cell.left, cell.top + 1);
  context.fillStyle = ink.soft;
  context.textAlign = "right";
  if (cell.width >= ROOMY) context.fillText(content.value, right, cell.top + 1);
  drawNumbers();
  context.beginPath();
  context.rect(left, top, width, height + 1);
  context.clip();

  context.fillStyle = ink.envelope;
  context.beginPath();
  for (const [x, , ceiling] of content.edges) context.lineTo(toX(x), toY(ceiling));
  for (const [x, floor] of content.edges.toReversed()) context.lineTo(toX(x), toY(floor));
  context.fill();
  context.fillStyle = ink.grid;
  context.fillRect(left, bottom, width, 1);

  context.globalAlpha = content.faded ? BEHIND : 1;
  context.lineWidth = content.lineWidth;
  context.lineJoin = "round";
  for (const { values, style } of content.curves) {
    context.strokeStyle = style.colour;
    context.setLineDash([...style.dash]);
    context.beginPath();
    values.forEach((value, i) => {
      if (Number.isFinite(value)) context.lineTo(toX(content.xs[i]!), toY(Math.max(value, log ? low : 0)));
    });
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  if (content.heldAt !== null) {
    const x = toX(content.heldAt);
    context.globalAlpha = 0.78;
    context.fillStyle = ink.panel;
    context.fillRect(x, top, right - x, height);
    line(context, x, ink.accent);
  }
  if (content.cursor !== null) line(context, toX(content.cursor), ink.soft);
  context.restore();

  function drawNumbers(): void {
    context.font = '10px "Plex Mono", ui-monospace, monospace';
    context.textBaseline = "middle";
    for (const tick of axisTicks(log, [low, high], MOST_TICKS)) {
      const y = Math.round(toY(tick));
      context.fillStyle = ink.soft;
      context.fillText(formatTick(tick), left - 5, y);
      context.fillStyle = ink.grid;
      context.fillRect(left, y, width, 1);
    }
    context.fillStyle = ink.soft;
    context.textBaseline = "top";
    context.fillText(xNumber(unit, end), right, bottom + 4);
    context.textAlign = "left";
    context.fillText(xNumber(unit, 0), left, bottom + 4);
  }

  function line(context: CanvasRenderingContext2D, x: number, colour: string): void {
    context.globalAlpha = 1;
    context.fillStyle = colour;
    context.fillRect(x, top, 1, height);
  }
}
