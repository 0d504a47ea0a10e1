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
/** Point of the floor from which its name is written, or an earlier one where there is no room. */
const CLEAR = 44;
/** From a line to a text's baseline over and under it, in CSS pixels. */
const OVER = -6;
const UNDER = 13;
/** What a text needs under its baseline. */
const DEPTH = 4;

/** Over the ceiling, at its beginning. */
export const ceilingPlace = (ceiling: readonly Point[], ratio = 1): NamePlace => beside(ceiling.slice(1), OVER * ratio);

/**
 * Under the floor once warm-ups are over, or over it where there is no room; undefined where the name has none at all.
 * `right` and `bottom`: edges of the plot.
 */
export function floorPlace(
  floor: readonly Point[],
  nameWidth: number,
  { right, bottom }: { readonly right: number; readonly bottom: number },
  ratio = 1,
): NamePlace | undefined {
  const start = floor.findLastIndex(([x], i) => i <= CLEAR && x <= right - nameWidth);
  if (start < 0) return undefined;
  const line = floor.slice(start);
  const end = line[0]![1] + nameWidth * Math.sin(angleOf(line)) + (UNDER + DEPTH) * ratio;
  return beside(line, (end <= bottom ? UNDER : OVER) * ratio);
}

function beside(line: readonly Point[], away: number): NamePlace {
  const [[x, y], angle] = [line[0]!, angleOf(line)];
  return { x: x - away * Math.sin(angle), y: y + away * Math.cos(angle), angle };
}

function angleOf(line: readonly Point[]): number {
  const [[x, y], [nextX, nextY]] = [line[0]!, line[8]!];
  return Math.atan2(nextY - y, nextX - x);
}
