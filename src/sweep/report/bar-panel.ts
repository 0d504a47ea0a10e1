/** @file One panel of bars, a count for each epoch, and one bar apart for what never came. */
import { scaleLinear } from "d3-scale";
import { type Box, epochTicks, heading, xAxis, yAxis } from "./frame.ts";
import { element, label } from "./svg.ts";
import { fill, type Swatch, stroke } from "./swatches.ts";

export interface BarPanel {
  readonly kind: "bars";
  readonly title: string;
  readonly subtitle: string;
  readonly spoken: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly xName: string;
  readonly yName: string;
  readonly swatch: Swatch;
  /** By epoch, from the first. */
  readonly counts: readonly number[];
  readonly never: number;
  readonly neverName: string;
  readonly most: number;
}

export function barPanel(panel: BarPanel): string {
  const { counts, swatch, most } = panel;
  const box: Box = { left: 40, right: panel.width - 64, top: 36, bottom: panel.height - 36 };
  const x = scaleLinear()
    .domain([0.5, counts.length + 0.5])
    .range([box.left, box.right]);
  const y = scaleLinear().domain([0, most]).nice(4).range([box.bottom, box.top]);
  const slot = (box.right - box.left) / Math.max(1, counts.length);
  const width = Math.max(1, Math.min(28, slot * 0.78));
  const bar = (centre: number, count: number, extra: object, wide: number) =>
    element("rect", {
      ...extra,
      x: centre - wide / 2,
      y: y(count),
      width: wide,
      height: box.bottom - y(count),
      rx: Math.min(1.5, wide / 4),
    });
  const aside = panel.width - 28;
  return [
    heading(panel.title, panel.subtitle, panel.width),
    yAxis(y, y.ticks(4).filter(Number.isInteger), String, box, panel.yName),
    ...counts.map((count, i) => (count > 0 ? bar(x(i + 1), count, fill(swatch), width) : "")),
    xAxis(x, epochTicks(counts.length), String, box, panel.xName),
    element("line", {
      class: "axis",
      stroke: "#b9b8b1",
      x1: aside - 20,
      x2: aside + 20,
      y1: box.bottom,
      y2: box.bottom,
    }),
    label(panel.neverName, { x: aside, y: box.bottom + 15, fill: "#595e68", "text-anchor": "middle" }),
    panel.never > 0 ? bar(aside, panel.never, { ...stroke(swatch), "stroke-dasharray": "2 2" }, 18) : "",
    label(panel.never > 0 ? String(Number(panel.never.toFixed(1))) : "0", {
      x: aside,
      y: y(panel.never) - 5,
      fill: "#595e68",
      "text-anchor": "middle",
    }),
  ].join("");
}
