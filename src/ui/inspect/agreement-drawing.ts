/**
 * @file The arrows of one layer as SVG: the workers' gradients around their mean, and beside them a ruler on which the
 * mean's length reads as the gain of this update alone; beside it the gain that the rate goes by. Where all of it
 * stands: agreement-layout.ts.
 */
import { html, svg } from "lit";
import { formatCount, formatNumber } from "../format.ts";
import {
  type AgreementLayout,
  type AgreementNumbers,
  agreementLayout,
  arrowParts,
  HEIGHT,
  ORIGIN_X,
  ORIGIN_Y,
  type Point,
  RULER_X,
  WIDTH,
} from "./agreement-layout.ts";

interface Look {
  readonly colour: string;
  readonly words: string;
}

export function agreementDrawing(numbers: AgreementNumbers, { colour, words }: Look) {
  const { gain, n } = numbers;
  const layout = agreementLayout(numbers);
  const { reach, apart, ends, workers, mean, alone } = layout;
  return html`<div><svg class="arrows" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}>
    ${svg`
      <path class="reach" d="M${ORIGIN_X - reach} ${ORIGIN_Y} A${reach} ${reach} 0 0 1 ${ORIGIN_X + reach} ${ORIGIN_Y}" />
      <line class="reach" x1=${ORIGIN_X - reach} x2=${ORIGIN_X + reach} y1=${ORIGIN_Y} y2=${ORIGIN_Y} />
      <ellipse class="apart" cx=${ORIGIN_X} cy=${apart.y} rx=${apart.rx} ry=${apart.ry} />
      <polygon class="canopy" fill=${colour} points=${ends.map((end) => end.join(",")).join(" ")} />
      ${workers.map(worker)}
      ${arrow(mean, 4, colour, "mean")}
      ${ruler(layout, gain, colour)}
    `}
  </svg>
  <p class="gains">
    <span><svg width="10" height="10" aria-hidden="true">${svg`<circle cx="5" cy="5" r="4" fill=${colour} />`}</svg>gain, this update alone <b>${formatNumber(alone)}</b></span>
    <span title="Mostly of averages over past updates"><svg width="12" height="10" aria-hidden="true">${svg`<line class="rule" x2="12" y1="5" y2="5" />`}</svg>gain G that the rate goes by <b>${formatNumber(gain)}</b> of ${formatCount(n)}</span>
    <span><svg width="14" height="10" aria-hidden="true">${svg`<ellipse class="apart" cx="7" cy="5" rx="6" ry="3.5" />`}</svg>arrows end here with nothing in common</span>
    <span><svg width="14" height="10" aria-hidden="true">${svg`<path class="reach" d="M1 9A6 6 0 0 1 13 9z" />`}</svg>length of one micro-batch's gradient</span>
  </p></div>`;
}

function worker({ rank, isNear, end, name }: AgreementLayout["workers"][number]) {
  return svg`<g class=${isNear ? "worker" : "worker far"}>
    ${arrow(end, 1.75, "currentcolor", "")}
    ${name ? svg`<text x=${name[0]} y=${name[1]} text-anchor="middle">${rank}</text>` : ""}
  </g>`;
}

/** From the origin, with its head at the end. */
function arrow(end: Point, width: number, colour: string, name: string) {
  const parts = arrowParts(end, width);
  if (!parts) return svg`<circle class=${name} cx=${end[0]} cy=${end[1]} r="2.5" fill=${colour} />`;
  const { neck, head } = parts;
  return svg`<g class=${name}>
    <line x1=${ORIGIN_X} y1=${ORIGIN_Y} x2=${neck[0]} y2=${neck[1]} stroke=${colour} stroke-width=${width} />
    <polygon fill=${colour} points=${head.map((point) => point.map((part) => part.toFixed(2)).join(",")).join(" ")} />
  </g>`;
}

function ruler(
  { ruler: { ticks, gainY, wordsY, topY, bottomY, endY }, mean, alone }: AgreementLayout,
  gain: number,
  colour: string,
) {
  const [, meanY] = mean;
  return svg`
    ${alone === undefined ? "" : svg`<line class="guide" x1=${ORIGIN_X + 6} x2=${RULER_X - 6} y1=${meanY} y2=${meanY} stroke=${colour} />`}
    <line class="ruler" x1=${RULER_X} x2=${RULER_X} y1=${topY} y2=${bottomY} />
    ${ticks.map(
      ({ value, y }) => svg`<g class="tick">
      <line x1=${RULER_X} x2=${RULER_X - 5} y1=${y} y2=${y} />
      <text x=${RULER_X - 9} y=${y + 4} text-anchor="end">${value}</text>
    </g>`,
    )}
    <text class="end" x=${WIDTH - 2} y=${Math.min(topY, wordsY) - 12} text-anchor="end">all agree</text>
    <text class="end" x=${WIDTH - 2} y=${endY} text-anchor="end">nothing in common</text>
    ${
      gain > 0
        ? svg`<line class="rule" x1=${RULER_X - 6} x2=${RULER_X + 6} y1=${gainY} y2=${gainY} />
          <text x=${RULER_X + 10} y=${wordsY + 4}>G ${formatNumber(gain)}</text>`
        : ""
    }
    ${
      alone === undefined
        ? ""
        : svg`<circle cx=${RULER_X} cy=${meanY} r="4" fill=${colour} />
          <text class="value" x=${RULER_X + 10} y=${meanY + 4}>${formatNumber(alone)}</text>`
    }`;
}
