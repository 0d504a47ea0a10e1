/** @file The charts of the Compare view, as lines: validation accuracy, training loss, and the rates of chosen layers. */
import { html, nothing } from "lit";
import { trendOf } from "../charts/thin.ts";
import { formatNumber, formatShare } from "../format.ts";
import type { Theme } from "../theme.ts";
import { epochPlaces, updatePlaces, type XAxis } from "./comparison.ts";
import type { StyledRun } from "./comparison-tables.ts";
import "./overlay-chart.ts";
import "../charts/export/export-menu.ts";
import "../controls/data-table.ts";
import { type Line, linesTable, type OverlayScale } from "./overlay-lines.ts";

const LAYER_DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3]];
/** More could not be told apart. */
export const mostLayers = LAYER_DASHES.length;

const lineOf = ({ id, name, style }: StyledRun) => ({ id, name, colour: style.colour, dash: style.dash });

function accuracyLines(runs: readonly StyledRun[], axis: XAxis): Line[] {
  return runs.map((run) => ({
    ...lineOf(run),
    dots: true,
    updates: epochPlaces(run, "updates"),
    x: epochPlaces(run, axis),
    y: Float64Array.from(run.store?.epochs ?? [], ({ validationAccuracy }) => validationAccuracy),
  }));
}

function lossLines(runs: readonly StyledRun[], axis: XAxis): Line[] {
  return runs.flatMap((run) => {
    const y = run.store?.column("loss") ?? new Float64Array();
    const line = { ...lineOf(run), updates: updatePlaces(run, "updates"), x: updatePlaces(run, axis) };
    return [
      { ...line, dash: [], faint: true, y },
      { ...line, y: trendOf(y, y.length) },
    ];
  });
}

function rateLines(runs: readonly StyledRun[], names: readonly string[], axis: XAxis): Line[] {
  return runs.flatMap((run) =>
    names.flatMap((layer, i) => {
      const k = run.layers.findIndex(({ name }) => name === layer);
      if (k < 0) return [];
      const dash = names.length > 1 ? LAYER_DASHES[i % LAYER_DASHES.length]! : run.style.dash;
      return [
        {
          ...lineOf(run),
          name: `${run.name}: ${layer}`,
          dash,
          updates: updatePlaces(run, "updates"),
          x: updatePlaces(run, axis),
          y: run.store?.layerColumn("rate", k) ?? new Float64Array(),
        },
      ];
    }),
  );
}

export interface ChartFrame {
  readonly axis: XAxis;
  /** Where the axis ends at least. */
  readonly end: number;
  readonly theme: Theme;
  readonly raised: string | undefined;
  readonly target: number | undefined;
  /** Changes when runs have told more. */
  readonly revision: number;
}

interface Look {
  /** Of its files. */
  readonly name: string;
  readonly label: string;
  readonly scale: OverlayScale;
  readonly tall?: boolean;
}

function chart(lines: readonly Line[], { label, scale, tall }: Look, { axis, end, theme, raised, target }: ChartFrame) {
  return html`<lena-overlay-chart
    class=${tall ? "tall" : nothing}
    label="${label} of the chosen runs by ${axis}"
    scale=${scale}
    .unit=${axis}
    .end=${end}
    .lines=${lines}
    .target=${scale === "share" ? target : undefined}
    .raised=${raised}
    .theme=${theme}
  ></lena-overlay-chart>`;
}

/** Its files, and its numbers. */
function underChart(lines: readonly Line[], look: Look, frame: ChartFrame) {
  const { label: title, scale, name } = look;
  const { axis, end, theme, revision } = frame;
  const target = scale === "share" ? frame.target : undefined;
  const picture = async (menu: Element) => {
    const { overlayPicture } = await import("./pictures.ts");
    const span = menu.closest("section")?.querySelector("lena-overlay-chart")?.span;
    return overlayPicture({ title, lines, scale, unit: axis, end, span, target, theme });
  };
  const write = scale === "share" ? formatShare : formatNumber;
  return html`<lena-export-menu name=${name} what=${title} ?empty=${lines.every(({ x }) => x.length === 0)} .picture=${picture}></lena-export-menu>
    <lena-data-table what=${title} .revision=${revision} .data=${() => linesTable(lines, axis, write)}></lena-data-table>`;
}

export function accuracyPart(runs: readonly StyledRun[], frame: ChartFrame) {
  const look: Look = { name: "compare-accuracy", label: "Validation accuracy", scale: "share", tall: true };
  return part(accuracyLines(runs, frame.axis), look, frame);
}

export function lossPart(runs: readonly StyledRun[], frame: ChartFrame) {
  return part(lossLines(runs, frame.axis), { name: "compare-loss", label: "Training loss", scale: "value" }, frame);
}

export function ratesPart(runs: readonly StyledRun[], names: readonly string[], frame: ChartFrame) {
  return part(
    rateLines(runs, names, frame.axis),
    { name: "compare-rates", label: "Learning rate", scale: "log" },
    frame,
  );
}

function part(lines: readonly Line[], look: Look, frame: ChartFrame) {
  return html`${chart(lines, look, frame)}${underChart(lines, look, frame)}`;
}
