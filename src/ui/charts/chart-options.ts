/** @file How uPlot is set up for a chart over time: one look for all of them, cursors and zoom in common. */
import uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { type XAxis, xLabel } from "./x-axis.ts";

const GROUP = "lena";
const FONT = '12px "Plex Mono", ui-monospace, monospace';

export interface Look {
  readonly series: uPlot.Series[];
  readonly scales: uPlot.Scales;
  readonly axes: uPlot.Axis[];
  /** How many of the first series are a layer's: none, one for each, or for each as measured and then smoothed. */
  readonly layered: number;
  /** Opacity of these beside the one that stands out. */
  readonly behind?: number;
  readonly hooks?: uPlot.Hooks.Arrays;
  /** Room on the right, in pixels. */
  readonly right?: number;
}

/** A line of one or two updates is hard to see: dots help it. */
export const few: uPlot.Series.Points = {
  show: (chart) => chart.data[0].length < 3 && chart.data[1]?.[0] != null,
  size: 5,
};

/** Puts the cursor of every chart at x; null takes it away. */
export function pointAll(x: number | null): void {
  for (const chart of uPlot.sync(GROUP).plots) {
    chart.setCursor(x === null ? { left: -10, top: -10 } : { left: chart.valToPos(x, "x"), top: 0 });
  }
}

/** Takes every chart back to the whole run. */
export function showWhole(end: number): void {
  for (const chart of uPlot.sync(GROUP).plots) chart.setScale("x", { min: 0, max: end });
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly ink: ChartInk;
  readonly x: XAxis;
  /** Where the run ends, as is known by then. */
  whole(): number;
}

export function chartOptions({ series, scales, axes, right, behind = 1 }: Look, frame: Frame): uPlot.Options {
  const { width, height, ink, x } = frame;
  const axis: uPlot.Axis = {
    stroke: ink.soft,
    font: FONT,
    ticks: { show: false },
    grid: { stroke: ink.grid, width: 1 },
  };
  return {
    width,
    height,
    padding: [10, right ?? 6, 0, 0],
    legend: { show: false },
    series: [{}, ...series],
    scales: { x: { time: false, auto: false, min: 0, max: x.end }, ...scales },
    axes: [
      {
        ...axis,
        size: 30,
        gap: 8,
        space: 70,
        values: (_, splits) => splits.map((value) => xLabel(x.unit, value)),
        grid: { show: false },
        border: { show: true, stroke: ink.grid },
      },
      ...axes.map((own) => ({ ...axis, size: 60, gap: 8, ...own, grid: { ...axis.grid, ...own.grid } })),
    ],
    focus: { alpha: behind },
    cursor: {
      y: false,
      points: { show: false },
      sync: { key: GROUP, setSeries: false, scales: ["x", null] },
      drag: { x: true, y: false, dist: 6 },
      bind: {
        dblclick: () => () => {
          showWhole(frame.whole());
          return null;
        },
      },
    },
  };
}
