/**
 * @file Where everything stands in the drawing of the workers' arrows, on the page and in its files: the arrows, and
 * the ruler on which the mean's length reads as the gain of this update alone. Not here: how it looks.
 */
import type { RunStore } from "../../session/run-store.ts";
import type { AgreementRow } from "../../train/inspection.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { type LayerAgreement, layerAgreement, nothingInCommon, tips } from "./agreement-geometry.ts";

export const [WIDTH, HEIGHT] = [392, 240];
/** Where all arrows begin. */
export const [ORIGIN_X, ORIGIN_Y] = [152, 204];
export const RULER_X = 338;
/** How long a micro-batch's gradient is drawn. */
const UNIT = 148;
/** How much of what points to the reader is seen from above. */
const TILT = 0.24;
const HEAD = 8;
/** Between two lines of words. */
const LINE = 14;
/** From more workers on, their ranks would lie on top of each other; the table has them. */
const MOST_NAMED = 8;

/** NaN, and left out of the drawing: not known. */
export interface AgreementNumbers {
  readonly agreement: LayerAgreement;
  /** a: mean of the squared norms of the micro-batches. */
  readonly meanSquare: number;
  /** c: squared norm of their mean. */
  readonly squareMean: number;
  /** G of the rate rule, which mostly is of averages over past updates. */
  readonly gain: number;
  readonly n: number;
}

/** Of layer k, in the update of that row. */
export function numbersAt(
  { layers, schedule }: RunPlan,
  store: RunStore,
  row: AgreementRow,
  k: number,
): AgreementNumbers {
  const of = (metric: "meanSquare" | "squareMean" | "gain") => store.layerColumn(metric, k)[row.update]!;
  return {
    agreement: layerAgreement(row, k, layers.length),
    ...{ meanSquare: of("meanSquare"), squareMean: of("squareMean"), gain: of("gain") },
    n: schedule.n,
  };
}

/** Before there are any. */
export function unknownNumbers({ config, schedule }: RunPlan): AgreementNumbers {
  const none = Array<number>(config.workers).fill(Number.NaN);
  const [meanSquare, squareMean, gain] = [Number.NaN, Number.NaN, Number.NaN];
  return { agreement: { norm: none, cosine: none }, meanSquare, squareMean, gain, n: schedule.n };
}

export type Point = readonly [x: number, y: number];

export interface AgreementLayout {
  /** Radius of the half circle that a micro-batch's gradient reaches. */
  readonly reach: number;
  /** Where workers' arrows would end if they had nothing in common. */
  readonly apart: { readonly y: number; readonly rx: number; readonly ry: number };
  /** By rank. */
  readonly ends: readonly Point[];
  /** Those farthest from the reader first; with a place for the rank where there is room for it. */
  readonly workers: readonly {
    readonly rank: number;
    readonly isNear: boolean;
    readonly end: Point;
    readonly name: Point | undefined;
  }[];
  readonly mean: Point;
  readonly ruler: {
    readonly ticks: readonly { readonly value: number; readonly y: number }[];
    readonly gainY: number;
    /** Of the gain's words, which keep clear of those of the mean. */
    readonly wordsY: number;
    readonly topY: number;
    readonly bottomY: number;
    /** Of the words at its lower end, under the arrows' ground. */
    readonly endY: number;
  };
  /** Gain of this update alone; undefined: the mean is 0. */
  readonly alone: number | undefined;
}

export function agreementLayout({ agreement, meanSquare, squareMean, gain, n }: AgreementNumbers): AgreementLayout {
  const length = Math.sqrt(meanSquare) || 1;
  // Where a worker's gradient is longer than micro-batches are on the whole, all is drawn smaller.
  const reach = UNIT / Math.max(1, ...agreement.norm.map((norm) => norm / length || 0));
  const up = (along: number) => ORIGIN_Y - along * reach;
  const places = tips(agreement).flatMap(({ across, along, near }, rank) => {
    const end: Point = [ORIGIN_X + (across / length) * reach, up(along / length) + (near / length) * TILT * reach];
    return end.every(Number.isFinite) ? [{ rank, near, end }] : [];
  });
  const apart = nothingInCommon(agreement.norm.length, n);
  const away = apart.away * reach;
  const mean: Point = [ORIGIN_X, up(Math.sqrt(squareMean || 0) / length)];
  return {
    reach,
    apart: { y: up(apart.along), rx: away, ry: away * TILT },
    ends: places.map(({ end }) => end),
    workers: [...places]
      .sort((one, other) => one.near - other.near)
      .map(({ rank, near, end }) => ({
        rank,
        isNear: near > 0,
        end,
        name: places.length > MOST_NAMED ? undefined : beyond(end),
      })),
    mean,
    ruler: rulerLayout(n, (value) => up(1 / Math.sqrt(value)), gain, mean[1]),
    alone: squareMean > 0 ? meanSquare / squareMean : undefined,
  };
}

/** The mean of gradients of one length is the shorter, the more they disagree: its length over theirs is 1/√gain. */
function rulerLayout(n: number, at: (gain: number) => number, gain: number, meanY: number): AgreementLayout["ruler"] {
  const bottomY = at(n);
  const ticks = [
    ...new Set([1, ...[2, 4, 16, 64, 256].filter((value) => value < n && bottomY - at(value) >= LINE), n]),
  ];
  const gainY = at(gain > 0 ? gain : 1);
  const wordsY = gainY < meanY ? Math.min(gainY, meanY - LINE) : Math.max(gainY, meanY + LINE);
  return {
    ticks: ticks.map((value) => ({ value, y: at(value) })),
    gainY,
    wordsY,
    topY: at(1),
    bottomY,
    endY: Math.max(ORIGIN_Y + LINE, gain > 0 ? wordsY + LINE : 0) + 3,
  };
}

/** A little farther out than an arrow's end. */
function beyond([x, y]: Point): Point {
  const [dx, dy] = [x - ORIGIN_X, y - ORIGIN_Y];
  const away = Math.hypot(dx, dy) || 1;
  return [x + (dx / away) * 10, y + (dy / away) * 10 + 4];
}

/** From the origin to `end`: where its line gives way to its head, and the head. Undefined: too short for one. */
export function arrowParts(end: Point, width: number): { neck: Point; head: readonly Point[] } | undefined {
  const [x, y] = end;
  const [dx, dy] = [x - ORIGIN_X, y - ORIGIN_Y];
  const away = Math.hypot(dx, dy);
  if (away < 1) return undefined;
  const [ux, uy] = [dx / away, dy / away];
  const long = Math.min(away, HEAD + width);
  const half = (HEAD + width) / 2.6;
  const [neckX, neckY] = [x - ux * long, y - uy * long];
  return {
    neck: [neckX, neckY],
    head: [end, [neckX - uy * half, neckY + ux * half], [neckX + uy * half, neckY - ux * half]],
  };
}
