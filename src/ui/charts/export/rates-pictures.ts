/** @file The rates of every layer as plain data: as curves, as a heat map, or module by module. */
import { heatRamp } from "../../../core/palette.ts";
import { otherRules } from "../../../train/other-rules.ts";
import { formatNumber, formatTick } from "../../format.ts";
import { HeatImage } from "../heat-image.ts";
import { modulesOf } from "../modules.ts";
import { BEHIND, behind, layerStyles } from "../palette.ts";
import { heatRange, rateRange, shareOf, withColumns } from "../ranges.ts";
import { ruleDashes, ruleNames } from "../rule-names.ts";
import { floorName, type RunPlan } from "../run-plan.ts";
import { WarmupEnds } from "../warmup-ends.ts";
import type {
  ChartPicture,
  CurvesPicture,
  HeatPicture,
  MultiplesPicture,
  PictureCurve,
  PictureEnvelope,
  PictureKey,
} from "./picture.ts";
import {
  type ChartSource,
  frameOf,
  guide,
  layerColumns,
  layerCurves,
  shownOf,
  smoothedWords,
  updateTable,
} from "./picture-parts.ts";

const NAME = "learning rate η";
/** What is on show of a map is this many pixels wide at most, so that each of its columns is one of the drawing's at least. */
const MOST_COLUMNS = 600;
const RAMP_STEPS = 96;
export function ratesPicture(source: ChartSource): ChartPicture {
  switch (source.view.mode) {
    case "curves":
      return curvesPicture(source);
    case "heat":
      return heatPicture(source);
    case "multiples":
      return multiplesPicture(source);
  }
}

function envelopeOf(plan: RunPlan, frame: ReturnType<typeof frameOf>): PictureEnvelope {
  const decay = plan.config.decay === "none" ? "" : "·d(t)";
  const floor = guide(frame, floorName(plan.config), plan.floor);
  if (plan.schedule.n === 1) return { floor, filled: false };
  return { floor, ceiling: guide(frame, `ceiling n·η0${decay}`, plan.ceiling), filled: plan.layerwise };
}

function curvesPicture(source: ChartSource): CurvesPicture {
  const { plan, store, theme, view, layer, selected, ghosts } = source;
  const whole = frameOf(source);
  const { along, xs, ...frame } = whole;
  const styles = layerStyles(plan.layers, theme);
  const ends = plan.config.warmup === "none" ? [] : new WarmupEnds(store, plan).get();
  const rings = ends.flatMap((update, k) => {
    const y = update === null ? undefined : store.layerColumn("rate", k)[update];
    const opacity = layer === null || layer === k ? 1 : behind(styles.length);
    return update === null || y === undefined ? [] : [{ x: along.at(update), y, colour: styles[k]!.colour, opacity }];
  });
  const rules = otherRules(plan, store);
  const theirs = ghosts.map((id): PictureCurve & { name: string } => {
    const name = `${ruleNames[id]} for ${plan.layers[selected ?? 0]!.name}`;
    return {
      name,
      colour: frame.ink.ink,
      over: true,
      width: 1.25,
      dash: ruleDashes[id],
      xs,
      ys: rules.get(id)!(selected ?? 0),
    };
  });
  const measured = layerCurves(source, "rate", xs, 1.8);
  const inView = [...measured, ...theirs].map((curve) => shownOf(curve, frame.x));
  const domain = rateRange(plan, view.scale, withColumns([null, null], inView), source.span !== undefined);
  const others = theirs.map(({ name, ys }) => ({ name, values: ys }));
  return {
    ...frame,
    form: "curves",
    title: "Learning rate of every layer",
    subtitle: frame.subtitle + smoothedWords(source),
    left: { name: NAME, log: view.scale === "log", domain, format: formatTick },
    curves: [...measured, ...theirs],
    envelope: envelopeOf(plan, whole),
    rings,
    ringName: "warm-up ends",
    table: updateTable(source, xs, [...layerColumns(source, "rate"), ...others]),
  };
}

function multiplesPicture(source: ChartSource): MultiplesPicture {
  const { plan, store, view, layer, update } = source;
  const whole = frameOf({ ...source, span: undefined });
  const { along: _, xs, ...frame } = whole;
  // A module stands out as a whole, as it does on the page.
  const curves = layerCurves({ ...source, layer: null }, "rate", xs, 1.5).slice(-plan.layers.length);
  const measured = withColumns(
    [null, null],
    curves.map(({ ys }) => ys),
  );
  const { floor, ceiling } = envelopeOf(plan, whole);
  const guides = ceiling ? [floor, ceiling] : [floor];
  const roles = new Map(plan.layers.map(({ role }, k) => [role, curves[k]!.dash]));
  const { soft } = frame.ink;
  return {
    ...frame,
    form: "multiples",
    title: "Learning rate of every layer, module by module",
    subtitle: `${frame.subtitle}${smoothedWords(source)} · numbers: weight or scale, at update ${update}`,
    left: {
      name: NAME,
      log: view.scale === "log",
      domain: rateRange(plan, view.scale, measured),
      format: formatTick,
    },
    cells: modulesOf(plan.layers).map(({ name, members }) => {
      const opacity = layer === null || members.includes(layer) ? 1 : BEHIND;
      const rate = formatNumber(store.layerColumn("rate", members[0]!)[update]);
      return { name, value: rate, curves: [...guides, ...members.map((k) => ({ ...curves[k]!, opacity }))] };
    }),
    keys: [
      ...[...roles].map(([name, dash]): PictureKey => ({ name, dash, colour: soft, width: 1.5 })),
      ...guides.flatMap(({ name, ...curve }) => (name === undefined ? [] : { name, ...curve })),
    ],
    table: updateTable(source, xs, layerColumns(source, "rate")),
  };
}

function heatPicture(source: ChartSource): HeatPicture {
  const { plan, store, theme, view, layer } = source;
  const { along, xs, ...frame } = frameOf(source);
  const { updateCount } = plan.schedule;
  const rates = plan.layers.map((_, k) => store.layerColumn("rate", k));
  const range = heatRange(plan, view.scale, withColumns([null, null], rates));
  const share = (rate: number) => shareOf(rate, view.scale, range);
  const ramp = (steps: number) => heatRamp(steps, theme);
  const [start, end] = frame.x.domain;
  const columns = Math.ceil((MOST_COLUMNS * along.end) / (end - start));
  const image = new HeatImage(plan.layers.length, updateCount, share, ramp, columns);
  image.add(store);
  const colours = ramp(RAMP_STEPS);
  const styles = layerStyles(plan.layers, theme);
  return {
    ...frame,
    form: "heat",
    title: "Learning rate of every layer, as a map",
    rows: plan.layers.map(({ name }, k) => ({ name, colour: styles[k]!.colour })),
    image,
    edges: Float64Array.from({ length: image.width + 1 }, (_, i) => along.at(i * image.stride - 0.5)),
    chosen: layer,
    ramp: Array.from({ length: RAMP_STEPS }, (_, i) => `rgb(${colours.subarray(3 * i, 3 * i + 3).join()})`),
    key: { name: NAME, log: view.scale === "log", domain: range, format: formatTick },
    table: updateTable(source, xs, layerColumns(source, "rate")),
  };
}
