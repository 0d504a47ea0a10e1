/** @file What the charts of the Train view have in common as plain data: frame, curves by layer, guides, tables. */
import { chartInk } from "../../../core/palette.ts";
import type { LayerMetric, RunStore } from "../../../session/run-store.ts";
import { modelOf } from "../../../train/config.ts";
import type { Cell } from "../../../train/export/csv.ts";
import type { RateRuleId } from "../../../train/other-rules.ts";
import type { Theme } from "../../theme.ts";
import type { ChartView } from "../chart-view.ts";
import { ENVELOPE_PIECES } from "../envelope-names.ts";
import { behind, layerStyles } from "../palette.ts";
import type { RunPlan } from "../run-plan.ts";
import { STRONG, strongDash } from "../strong-line.ts";
import { type Column, ema, indicesWithin } from "../thin.ts";
import { xAxisOf, xNumber, xUnits } from "../x-axis.ts";
import type { NamedCurve, PictureAxis, PictureCurve, PictureTable } from "./picture.ts";

export interface ChartSource {
  readonly plan: RunPlan;
  readonly store: RunStore;
  readonly theme: Theme;
  readonly view: ChartView;
  /** Layer that stands out. */
  readonly layer: number | null;
  readonly selected: number | null;
  /** Other rules whose rates for the selected layer, or the first, are drawn too. */
  readonly ghosts: readonly RateRuleId[];
  /** Update on show. */
  readonly update: number;
  /** Part of the axis that is on show; absent: all. */
  readonly span?: readonly [number, number] | undefined;
}

const DOTTED = [1, 4];
/** Of a curve as measured behind a smoothed one. */
const FADED = 0.2;

/** Which run a picture is of. */
export function runWords({ config, schedule }: RunPlan): string {
  return `${modelOf(config).name} · ${config.rule} · n = ${schedule.n} · seed ${config.seed}`;
}

/** What all of them have in common. */
export function frameOf({ plan, store, theme, view, layer, span }: ChartSource) {
  const along = xAxisOf(view.x, plan, store);
  const format = (value: number) => xNumber(view.x, value);
  const x: PictureAxis = { name: xUnits[view.x], log: false, domain: span ?? [0, along.end], format };
  const run = runWords(plan);
  const subtitle = layer === null ? run : `${run} · ${plan.layers[layer]!.name} stands out`;
  return { along, subtitle, x, xs: store.column("update").map(along.at), ink: chartInk[theme] };
}

/** One row per update: where it stands, then the columns. */
export function updateTable(
  { store, view }: ChartSource,
  xs: Column,
  columns: readonly { readonly name: string; readonly values: Column }[],
): PictureTable {
  const isPlain = view.x === "update";
  const updates = store.column("update");
  return {
    header: ["update", ...(isPlain ? [] : [view.x]), ...columns.map(({ name }) => name)],
    *rows() {
      for (let i = 0; i < xs.length; i++) {
        const cells = columns.map(({ values }): Cell => (Number.isNaN(values[i]) ? "" : values[i]!));
        yield [updates[i]!, ...(isPlain ? [] : [xs[i]!]), ...cells];
      }
    },
  };
}

export function layerColumns({ store }: ChartSource, metric: LayerMetric) {
  return store.layers.map(({ name }, k) => ({ name, values: store.layerColumn(metric, k) }));
}

/** Where they are smoothed, the curves as measured come first, faint and without a name. */
export function layerCurves(source: ChartSource, metric: LayerMetric, xs: Column, width: number): PictureCurve[] {
  const { plan, theme, view, layer } = source;
  const styles = layerStyles(plan.layers, theme);
  const columns = layerColumns(source, metric);
  const opacityOf = (k: number) => (layer === null || layer === k ? 1 : behind(styles.length));
  const curves = columns.map(({ name, values }, k): PictureCurve => {
    const ys = view.smoothing === 1 ? values : ema(values, view.smoothing);
    const curve = { ...styles[k]!, name, width, opacity: opacityOf(k), xs, ys };
    return layer === k ? { ...curve, width: STRONG, dash: strongDash(curve.dash), strong: true } : curve;
  });
  if (view.smoothing === 1) return curves;
  const faint = columns.map(({ values }, k): PictureCurve => {
    return { colour: styles[k]!.colour, dash: [], width: 1, opacity: FADED * opacityOf(k), xs, ys: values };
  });
  return [...faint, ...curves];
}

export const smoothedWords = ({ view }: ChartSource) =>
  view.smoothing === 1 ? "" : ` · moving average over ${view.smoothing} updates`;

/** A line that nothing was measured for, over the part of the run that is on show. */
export function guide(
  { along, x, ink }: Pick<ReturnType<typeof frameOf>, "along" | "x" | "ink">,
  name: string,
  at: (update: number) => number,
): NamedCurve {
  const [start, end] = x.domain;
  const place = (_: unknown, i: number) => start + ((end - start) * i) / ENVELOPE_PIECES;
  const xs = Float64Array.from({ length: ENVELOPE_PIECES + 1 }, place);
  return { name, colour: ink.soft, width: 1, dash: DOTTED, xs, ys: xs.map((value) => at(along.update(value))) };
}

/** Its values between the ends of the axis. */
export function shownOf({ xs, ys }: PictureCurve, { domain }: PictureAxis): Column {
  return ys.subarray(...indicesWithin(xs, domain));
}

/** Smallest and largest finite value between the ends of the axis. */
export function extent(curves: readonly PictureCurve[], x: PictureAxis): [number | null, number | null] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const curve of curves) {
    for (const value of shownOf(curve, x)) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [null, null];
}
