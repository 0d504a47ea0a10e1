/**
 * @file Where the arrows of the About view's figure stand, on the page and in its files. Every arrow is as far from the
 * mean as it is in truth; so many can be orthogonal to each other only in as many dimensions.
 */

/** More arrows than this are a blur. */
const MOST_ARROWS = 24;
/** Origin and length of the arrows, and how far the cone is turned towards the reader. */
export const CONE = { x: 44, y: 106, length: 102, turn: 0.42 };

/** For n gradients, each `meanAngle` degrees off their mean. */
export function coneOf(n: number, meanAngle: number) {
  const radians = (meanAngle * Math.PI) / 180;
  const { x, y, length, turn } = CONE;
  const [along, wide] = [Math.cos(radians) * length, Math.sin(radians) * length];
  const count = Math.min(n, MOST_ARROWS);
  return {
    arrows: Array.from({ length: count }, (_, i) => {
      const around = (2 * Math.PI * (i + 0.5)) / count;
      return [x + along + turn * wide * Math.cos(around), y + wide * Math.sin(around)] as const;
    }),
    mean: [x + along, y] as const,
    /** That they end on. */
    ellipse: { rx: turn * wide, ry: wide },
  };
}

type Point = readonly [x: number, y: number];

/** A line with two strokes at its end, as the path of an SVG. */
export function arrowPath([x, y]: Point, [toX, toY]: Point, head: number): string {
  const angle = Math.atan2(toY - y, toX - x);
  const side = (turn: number) =>
    `${(toX - head * Math.cos(angle + turn)).toFixed(1)} ${(toY - head * Math.sin(angle + turn)).toFixed(1)}`;
  const tip = `${toX.toFixed(1)} ${toY.toFixed(1)}`;
  return `M${x.toFixed(1)} ${y.toFixed(1)}L${tip}M${side(0.5)}L${tip}L${side(-0.5)}`;
}
