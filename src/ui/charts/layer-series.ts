/** @file One curve per layer in its colour and dash; where it is smoothed, the curve as measured faint behind it. */
import type uPlot from "uplot";
import type { LayerMetric, RunStore } from "../../session/run-store.ts";
import { few } from "./chart-options.ts";
import type { LayerStyle } from "./palette.ts";
import type { RunPlan } from "./run-plan.ts";
import { type Column, ema, type Grain, thin } from "./thin.ts";

/** With more points than this curves are drawn as thin as can be: a browser without a GPU draws those 100 times faster. */
const MOST_POINTS = 20_000;
/** Of one curve on a wide screen, thinned. */
const CURVE_POINTS = 1400;

export function isDense({ layers, schedule }: RunPlan): boolean {
  return layers.length * Math.min(schedule.updateCount, CURVE_POINTS) > MOST_POINTS;
}

interface LayerCurves {
  readonly scale: string;
  readonly width: number;
  readonly dense: boolean;
  /** Updates that the curves are averaged over. */
  readonly smoothing: number;
}

export function layerSeries(
  styles: readonly LayerStyle[],
  { scale, width, dense, smoothing }: LayerCurves,
): uPlot.Series[] {
  const curves = styles.map(({ colour, dash }) => ({
    scale,
    stroke: colour,
    width: dense ? 1 / devicePixelRatio : width,
    dash: dash.map((part) => part * devicePixelRatio),
    points: few,
  }));
  if (smoothing === 1) return curves;
  const faint = styles.map(({ colour }) => ({
    scale,
    stroke: `${colour}38`,
    width: 1 / devicePixelRatio,
    points: { show: false },
  }));
  return [...faint, ...curves];
}

export function layerColumns(store: RunStore, metric: LayerMetric, smoothing: number, grain: Grain): Column[] {
  const columns = store.layers.map((_, k) => store.layerColumn(metric, k));
  const measured = columns.map((column) => thin(column, grain));
  if (smoothing === 1) return measured;
  return [...measured, ...columns.map((column) => thin(ema(column, smoothing), grain))];
}
