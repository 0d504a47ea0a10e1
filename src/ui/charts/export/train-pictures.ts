/**
 * @file The charts of the Train view as plain data, in the form, along the axis and with the layer that are on show.
 */

import { formatNumber, formatTick } from "../../format.ts";
import { gainTicks } from "../gain-ticks.ts";
import { BEHIND, layerStyles } from "../palette.ts";
import { barRange, gainRange, isGainLog, lossRange, shareOf } from "../ranges.ts";
import { trendOf } from "../thin.ts";
import { WarmupEnds } from "../warmup-ends.ts";
import type { ChartPicture, LanesPicture, PictureCurve, PictureEnvelope } from "./picture.ts";
import {
  type ChartSource,
  extent,
  frameOf,
  guide,
  layerColumns,
  layerCurves,
  smoothedWords,
  updateTable,
} from "./picture-parts.ts";
import { ratesPicture } from "./rates-pictures.ts";

const pictures = {
  network: networkPicture,
  rates: ratesPicture,
  gain: gainPicture,
  race: racePicture,
  loss: lossPicture,
};
export type ChartKind = keyof typeof pictures;

export function pictureOf(kind: ChartKind, source: ChartSource): ChartPicture {
  return pictures[kind](source);
}

function gainPicture(source: ChartSource): ChartPicture {
  const { plan, store } = source;
  const { n } = plan.schedule;
  const whole = frameOf(source);
  const { along: _, xs, ...frame } = whole;
  const modelGain = store.column("modelGain");
  const { ink } = frame;
  const measured: PictureCurve[] = [
    ...layerCurves(source, "gain", xs, 1.4),
    {
      name: "whole model",
      colour: ink.ink,
      width: 3.2,
      dash: [],
      opacity: source.layer === null ? 1 : BEHIND,
      xs,
      ys: modelGain,
    },
  ];
  const envelope: PictureEnvelope = {
    floor: guide(whole, "1: micro-batches agree", () => 1),
    ...(n === 1 ? {} : { ceiling: guide(whole, `n = ${n}: nothing in common`, () => n) }),
    filled: plan.layerwise,
  };
  const log = isGainLog(plan);
  const domain = gainRange(plan, extent(measured, frame.x), source.span !== undefined);
  return {
    ...frame,
    form: "curves",
    title: "Gain of every layer",
    subtitle: frame.subtitle + smoothedWords(source),
    left: { name: "gain G", log, domain, format: formatTick, ...(log ? { ticks: gainTicks(n, ...domain) } : {}) },
    curves: measured,
    envelope,
    table: updateTable(source, xs, [...layerColumns(source, "gain"), { name: "whole model", values: modelGain }]),
  };
}

function lossPicture(source: ChartSource): ChartPicture {
  const { plan, store } = source;
  const { along, xs, ...frame } = frameOf({ ...source, layer: null });
  const { ink } = frame;
  const ys = store.column("loss");
  const accuracy = new Float64Array(store.updateCount).fill(Number.NaN);
  for (const row of store.epochs) accuracy[row.update - 1] = row.validationAccuracy;
  const line = { colour: ink.ink, dash: [], xs };
  const loss: PictureCurve = { ...line, name: "training loss", width: 1, opacity: 0.35, ys };
  const trend = trendOf(ys, plan.schedule.updateCount);
  const name = "validation accuracy";
  return {
    ...frame,
    form: "curves",
    title: "Loss and validation accuracy",
    left: {
      name: "training loss",
      log: false,
      domain: lossRange(extent([loss], frame.x)[1], source.span !== undefined),
      format: formatTick,
    },
    right: { name, log: false, domain: [0, 1.04], format: (value) => `${Math.round(value * 100)}%` },
    curves: [
      loss,
      { ...line, name: "its trend", width: 2, ys: trend },
      { ...line, name, axis: "right", colour: ink.accent, width: 2, ys: accuracy, dotted: true },
    ],
    table: updateTable(source, xs, [
      { name: "loss", values: ys },
      { name, values: accuracy },
    ]),
  };
}

/** The levels in the bars of the network strip, at the update on show. */
function networkPicture(source: ChartSource): LanesPicture {
  const { plan, store, theme, layer, update } = source;
  const { subtitle, ink } = frameOf(source);
  const range = barRange(plan, update);
  const at = (metric: "rate" | "warmup" | "state", k: number) => store.layerColumn(metric, k)[update]!;
  return {
    form: "lanes",
    ink,
    title: "Network, from input to output",
    subtitle: `${subtitle} · rate from a third of the floor to the ceiling (log), and warm-up, at update ${update}`,
    finish: `ceiling n·η0·d(t) = ${formatNumber(range[1])}`,
    lanes: layerStyles(plan.layers, theme).map(({ colour }, k) => ({
      name: plan.layers[k]!.name,
      colour,
      opacity: layer === null || layer === k ? 1 : BEHIND,
      share: shareOf(at("rate", k), "log", range) || 0,
      words: `${formatNumber(at("rate", k))}, w ${Math.floor(at("warmup", k) * 100)}%`,
    })),
    table: {
      header: ["layer", "update", "rate", "warm-up w", "state S", "threshold"],
      rows: () =>
        plan.layers.map(({ name }, k) => [
          ...[name, update, at("rate", k)],
          ...[at("warmup", k), at("state", k), plan.schedule.threshold],
        ]),
    },
  };
}

/** How far the warm-ups are at the update on show. */
function racePicture(source: ChartSource): LanesPicture {
  const { plan, store, theme, layer, update } = source;
  const { threshold } = plan.schedule;
  const { subtitle, ink } = frameOf(source);
  const ends = new WarmupEnds(store, plan).get().map((end) => (end !== null && end <= update ? end : null));
  const at = (metric: "warmup" | "state", k: number) => store.layerColumn(metric, k)[update]!;
  return {
    form: "lanes",
    ink,
    title: "Warm-up race",
    subtitle: `${subtitle} · at update ${update}`,
    finish:
      plan.config.warmup === "state-aware" ? `accumulated gain S at θ = ${formatNumber(threshold)}` : "warm-up over",
    lanes: layerStyles(plan.layers, theme).map(({ colour }, k) => ({
      name: plan.layers[k]!.name,
      colour,
      opacity: layer === null || layer === k ? 1 : BEHIND,
      share: Math.min(1, at("warmup", k) || 0),
      words: ends[k] === null ? "" : `update ${ends[k]}`,
    })),
    table: {
      header: ["layer", "update", "warm-up w", "state S", "threshold", "ended at update"],
      rows: () =>
        plan.layers.map(({ name }, k) => [name, update, at("warmup", k), at("state", k), threshold, ends[k] ?? ""]),
    },
  };
}
