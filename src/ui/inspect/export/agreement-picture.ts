/**
 * @file The workers' agreement as a picture for its files: the arrows of one layer, what they say in a sentence, and
 * beside them the mean cosine of every layer. On the page: ui/inspect/agreement-drawing.ts.
 */
import { type ChartInk, chartInk } from "../../../core/palette.ts";
import type { RunStore } from "../../../session/run-store.ts";
import type { AgreementRow } from "../../../train/inspection.ts";
import {
  filled,
  LETTER,
  MARGIN,
  type Mark,
  paragraph,
  round,
  rule,
  TOP,
  WIDTH,
  words,
} from "../../charts/export/marks.ts";
import type { DrawnPicture } from "../../charts/export/picture.ts";
import { runWords } from "../../charts/export/picture-parts.ts";
import { layerStyles } from "../../charts/palette.ts";
import type { RunPlan } from "../../charts/run-plan.ts";
import { formatCount, formatFixed, formatNumber } from "../../format.ts";
import type { Theme } from "../../theme.ts";
import { agreementSentence, arrowsSentence, layerAgreement, meanCosine } from "../agreement-geometry.ts";
import * as layout from "../agreement-layout.ts";

export interface AgreementSource {
  readonly plan: RunPlan;
  readonly store: RunStore;
  readonly theme: Theme;
  readonly row: AgreementRow;
  /** Whose arrows are on show. */
  readonly layer: number;
}

/** Of the drawing on the page. */
const ZOOM = 1.4;
const DRAWING = ZOOM * layout.WIDTH;
/** Its topmost words are on the line of the heading beside it. */
const START = TOP - 50;
const END = START + ZOOM * layout.HEIGHT;
const GAP = 56;
/** Heights of a layer's row. */
const [ROOMY, TIGHT, MOST_ROOMY] = [20, 14, 24];

export function agreementPicture({ plan, store, theme, row, layer }: AgreementSource): DrawnPicture {
  const ink = chartInk[theme];
  const styles = layerStyles(plan.layers, theme);
  const numbers = layout.numbersAt(plan, store, row, layer);
  const rows = plan.layers.map(({ name }, k) => {
    const mean = meanCosine(layerAgreement(row, k, plan.layers.length));
    return { name, colour: styles[k]!.colour, mean, isChosen: k === layer };
  });
  const drawing = arrowMarks(numbers, styles[layer]!.colour, ink);
  const text = `${agreementSentence(numbers.agreement)} ${arrowsSentence(plan.config)}`;
  const sentence = paragraph(text.trim(), DRAWING, {
    ...{ x: MARGIN, y: END + 74 },
    ...{ size: 13, colour: ink.ink },
  });
  const bars = barMarks(rows, ink);
  const { name } = plan.layers[layer]!;
  return {
    form: "drawn",
    ink,
    title: "Do the workers agree?",
    subtitle: `${runWords(plan)} · ${name} at update ${formatCount(row.update)}`,
    body: {
      marks: [...drawing, ...sentence, ...bars.marks],
      bottom: Math.max(sentence.at(-1)!.y + 4, bars.bottom),
    },
    table: {
      header: ["worker", "layer", "update", "norm", "cosine"],
      *rows() {
        for (let rank = 0; rank < plan.config.workers; rank++) {
          for (const [k, { name: of }] of plan.layers.entries()) {
            const at = rank * plan.layers.length + k;
            yield [rank, of, row.update, row.norm[at]!, row.cosine[at]!];
          }
        }
      },
    },
  };
}

const place = ([x, y]: layout.Point): layout.Point => [round(MARGIN + ZOOM * x), round(START + ZOOM * y)];
const pathOf = (points: readonly layout.Point[]) => points.map((point) => place(point).join(" ")).join("L");

function arrowMarks(numbers: layout.AgreementNumbers, colour: string, ink: ChartInk): Mark[] {
  const { reach, apart, ends, workers, mean, ruler, alone } = layout.agreementLayout(numbers);
  const [x, y] = place([layout.ORIGIN_X, layout.ORIGIN_Y]);
  const [rulerX] = place([layout.RULER_X, 0]);
  const down = (at: number) => place([0, at])[1];
  const [radius, rx, ry] = [reach, apart.rx, apart.ry].map((length) => round(ZOOM * length)) as [
    number,
    number,
    number,
  ];
  const ring = `M${round(x - rx)} ${down(apart.y)}a${rx} ${ry} 0 1 1 ${2 * rx} 0a${rx} ${ry} 0 1 1 ${-2 * rx} 0z`;
  const [right, meanY, gainY] = [round(MARGIN + DRAWING), down(mean[1]), down(ruler.gainY)];
  const below = END + 16;
  return [
    rule(`M${round(x - radius)} ${y}A${radius} ${radius} 0 0 1 ${round(x + radius)} ${y}z`, ink.grid),
    { ...rule(ring, ink.soft), dash: [1.5, 3] },
    ...(ends.length > 0 ? [filled(`M${pathOf(ends)}z`, colour, 0.1)] : []),
    ...workers.flatMap(({ rank, isNear, end, name }) => {
      const stroke = isNear ? ink.ink : ink.soft;
      const [nameX, nameY] = name ? place(name) : [];
      const rankMark = words(`${rank}`, { x: nameX ?? 0, y: nameY ?? 0, anchor: "middle", colour: stroke });
      return [...arrow(end, 1.75, stroke), ...(name ? [rankMark] : [])];
    }),
    ...arrow(mean, 4, colour),
    rule(`M${rulerX} ${down(ruler.topY)}V${down(ruler.bottomY)}`, ink.soft),
    ...ruler.ticks.flatMap(({ value, y: at }): Mark[] => [
      rule(`M${rulerX} ${down(at)}h-6`, ink.soft),
      words(`${value}`, { x: rulerX - 11, y: down(at) + 4, anchor: "end", colour: ink.soft }),
    ]),
    words("all agree", {
      ...{ x: right, y: down(Math.min(ruler.topY, ruler.wordsY)) - 16 },
      ...{ anchor: "end", colour: ink.soft },
    }),
    words("nothing in common", {
      ...{ x: right, y: down(ruler.endY) },
      ...{ anchor: "end", colour: ink.soft },
    }),
    { ...rule(`M${rulerX - 8} ${gainY}h16`, ink.ink), width: 2 },
    words(`G ${formatNumber(numbers.gain)}`, { x: rulerX + 14, y: down(ruler.wordsY) + 4, colour: ink.ink }),
    ...(alone === undefined
      ? []
      : [
          { ...rule(`M${x + 8} ${meanY}H${rulerX - 8}`, colour), dash: [1, 3] },
          dot(rulerX, meanY, colour),
          words(formatNumber(alone), { x: rulerX + 14, y: meanY + 4, size: 14, colour: ink.ink, bold: true }),
        ]),
    dot(MARGIN + 5, below - 4, colour),
    words(`gain, this update alone ${formatNumber(alone)}`, { x: MARGIN + 18, y: below, colour: ink.soft }),
    { ...rule(`M${MARGIN + 338} ${below - 4}h14`, ink.ink), width: 2 },
    words(`gain G that the rate goes by ${formatNumber(numbers.gain)} of ${formatCount(numbers.n)}`, {
      ...{ x: MARGIN + 360, y: below, colour: ink.soft },
    }),
    { ...rule(`M${MARGIN} ${below + 16}a6 4 0 1 1 12 0a6 4 0 1 1 -12 0z`, ink.soft), dash: [1.5, 3] },
    words("arrows end here with nothing in common", { x: MARGIN + 18, y: below + 20, colour: ink.soft }),
    rule(`M${MARGIN + 338} ${below + 21}a7 7 0 0 1 14 0z`, ink.soft),
    words("length of one micro-batch's gradient", { x: MARGIN + 360, y: below + 20, colour: ink.soft }),
  ];
}

const dot = (x: number, y: number, colour: string): Mark => {
  return { kind: "circle", x, y, r: 4, stroke: colour, fill: colour };
};

/** From the origin, with its head at the end. */
function arrow(end: layout.Point, width: number, colour: string): Mark[] {
  const parts = layout.arrowParts(end, width);
  if (!parts) return [dot(...place(end), colour)];
  const line = rule(`M${pathOf([[layout.ORIGIN_X, layout.ORIGIN_Y], parts.neck])}`, colour);
  return [{ ...line, width: width * ZOOM }, filled(`M${pathOf(parts.head)}z`, colour)];
}

interface Row {
  readonly name: string;
  readonly colour: string;
  /** NaN: there is none. */
  readonly mean: number;
  readonly isChosen: boolean;
}

/** A row per layer; a cosine below 0 has no bar. */
function barMarks(rows: readonly Row[], ink: ChartInk) {
  const height = rows.length > MOST_ROOMY ? TIGHT : ROOMY;
  const size = rows.length > MOST_ROOMY ? 11 : 12;
  const start = MARGIN + DRAWING + GAP;
  const longest = Math.max(...rows.map(({ name }) => name.length));
  const left = Math.round(Math.min(start + longest * LETTER * 0.94, WIDTH - 160)) + 10;
  const [right, valueX] = [WIDTH - MARGIN - 40, WIDTH - MARGIN];
  const marks = rows.flatMap(({ name, colour, mean, isChosen }, i): Mark[] => {
    const top = TOP + 8 + i * height;
    const y = top + height / 2 + 4;
    const bar = (share: number, fill: string) =>
      filled(`M${left} ${top + 4}h${round(Math.max(0, share) * (right - left))}v${height - 8}H${left}z`, fill);
    const style = { y, size, anchor: "end", bold: isChosen } as const;
    return [
      words(name, { ...style, x: left - 10, colour: isChosen ? ink.ink : ink.soft }),
      bar(1, ink.grid),
      bar(mean || 0, colour),
      words(formatFixed(mean, 2), { ...style, x: valueX, colour: ink.ink }),
    ];
  });
  const title = words("Mean cosine of every layer", { x: valueX, y: TOP - 8, anchor: "end", colour: ink.soft });
  return { marks: [title, ...marks], bottom: TOP + 8 + rows.length * height };
}
