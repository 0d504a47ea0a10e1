/** @file The About view's arrows as a picture for its files, and as a table. */
import { chartInk } from "../../core/palette.ts";
import { type Mark, rule, TOP, words } from "../charts/export/marks.ts";
import type { DrawnPicture } from "../charts/export/picture.ts";
import type { Theme } from "../theme.ts";
import { agreementOf } from "./agreement.ts";
import { arrowPath, CONE, coneOf } from "./cone.ts";

export interface ConeSource {
  readonly n: number;
  /** Of every two gradients. */
  readonly cosine: number;
  /** What they are, in words. */
  readonly source: string;
  /** Of the arrows. */
  readonly colour: string;
  readonly theme: Theme;
}

/** Of the figure on the page. */
const ZOOM = 1.9;
/** Where the arrows begin, and the numbers beside them. */
const [START, SIDE] = [150, 470];

export function conePicture({ n, cosine, source, colour, theme }: ConeSource): DrawnPicture {
  const ink = chartInk[theme];
  const { gain, meanSquare, pairAngle, meanAngle } = agreementOf(n, cosine);
  const { arrows, mean, ellipse } = coneOf(n, meanAngle);
  const at = ([x, y]: readonly [number, number]) => [START + ZOOM * (x - CONE.x), TOP - 12 + ZOOM * (y - 4)] as const;
  const [rx, ry] = [ZOOM * ellipse.rx, ZOOM * ellipse.ry].map((length) => Number(length.toFixed(1))) as [
    number,
    number,
  ];
  const [meanX, meanY] = at(mean);
  const origin = at([CONE.x, CONE.y]);
  const numbers = [
    ["between two of them", `${pairAngle.toFixed(0)}°`],
    ["from each to their mean", `${meanAngle.toFixed(0)}°`],
    ["mean ‖g‖² / ‖mean g‖²", `1 / ${meanSquare.toFixed(2)}`],
    ["gain G", `${gain.toFixed(1)} of ${n}`],
  ] as const;
  const middle = origin[1] - ((numbers.length - 1) * 34) / 2;
  const marks: Mark[] = [
    {
      ...rule(`M${meanX - rx} ${meanY}a${rx} ${ry} 0 1 1 ${2 * rx} 0a${rx} ${ry} 0 1 1 ${-2 * rx} 0z`, ink.soft),
      dash: [1, 4],
    },
    ...arrows.map((end) => ({ ...rule(arrowPath(origin, at(end), 9), colour), width: 1.4 })),
    { ...rule(arrowPath(origin, [meanX, meanY], 16), colour), width: 4.5 },
    words("mean", { x: meanX + 14, y: meanY + 5, size: 14, colour: ink.ink }),
    ...numbers.flatMap(([name, value], i): Mark[] => {
      const y = middle + i * 34 + 5;
      const isGain = i === numbers.length - 1;
      return [
        words(name, { x: SIDE, y, size: 14, colour: ink.soft }),
        words(value, { x: SIDE + 240, y, size: 16, colour: isGain ? ink.accent : ink.ink, bold: isGain }),
      ];
    }),
  ];
  return {
    form: "drawn",
    ink,
    title: `Gradients of ${n} micro-batches, and the gain that follows`,
    subtitle: source,
    body: { marks, bottom: TOP - 12 + ZOOM * 204 },
    table: {
      header: ["n", "cosine of two", "angle of two", "angle to the mean", "norm of the mean squared", "gain"],
      rows: () => [[n, cosine, pairAngle, meanAngle, meanSquare, gain]],
    },
  };
}
