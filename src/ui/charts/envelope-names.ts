/**
 * @file Where the names of floor and ceiling stand: along their lines, where no curve comes. For the page and for files.
 * Not here: the lines (canvas-marks.ts, export/draw-curves.ts).
 */

export type Point = readonly [x: number, y: number];

/** Where a text begins, and in which direction it runs, in radians. */
export interface NamePlace {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** Equal parts of the axis that a line is made of. */
export const ENVELOPE_PIECES = 64;
/** Point of the floor from which its name is written, or an earlier one with more room. */
const CLEAR = 44;
/** From a line to a text's baseline over and under it, in CSS pixels. */
const OVER = -6;
const UNDER = 13;
/** What a text needs over the ceiling. */
const HEIGHT = 10;
/** By how many points a line's direction is told. */
const AHEAD = 8;
/** What a text needs under its baseline. */
const DEPTH = 4;

/** Edges of the plot. */
export interface Edges {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Over the ceiling where it begins, or comes in from above; undefined where the name has no room. */
export function ceilingPlace(
  ceiling: readonly Point[],
  nameWidth: number,
  { top, right, bottom }: Edges,
  ratio = 1,
): NamePlace | undefined {
  const start = ceiling.findIndex(([, y], i) => i > 0 && y - HEIGHT * ratio >= top);
  const line = ceiling.slice(Math.max(1, start));
  const [x, y] = line[0]!;
  return start > 0 && start + AHEAD <= ENVELOPE_PIECES && x <= right - nameWidth && y <= bottom
    ? beside(line, OVER * ratio)
    : undefined;
}

/**
 * Under the floor once warm-ups are over, or over it where there is no room; undefined where the name has none at all.
 */
export function floorPlace(
  floor: readonly Point[],
  nameWidth: number,
  { top, right, bottom }: Edges,
  ratio = 1,
): NamePlace | undefined {
  const fits = ([x, y]: Point, i: number) => i <= CLEAR && x <= right - nameWidth && y >= top && y <= bottom;
  const fitsUnder = (_: Point, i: number) => {
    const line = floor.slice(i);
    return fits(line[0]!, i) && line[0]![1] + nameWidth * Math.sin(angleOf(line)) + (UNDER + DEPTH) * ratio <= bottom;
  };
  const under = floor.findLastIndex(fitsUnder);
  if (under >= 0) return beside(floor.slice(under), UNDER * ratio);
  const over = floor.findLastIndex(fits);
  return over < 0 ? undefined : beside(floor.slice(over), OVER * ratio);
}

function beside(line: readonly Point[], away: number): NamePlace {
  const [[x, y], angle] = [line[0]!, angleOf(line)];
  return { x: x - away * Math.sin(angle), y: y + away * Math.cos(angle), angle };
}

function angleOf(line: readonly Point[]): number {
  const [[x, y], [nextX, nextY]] = [line[0]!, line[AHEAD]!];
  return Math.atan2(nextY - y, nextX - x);
}
