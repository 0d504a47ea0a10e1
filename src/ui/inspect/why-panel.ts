/**
 * @file "Why this rate?": the rate of the selected layer as the product that it is, with its numbers, and what gain and
 * warm-up are made of; and what another rule would have set. Numbers and sentence come from train/explain.ts.
 *
 * @fires ghosts-changed
 */
import { html, nothing, svg } from "lit";
import { explainRate, type RateExplanation } from "../../train/explain.ts";
import { otherRules, type RateRuleId } from "../../train/other-rules.ts";
import { swatch } from "../charts/layer-legend.ts";
import { type LayerStyle, layerStyles } from "../charts/palette.ts";
import { ruleDashes, ruleNames } from "../charts/rule-names.ts";
import { formatCount, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { gainGauge, warmupGauge, wholeTick } from "./gauges.ts";
import { InspectPanel } from "./inspect-panel.ts";
import { inspectStyles } from "./inspect-styles.ts";
import { whyStyles } from "./why-styles.ts";

export class WhyPanel extends InspectPanel {
  static override properties = {
    ...InspectPanel.properties,
    ghosts: { attribute: false },
    drawable: { type: Boolean },
  };
  /** Other rules whose rates are drawn in the rate chart. */
  declare ghosts: readonly RateRuleId[];
  /** The rate chart has a form that can draw them. */
  declare drawable: boolean;

  constructor() {
    super();
    this.ghosts = [];
    this.drawable = true;
  }

  static override styles = [shared, inspectStyles, whyStyles];

  override render() {
    const at = this.shownUpdate;
    const style = layerStyles(this.plan.layers, this.theme)[this.shownLayer]!;
    const why = at < 0 ? undefined : explainRate(this.plan, this.store!, this.shownLayer, at);
    return html`<div class="head">
        <h2>Why this rate?</h2>
        <p class="layer mono">
          ${swatch(style)}${this.layerName}${why ? html`<span class="soft">update ${formatCount(why.update)}</span>` : nothing}
        </p>
      </div>
      ${this.#equation(why, style)}
      <p class="sentence">${why?.sentence ?? "A rate is a product of four numbers. Gain and warm-up are the layer's own, measured from the first update on."}</p>
      <dl class="parts">${this.#gain(why, style)}${this.#warmup(why, style)}</dl>${this.#others(why)}`;
  }

  #equation(why: RateExplanation | undefined, { colour, dash }: LayerStyle) {
    const { baseRate } = this.plan.config;
    const terms = [
      ["η", formatNumber(why?.rate), "rate", "long"],
      ["η0", String(baseRate), "base rate", ""],
      ["G", formatNumber(why?.gain), "gain", ""],
      ["w", formatNumber(why?.warmup), "warm-up", ""],
      ["d(t)", formatNumber(why?.decay), "decay", "long"],
    ] as const;
    const [rate, ...factors] = terms.map(([, number, word]) => `${word} ${number}`);
    const sign = (i: number) => (i === 0 ? nothing : i === 1 ? "=" : "·");
    return html`<div class="equation" role="img" aria-label="${rate} = ${factors.join(" × ")}">
      ${terms.map(([symbol], i) => html`${i > 0 ? html`<i></i>` : nothing}<i>${symbol}</i>`)}
      ${terms.map(([, number, , wide], i) => html`${i > 0 ? html`<span class="sign">${sign(i)}</span>` : nothing}<b class=${wide}>${number}</b>`)}
      ${terms.map(([, , word], i) => html`${i > 0 ? html`<span></span>` : nothing}<span class="word">${word}</span>`)}
      <svg class="line" aria-hidden="true">
        ${svg`<line x1="0" x2="100%" y1="2.5" y2="2.5" stroke=${colour} stroke-width="3" stroke-dasharray=${dash.join(" ")} />`}
      </svg>
    </div>`;
  }

  #gain(why: RateExplanation | undefined, { colour }: LayerStyle) {
    const { n } = this.plan.schedule;
    const { rule } = this.plan.config;
    const { gain = Number.NaN, modelGain = Number.NaN } = why ?? {};
    return html`<div class="part">
      <dt>Gain <i>G</i></dt>
      <dd>
        ${gainGauge({ gain, modelGain, n }, colour)}
        <p class="ends"><span>1 agree</span><span>${n === 1 ? "" : `nothing in common ${n}`}</span></p>
      </dd>
      <dd class="formula mono ${RATIOS.has(rule) ? "ratio" : ""}">
        ${why ? formulaWithNumbers(why) : html`<span class="symbols">G = –</span>`}
        <span class="soft whole">${wholeTick}whole model ${formatNumber(modelGain)}</span>
      </dd>
    </div>`;
  }

  #warmup(why: RateExplanation | undefined, { colour }: LayerStyle) {
    const { config, schedule } = this.plan;
    if (config.warmup === "none") return nothing;
    const { threshold } = schedule;
    const { state, warmup = Number.NaN, warmupEnd = null } = why ?? {};
    const isFixed = config.warmup === "fixed";
    const end = warmupEnd === null ? "" : `ended at update ${formatCount(warmupEnd)}`;
    return html`<div class="part">
      <dt>Warm-up <i>w</i></dt>
      <dd>
        ${warmupGauge(warmup, colour)}
        <p class="ends"><span>0</span><span>${isFixed ? "5.5% of the images" : `θ = ${formatNumber(threshold)}`}</span></p>
      </dd>
      <dd class="formula mono">
        ${
          isFixed
            ? html`<span class="symbols">the same for every layer: ${formatNumber(warmup)}</span>`
            : html`<span class="symbols">w = min(1, S / θ)</span><span class="numbers">= min(1, ${formatNumber(state)} / ${formatNumber(threshold)}) = ${formatNumber(warmup)}</span>`
        }
        <span class="soft aside">${end}</span>
      </dd>
    </div>`;
  }

  #others(why: RateExplanation | undefined) {
    const rules = why && otherRules(this.plan, this.store!);
    const others = (Object.keys(ruleNames) as RateRuleId[]).filter((id) => id !== this.plan.config.rule);
    const warmedUp = this.plan.config.warmup === "state-aware" ? ", each with a warm-up driven by its own gains" : "";
    return html`<div class="ghosts">
      <h3>What would another rule have set?</h3>
      <p class="note">From the same measured norms${warmedUp}, and how many times (×) this rate that is. ${this.drawable ? "Switched on, a rule's rates for this layer are a thin line in the chart." : "Their lines are drawn when the rate chart shows curves."}</p>
      <div class="choices" role="group" aria-label="Other rules in the chart">
        ${others.map((id) => {
          const theirs = rules?.get(id)?.(this.shownLayer)[this.shownUpdate];
          const ratio = (theirs ?? Number.NaN) / (why?.rate || Number.NaN);
          const words = Number.isFinite(ratio) ? ` · ${formatNumber(ratio)}×` : "";
          return html`<button aria-pressed=${this.ghosts.includes(id)} ?disabled=${!this.drawable} title="Draw the rates that this rule would have set" @click=${() => this.#toggle(id)}>
            ${ruleNames[id]} ${this.#line(ruleDashes[id])} <span class="mono">${formatNumber(theirs)}${words}</span>
          </button>`;
        })}
      </div>
    </div>`;
  }

  /** As the chart draws it. */
  #line(dash: readonly number[]) {
    return html`<svg class="dash" width="32" height="6" aria-hidden="true">${svg`<line x1="0" x2="32" y1="3" y2="3" stroke="currentcolor" stroke-width="1.25" stroke-dasharray=${dash.join(" ")} />`}</svg>`;
  }

  #toggle(id: RateRuleId): void {
    this.ghosts = this.ghosts.includes(id) ? this.ghosts.filter((other) => other !== id) : [...this.ghosts, id];
    const detail = { rules: this.ghosts };
    this.dispatchEvent(new CustomEvent("ghosts-changed", { detail, bubbles: true, composed: true }));
  }
}
customElements.define("lena-why-panel", WhyPanel);

/** Rules whose G has numbers of its own. */
const RATIOS: ReadonlySet<RateRuleId> = new Set(["lena", "adascale", "lars"]);

/** G's formula, with its numbers where it has any but n. */
function formulaWithNumbers({ formula, gain, n, numerator, denominator, epsilon, scope, clamped }: RateExplanation) {
  if (!formula.includes("/")) return html`<span class="symbols">${formula} = ${formatNumber(gain)}</span>`;
  const [above, below] = [numerator, denominator].map(formatNumber);
  const ratio = epsilon > 0 ? `(${above} + ε) / (${below} + ε)` : `${above} / ${below}`;
  const of = scope === "layer" ? "" : ` of the ${scope === "module" ? "module" : "whole model"}`;
  const cut = clamped === "no" ? "" : clamped === "high" ? `, cut off at n = ${n}` : ", cut off at 1";
  return html`<span class="symbols">${formula}</span><span class="numbers">= ${ratio}${of}</span><span>= ${formatNumber(gain)}${cut}</span>
    ${epsilon > 0 ? html`<span class="soft aside">ε = 10⁻⁶</span>` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-why-panel": WhyPanel;
  }
  interface HTMLElementEventMap {
    /** Other rules whose rates are to be drawn beside the run's own. */
    "ghosts-changed": CustomEvent<{ rules: readonly RateRuleId[] }>;
  }
}
