/** @file How a person wants the charts drawn: one object that all of them share, so that they stay comparable. */
import type { XUnit } from "./x-axis.ts";

export const modes = { curves: "Curves", heat: "Heat map", multiples: "Small multiples" } as const;
export type Mode = keyof typeof modes;

export interface ChartView {
  /** Of the rates. */
  readonly mode: Mode;
  /** Of the rates. */
  readonly scale: "log" | "linear";
  readonly x: XUnit;
  /** Updates that rates and gains are averaged over; 1: as measured. */
  readonly smoothing: number;
}

export const defaultView: ChartView = { mode: "curves", scale: "log", x: "update", smoothing: 1 };

/** What the smoothing can be set to. */
export const spans = [1, 5, 10, 20, 50, 100, 200] as const;
