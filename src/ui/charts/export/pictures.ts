/** @file The charts of the Train view as plain data: rates, gains, loss with accuracy. Every update is in them. */
import { chartInk } from "../../../core/palette.ts";
import type { RunStore } from "../../../session/run-store.ts";
import { modelOf } from "../../../train/config.ts";
import { formatTick } from "../../format.ts";
import type { Theme } from "../../theme.ts";
import { layerStyles } from "../palette.ts";
import type { RunPlan } from "../run-plan.ts";
import { WarmupEnds } from "../warmup-ends.ts";
import type { ChartPicture, PictureAxis, PictureCurve } from "./picture.ts";

export interface ChartSource {
  readonly plan: RunPlan;
  readonly store: RunStore;
  readonly theme: Theme;
}

export type ChartKind = "rates" | "gain" | "loss";

const DOTTED = [1, 4];
const percent = (value: number) => `${Math.round(value * 100)}%`;

export function pictureOf(kind: ChartKind, source: ChartSource): ChartPicture {
  return { rates: ratesPicture, gain: gainPicture, loss: lossPicture }[kind](source);
}

function frame({ plan, store, theme }: ChartSource) {
  const ink = chartInk[theme];
  const domain = [0, Math.max(1, plan.schedule.updateCount - 1)] as const;
  const x: PictureAxis = { name: "update", log: false, domain, format: formatTick };
  const xs = store.column("update");
  const { config, schedule } = plan;
  const subtitle = `${modelOf(config).name} · ${config.rule} · n = ${schedule.n} · seed ${config.seed}`;
  return { subtitle, x, xName: "update", xs, rings: [], ringName: "", ink };
}

function layerCurves({ plan, store, theme }: ChartSource, metric: "rate" | "gain", width: number): PictureCurve[] {
  return layerStyles(plan.layers, theme).map(({ colour, dash }, k) => {
    const { name } = plan.layers[k]!;
    return { name, axis: "left", colour, width, dash, values: store.layerColumn(metric, k) };
  });
}

/** A line that nothing was measured for. */
const guide = (name: string, xs: Float64Array, at: (update: number) => number, colour: string): PictureCurve => {
  return { name, axis: "left", colour, width: 1, dash: DOTTED, values: xs.map(at) };
};

function ratesPicture(source: ChartSource): ChartPicture {
  const { plan, store, theme } = source;
  const base = frame(source);
  const styles = layerStyles(plan.layers, theme);
  const ends = plan.config.warmup === "none" ? [] : new WarmupEnds(store, plan).get();
  const rings = ends.flatMap((update, k) => {
    const y = update === null ? undefined : store.layerColumn("rate", k)[update];
    return update === null || y === undefined ? [] : [{ x: update, y, colour: styles[k]!.colour }];
  });
  const curves = [
    ...layerCurves(source, "rate", 1.8),
    guide("floor η0·d(t)", base.xs, plan.floor, base.ink.soft),
    guide("ceiling n·η0·d(t)", base.xs, plan.ceiling, base.ink.soft),
  ];
  const [low, high] = extent(curves, true);
  const left = { name: "learning rate η", log: true, domain: [low * 0.9, high * 1.3] as const, format: formatTick };
  return { ...base, title: "Learning rate of every layer", left, curves, rings, ringName: "warm-up ends" };
}

function gainPicture(source: ChartSource): ChartPicture {
  const { n } = source.plan.schedule;
  const base = frame(source);
  const whole = source.store.column("modelGain");
  const curves: PictureCurve[] = [
    ...layerCurves(source, "gain", 1.4),
    { name: "whole model", axis: "left", colour: base.ink.ink, width: 3.2, dash: [], values: whole },
    guide("floor 1", base.xs, () => 1, base.ink.soft),
    guide(`ceiling n = ${n}`, base.xs, () => n, base.ink.soft),
  ];
  const [low, high] = extent(curves, true);
  const left = { name: "gain G", log: n >= 24, domain: [low * 0.9, high * 1.1] as const, format: formatTick };
  return { ...base, title: "Gain of every layer", left, curves };
}

function lossPicture(source: ChartSource): ChartPicture {
  const { store } = source;
  const base = frame(source);
  const accuracy = new Float64Array(store.updateCount).fill(Number.NaN);
  for (const row of store.epochs) accuracy[row.update - 1] = row.validationAccuracy;
  const { ink, accent } = chartInk[source.theme];
  const loss: PictureCurve = {
    name: "loss",
    axis: "left",
    colour: ink,
    width: 1.4,
    dash: [],
    values: store.column("loss"),
  };
  const [, high] = extent([loss], false);
  return {
    ...base,
    title: "Loss and validation accuracy",
    left: { name: "training loss", log: false, domain: [0, high * 1.05], format: formatTick },
    right: { name: "validation accuracy", log: false, domain: [0, 1], format: percent },
    curves: [
      loss,
      {
        name: "validation accuracy",
        axis: "right",
        colour: accent,
        width: 2,
        dash: [],
        values: accuracy,
        dotted: true,
      },
    ],
  };
}

/** Smallest and largest finite value; of the positive ones where a log axis needs that. */
function extent(curves: readonly PictureCurve[], positive: boolean): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of curves) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [positive ? 1e-4 : 0, 1];
}
