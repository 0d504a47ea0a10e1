/** @file The charts of the Compare view, as lines: validation accuracy, training loss, and the rates of chosen layers. */
import { html, nothing } from "lit";
import { smooth } from "../charts/thin.ts";
import { formatNumber, formatShare } from "../format.ts";
import type { Theme } from "../theme.ts";
import { epochPlaces, updatePlaces, type XAxis } from "./comparison.ts";
import type { StyledRun } from "./comparison-tables.ts";
import "./overlay-chart.ts";
import "../controls/data-table.ts";
import { type Line, linesTable } from "./overlay-lines.ts";
import { swatch } from "./run-list.ts";

/** The trend is a mean over two such parts of a run. */
const TREND_SHARE = 60;
const LAYER_DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3]];
/** More could not be told apart. */
export const mostLayers = LAYER_DASHES.length;

const lineOf = ({ id, name, style }: StyledRun) => ({ id, name, colour: style.colour, dash: style.dash });

function accuracyLines(runs: readonly StyledRun[], axis: XAxis): Line[] {
  return runs.map((run) => ({
    ...lineOf(run),
    dots: true,
    x: epochPlaces(run, axis),
    y: Float64Array.from(run.store?.epochs ?? [], ({ validationAccuracy }) => validationAccuracy),
  }));
}

function lossLines(runs: readonly StyledRun[], axis: XAxis): Line[] {
  return runs.flatMap((run) => {
    const x = updatePlaces(run, axis);
    const y = run.store?.column("loss") ?? new Float64Array();
    return [
      { ...lineOf(run), dash: [], faint: true, x, y },
      { ...lineOf(run), x, y: smooth(y, Math.ceil(y.length / TREND_SHARE)) },
    ];
  });
}

function rateLines(runs: readonly StyledRun[], names: readonly string[], axis: XAxis): Line[] {
  return runs.flatMap((run) =>
    names.flatMap((layer, i) => {
      const k = run.layers.findIndex(({ name }) => name === layer);
      if (k < 0 || !run.store) return [];
      const dash = names.length > 1 ? LAYER_DASHES[i % LAYER_DASHES.length]! : run.style.dash;
      return [
        {
          ...lineOf(run),
          name: `${run.name}: ${layer}`,
          dash,
          x: updatePlaces(run, axis),
          y: run.store.layerColumn("rate", k),
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
  readonly label: string;
  readonly scale: "share" | "value" | "log";
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

function table(lines: readonly Line[], { axis, revision }: ChartFrame, write: (value: number) => string) {
  return html`<lena-data-table .revision=${revision} .data=${() => linesTable(lines, axis, write)}></lena-data-table>`;
}

/** The legend stands beside it. */
export function accuracyPart(runs: readonly StyledRun[], frame: ChartFrame) {
  const lines = accuracyLines(runs, frame.axis);
  return html`<div class="hero">
      ${chart(lines, { label: "Validation accuracy", scale: "share", tall: true }, frame)}${legend(runs)}
    </div>
    ${table(lines, frame, formatShare)}`;
}

export function lossPart(runs: readonly StyledRun[], frame: ChartFrame) {
  const lines = lossLines(runs, frame.axis);
  return html`${chart(lines, { label: "Training loss", scale: "value" }, frame)}${table(lines, frame, formatNumber)}`;
}

export function ratesPart(runs: readonly StyledRun[], names: readonly string[], frame: ChartFrame) {
  const lines = rateLines(runs, names, frame.axis);
  return html`${chart(lines, { label: "Learning rates", scale: "log" }, frame)}${table(lines, frame, formatNumber)}`;
}

/** Beside the accuracies: whose line is which, and where it stands now. */
function legend(runs: readonly StyledRun[]) {
  if (runs.length === 0) return nothing;
  return html`<table class="legend">
    <thead><tr><th scope="col">Run</th><th scope="col">accuracy</th><th scope="col">loss</th></tr></thead>
    <tbody>
      ${runs.map(
        ({ style, name, store }) => html`<tr>
          <th scope="row">${swatch(style)}<span>${name}</span></th>
          <td>${formatShare(store?.epochs.at(-1)?.validationAccuracy)}</td>
          <td>${formatNumber(store?.column("loss").at(-1))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
