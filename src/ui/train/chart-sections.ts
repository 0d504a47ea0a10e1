/**
 * @file The charts of the Train view, each in its section with its heading, its key and its table. They are handed what
 * is on show as plain data; who chooses that is inspection.ts.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { RunStore } from "../../session/run-store.ts";
import { runName } from "../../train/command-line.ts";
import type { RateRuleId } from "../../train/other-rules.ts";
import { layerTable, lossTable, networkTable } from "../charts/chart-tables.ts";
import "../charts/chart-toolbar.ts";
import type { ChartView } from "../charts/chart-view.ts";
import "../charts/export/export-menu.ts";
import type { ChartKind } from "../charts/export/train-pictures.ts";
import "../charts/gain-chart.ts";
import "../charts/layer-legend.ts";
import "../charts/loss-chart.ts";
import "../charts/network-strip.ts";
import "../charts/rates-chart.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import "../charts/warmup-race.ts";
import "../controls/data-table.ts";
import { formatNumber, formatShare } from "../format.ts";
import type { Theme } from "../theme.ts";

export interface Shown {
  readonly plan: RunPlan;
  readonly store: RunStore | undefined;
  readonly revision: number;
  readonly theme: Theme;
  readonly view: ChartView;
  /** Update under a cursor; null: none. */
  readonly cursor: number | null;
  /** Update that the page is held at; null: live. */
  readonly heldAt: number | null;
  /** The one of these that counts; null: the newest. */
  readonly at: number | null;
  /** That update itself; -1 before the first. */
  readonly update: number;
  readonly selected: number | null;
  /** Other rules whose rates are drawn beside the run's own. */
  readonly ghosts: readonly RateRuleId[];
  /** Layer that stands out. */
  readonly layer: number | null;
}

const headings: Record<ChartKind, string> = {
  network: "Network",
  rates: "Learning rate of every layer",
  gain: "Gain of every layer",
  race: "Warm-up race",
  loss: "Loss and validation accuracy",
};

export function networkSection(shown: Shown): TemplateResult {
  const { plan, store, revision, theme, layer, selected, at } = shown;
  return html`<section class="network" aria-labelledby="network">
    <div class="head">
      <h2 id="network">${headings.network}</h2>
      <p class="soft">${layerWords(shown)}</p>
    </div>
    <lena-network-strip .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .highlight=${layer} .selected=${selected} .at=${at}></lena-network-strip>
    ${exportMenu("network", shown)}
    <lena-data-table what=${headings.network} .revision=${revision} .data=${() => networkTable(store, plan, at)}></lena-data-table>
  </section>`;
}

/** What is known of the layer that stands out, at the update on show. */
function layerWords({ plan, store, layer, update }: Shown): TemplateResult | string {
  if (layer === null) return "Bar: the rate (log), the floor a line across it, full at the ceiling. Ring: warm-up.";
  const of = (metric: "rate" | "gain" | "state") => formatNumber(store?.layerColumn(metric, layer)[update]);
  const state =
    plan.config.warmup === "state-aware" ? ` · S ${of("state")} of θ ${formatNumber(plan.schedule.threshold)}` : "";
  return html`<span class="mono"
    ><b>${plan.layers[layer]!.name}</b> rate ${of("rate")} · gain ${of("gain")} of ${plan.schedule.n}${state}</span
  >`;
}

export function ratesSection(shown: Shown): TemplateResult {
  const { plan, store, revision, theme, view, layer, selected, at } = shown;
  return html`<section class="rates" aria-labelledby="rates">
    <div class="head">
      <h2 id="rates">${headings.rates}</h2>
      ${
        view.mode === "curves"
          ? html`<p class="soft key">
              <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" /></svg>warm-up ends
            </p>`
          : nothing
      }
      <lena-chart-toolbar .view=${view}></lena-chart-toolbar>
    </div>
    <div class="hero">
      ${ratesChart(shown)}
      <lena-layer-legend .layers=${plan.layers} .values=${rateWords(shown)} .theme=${theme} .highlight=${layer} .selected=${selected}></lena-layer-legend>
    </div>
    ${exportMenu("rates", shown, view.mode === "heat" ? "lena-heat-chart" : "lena-rates-chart")}
    <lena-data-table what=${headings.rates} .revision=${revision} .data=${() => layerTable(store, at)}></lena-data-table>
  </section>`;
}

function ratesChart({
  plan,
  store,
  revision,
  theme,
  view,
  layer,
  selected,
  ghosts,
  heldAt,
  cursor,
}: Shown): TemplateResult {
  switch (view.mode) {
    case "curves":
      return html`<lena-rates-chart .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .view=${view} .highlight=${layer} .at=${heldAt} .selected=${selected} .ghosts=${ghosts}></lena-rates-chart>`;
    case "heat":
      return html`<lena-heat-chart .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .view=${view} .highlight=${layer} .at=${heldAt}></lena-heat-chart>`;
    case "multiples":
      return html`<lena-multiples-chart .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .view=${view} .highlight=${layer} .at=${heldAt} .cursor=${cursor}></lena-multiples-chart>`;
  }
}

/** Charts that can show a part of the run. */
type ZoomableTag = "lena-rates-chart" | "lena-heat-chart" | "lena-gain-chart" | "lena-loss-chart";

/** Beside the fold with the numbers, which is the next thing under the chart. */
function exportMenu(kind: ChartKind, { store, ...shown }: Shown, chart?: ZoomableTag): TemplateResult {
  const { plan, view } = shown;
  const form = kind === "rates" && view.mode !== "curves" ? `-${view.mode}` : "";
  const picture = async (menu: Element) => {
    const { pictureOf } = await import("../charts/export/train-pictures.ts");
    const span = chart && menu.closest("section")?.querySelector(chart)?.span;
    return pictureOf(kind, { ...shown, store: store!, span });
  };
  return html`<lena-export-menu name="${runName(plan.config)}-${kind}${form}" what=${headings[kind]} ?empty=${!store?.updateCount} .picture=${picture}></lena-export-menu>`;
}

function rateWords({ store, update }: Shown): string[] {
  if (!store || update < 0) return [];
  return store.layers.map((_, k) => formatNumber(store.layerColumn("rate", k)[update]));
}

export function gainSection(shown: Shown): TemplateResult {
  const { plan, store, revision, theme, view, layer, heldAt, at, update } = shown;
  return html`<section class="gain" aria-labelledby="gain">
    <div class="head">
      <h2 id="gain">${headings.gain}</h2>
      <p class="soft key">
        <i class="thick"></i>whole model <b class="mono">${formatNumber(store?.column("modelGain")[update])}</b> of n
        <b class="mono">${plan.schedule.n}</b>
      </p>
    </div>
    <lena-gain-chart .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .view=${view} .highlight=${layer} .at=${heldAt}></lena-gain-chart>
    ${exportMenu("gain", shown, "lena-gain-chart")}
    <lena-data-table what=${headings.gain} .revision=${revision} .data=${() => layerTable(store, at)}></lena-data-table>
  </section>`;
}

export function raceSection(shown: Shown): TemplateResult {
  const { plan, store, revision, theme, layer, at } = shown;
  return html`<section class="race" aria-labelledby="race">
    <div class="head">
      <h2 id="race">${headings.race}</h2>
      <p class="soft key">
        ${plan.config.warmup === "state-aware" ? html`accumulated gain S to θ <b class="mono">${formatNumber(plan.schedule.threshold)}</b>` : nothing}
      </p>
    </div>
    <lena-warmup-race .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .highlight=${layer} .at=${at}></lena-warmup-race>
    ${plan.config.warmup === "none" ? nothing : exportMenu("race", shown)}
    <lena-data-table what=${headings.race} .revision=${revision} .data=${() => layerTable(store, at)}></lena-data-table>
  </section>`;
}

export function lossSection(shown: Shown): TemplateResult {
  const { plan, store, revision, theme, view, heldAt, at, update } = shown;
  return html`<section class="loss" aria-labelledby="loss">
    <div class="head">
      <h2 id="loss">${headings.loss}</h2>
      <p class="soft key">
        <i></i>loss <b class="mono">${formatNumber(store?.column("loss")[update])}</b> <i class="accent"></i>accuracy
        <b class="mono">${formatShare(store?.epochs.findLast((row) => row.update <= update + 1)?.validationAccuracy)}</b>
      </p>
    </div>
    <lena-loss-chart .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .view=${view} .at=${heldAt}></lena-loss-chart>
    ${exportMenu("loss", shown, "lena-loss-chart")}
    <lena-data-table what=${headings.loss} .revision=${revision} .data=${() => lossTable(store, at)}></lena-data-table>
  </section>`;
}
