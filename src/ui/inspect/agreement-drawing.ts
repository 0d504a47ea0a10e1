/**
 * @file The arrows of one layer as SVG: the workers' gradients around their mean, and beside them a ruler on which the
 * mean's length reads as the gain of this update alone; beside it the gain that the rate goes by.
 */
import { html, svg } from "lit";
import { formatNumber } from "../format.ts";
import { type LayerAgreement, nothingInCommon, tips } from "./agreement-geometry.ts";

const [WIDTH, HEIGHT] = [392, 236];
/** Where all arrows begin, and how long a micro-batch's gradient is drawn. */
const [ORIGIN_X, ORIGIN_Y, UNIT] = [160, 204, 156];
const RULER_X = 338;
/** How much of what points to the reader is seen from above. */
const TILT = 0.24;
const HEAD = 8;
/** Between two lines of words. */
const LINE = 14;
/** From more workers on, their ranks would lie on top of each other; the table has them. */
const MOST_NAMED = 8;

export interface AgreementPicture {
  readonly agreement: LayerAgreement;
  /** a: mean of the squared norms of the micro-batches. */
  readonly meanSquare: number;
  /** c: squared norm of their mean. */
  readonly squareMean: number;
  /** G of the rate rule, which mostly is of averages over past updates. */
  readonly gain: number;
  readonly n: number;
  readonly colour: string;
  readonly words: string;
}

type Point = readonly [x: number, y: number];

export function agreementDrawing({ agreement, meanSquare, squareMean, gain, n, colour, words }: AgreementPicture) {
  const length = Math.sqrt(meanSquare) || 1;
  // Where a worker's gradient is longer than micro-batches are on the whole, all is drawn smaller.
  const scale = UNIT / Math.max(1, ...agreement.norm.map((norm) => norm / length));
  const place = (across: number, along: number, near: number): Point => [
    ORIGIN_X + across * scale,
    ORIGIN_Y - along * scale + near * TILT * scale,
  ];
  const ends = tips(agreement).map(({ across, along, near }, rank) => ({
    rank,
    near,
    end: place(across / length, along / length, near / length),
  }));
  const mean = Math.sqrt(squareMean) / length;
  const [, meanY] = place(0, mean, 0);
  const apart = nothingInCommon(agreement.norm.length, n);
  const [, apartY] = place(0, apart.along, 0);
  const alone = squareMean > 0 ? meanSquare / squareMean : undefined;
  return html`<div><svg class="arrows" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}>
    ${svg`
      <path class="reach" d="M${ORIGIN_X - scale} ${ORIGIN_Y} A${scale} ${scale} 0 0 1 ${ORIGIN_X + scale} ${ORIGIN_Y}" />
      <line class="reach" x1=${ORIGIN_X - scale} x2=${ORIGIN_X + scale} y1=${ORIGIN_Y} y2=${ORIGIN_Y} />
      <ellipse class="apart" cx=${ORIGIN_X} cy=${apartY} rx=${apart.away * scale} ry=${apart.away * scale * TILT} />
      <polygon class="canopy" fill=${colour} points=${ends.map(({ end }) => end.join(",")).join(" ")} />
      ${[...ends].sort((one, other) => one.near - other.near).map(({ rank, near, end }) => worker(ends.length > MOST_NAMED ? undefined : rank, near > 0, end))}
      ${arrow([ORIGIN_X, meanY], 4, colour, "mean")}
      ${ruler(n, scale, { alone, gain }, meanY, colour)}
    `}
  </svg>
  <p class="gains">
    <span><svg width="10" height="10" aria-hidden="true">${svg`<circle cx="5" cy="5" r="4" fill=${colour} />`}</svg>gain, this update alone <b>${formatNumber(alone)}</b></span>
    <span><svg width="12" height="10" aria-hidden="true">${svg`<line class="rule" x2="12" y1="5" y2="5" />`}</svg>gain G that the rate goes by <b>${formatNumber(gain)}</b></span>
  </p></div>`;
}

function worker(rank: number | undefined, near: boolean, end: Point) {
  const [x, y] = [end[0] - ORIGIN_X, end[1] - ORIGIN_Y];
  const away = Math.hypot(x, y) || 1;
  return svg`<g class=${near ? "worker" : "worker far"}>
    ${arrow(end, 1.75, "currentcolor", "")}
    ${rank === undefined ? "" : svg`<text x=${end[0] + (x / away) * 10} y=${end[1] + (y / away) * 10 + 4} text-anchor="middle">${rank}</text>`}
  </g>`;
}

/** From the origin, with its head at the end. */
function arrow([x, y]: Point, width: number, colour: string, name: string) {
  const [dx, dy] = [x - ORIGIN_X, y - ORIGIN_Y];
  const away = Math.hypot(dx, dy);
  if (away < 1) return svg`<circle class=${name} cx=${x} cy=${y} r="2.5" fill=${colour} />`;
  const [ux, uy] = [dx / away, dy / away];
  const head = Math.min(away, HEAD + width);
  const half = (HEAD + width) / 2.6;
  const [neckX, neckY] = [x - ux * head, y - uy * head];
  const points = [
    [x, y],
    [neckX - uy * half, neckY + ux * half],
    [neckX + uy * half, neckY - ux * half],
  ];
  return svg`<g class=${name}>
    <line x1=${ORIGIN_X} y1=${ORIGIN_Y} x2=${neckX} y2=${neckY} stroke=${colour} stroke-width=${width} />
    <polygon fill=${colour} points=${points.map((point) => point.map((part) => part.toFixed(2)).join(",")).join(" ")} />
  </g>`;
}

/** The mean of gradients of one length is the shorter, the more they disagree: its length over theirs is 1/√gain. */
function ruler(
  n: number,
  scale: number,
  { alone, gain }: { alone: number | undefined; gain: number },
  meanY: number,
  colour: string,
) {
  const at = (value: number) => ORIGIN_Y - scale / Math.sqrt(value);
  const ticks = [...new Set([1, ...[2, 4, 16, 64, 256].filter((value) => value < n * 0.8), n])];
  const gainY = gain > 0 ? at(gain) : at(1);
  // Its words keep clear of those of the dot.
  const wordsY = gainY < meanY ? Math.min(gainY, meanY - LINE) : Math.max(gainY, meanY + LINE);
  return svg`
    <line class="ruler" x1=${RULER_X} x2=${RULER_X} y1=${at(1)} y2=${at(n)} />
    ${ticks.map(
      (value) => svg`<g class="tick">
      <line x1=${RULER_X} x2=${RULER_X - 5} y1=${at(value)} y2=${at(value)} />
      <text x=${RULER_X - 9} y=${at(value) + 4} text-anchor="end">${value}</text>
    </g>`,
    )}
    <text class="end" x=${WIDTH - 2} y=${Math.min(at(1), wordsY) - 12} text-anchor="end">all agree</text>
    <text class="end" x=${WIDTH - 2} y=${Math.max(at(n), meanY, wordsY) + 19} text-anchor="end">nothing in common</text>
    <line class="rule" x1=${RULER_X - 6} x2=${RULER_X + 6} y1=${gainY} y2=${gainY} />
    <text x=${RULER_X + 10} y=${wordsY + 4}>G ${formatNumber(gain)}</text>
    ${
      alone === undefined
        ? ""
        : svg`<line class="guide" x1=${ORIGIN_X + 6} x2=${RULER_X - 6} y1=${meanY} y2=${meanY} stroke=${colour} />
          <circle cx=${RULER_X} cy=${meanY} r="4" fill=${colour} />
          <text class="value" x=${RULER_X + 10} y=${meanY + 4}>${formatNumber(alone)}</text>`
    }`;
}
