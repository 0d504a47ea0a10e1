/**
 * @file The run configuration as a form, and what it means in numbers. Text and
 * problems come in, `field-changed` goes out. What its owner puts into it stands over the form.
 *
 * @fires field-changed
 */
import { css, html, LitElement, nothing } from "lit";
import type { ConfigProblem } from "../../train/config.ts";
import type { RunMemory } from "../../train/memory.ts";
import type { Schedule } from "../../train/schedule.ts";
import "../controls/field.ts";
import { capital, formatBytes, formatCount, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import {
  advancedFields,
  type ConfigDraft,
  choicesOf,
  defaultDraft,
  type FieldSpec,
  fieldGroups,
  moreFields,
} from "./config-fields.ts";

export class ConfigPanel extends LitElement {
  static override properties = {
    draft: { attribute: false },
    schedule: { attribute: false },
    memory: { attribute: false },
    problems: { attribute: false },
    bindingLimit: { attribute: false },
    locked: { type: Boolean },
    open: { type: Boolean, reflect: true },
    tucked: { type: Boolean },
  };
  declare draft: ConfigDraft;
  /** What the draft amounts to; absent while there are problems. */
  declare schedule: Schedule | undefined;
  declare memory: RunMemory | undefined;
  declare problems: readonly ConfigProblem[];
  /** The most bytes that one buffer may have on the GPU. */
  declare bindingLimit: number;
  declare locked: boolean;
  /** On a narrow page the form is folded away until asked for. */
  declare open: boolean;
  /** There, with all that is around it: a run is on show, and comes first. */
  declare tucked: boolean;

  constructor() {
    super();
    this.draft = defaultDraft;
    this.problems = [];
    this.locked = false;
    this.open = false;
    this.tucked = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        background: var(--panel);
      }
      form {
        padding: 4px 20px 16px;
      }
      section + section {
        border-top: 1px solid var(--line);
      }
      section,
      details {
        padding: 12px 0 8px;
      }
      details {
        border-top: 1px solid var(--line);
      }
      h2,
      summary {
        font: 600 13px/20px var(--sans);
        padding-bottom: 3px;
      }
      summary {
        cursor: pointer;
      }
      .fold {
        display: none;
      }
      h2 {
        display: flex;
        justify-content: space-between;
      }
      .locked {
        font-weight: 400;
        font-size: 12px;
        color: var(--ink-soft);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(4, auto);
        justify-content: space-between;
        padding: 12px 20px 14px;
        border-top: 1px solid var(--line-strong);
        background: var(--panel);
      }
      dt {
        font-size: 12px;
        line-height: 16px;
        color: var(--ink-soft);
      }
      dd {
        font: 500 17px/24px var(--mono);
        font-variant-numeric: tabular-nums;
      }
      dd small {
        display: block;
        font: 400 11px/14px var(--mono);
        color: var(--ink-soft);
      }
      .memory {
        grid-column: 1 / -1;
        width: 0;
        min-width: 100%; /* fits into the columns, does not widen them */
        padding-top: 8px;
      }
      .problem {
        font: 400 13px/18px var(--sans);
        color: var(--error);
      }
      @media (min-width: 900px) {
        :host {
          max-height: 100%;
        }
        .scroll {
          flex: 1;
          min-height: 0;
          overflow-y: auto;
          scrollbar-width: thin;
        }
      }
      @media (max-width: 899px) {
        .fold {
          display: flex;
          justify-content: space-between;
          gap: 12px;
          width: 100%;
          padding: 13px 20px;
          border: 0;
          border-radius: 0;
          text-align: left;
        }
        .fold .mono {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
          line-height: 20px;
        }
        form:not(.open),
        :host([tucked]:not([open])) :is(slot, dl) {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const { workers, local, microBatch, rule, model } = this.draft;
    return html`
      <div class="scroll">
      <slot></slot>
      <button class="fold" title="Shows or hides the settings of the next run" aria-expanded=${this.open} aria-controls="form" @click=${() => (this.open = !this.open)}>
        ${this.open ? "Hide configuration" : "Configure"}
        <span class="mono soft">${model.startsWith("{") ? "own model" : model} ${workers}×${local}×${microBatch} ${rule}</span>
      </button>
      <form id="form" class=${this.open ? "open" : ""} aria-label="Configuration" @submit=${(event: Event) => event.preventDefault()}>
        ${fieldGroups.map(
          ({ title, fields }, i) =>
            html`<section><h2>${title}${i === 0 && this.locked ? html`<span class="locked">locked during the run</span>` : nothing}</h2>${fields.map((field) => this.#field(field))}</section>`,
        )}
        ${this.#fold("More", "Seed, momentum, weight decay, data set, kernels", moreFields)}
        ${this.#fold("Advanced", "Variants of the rule, to see what each part of it does", advancedFields)}
      </form>
      </div>
      ${this.#meaning()}
    `;
  }

  #fold(title: string, help: string, fields: readonly FieldSpec[]) {
    return html`<details ?open=${fields.some(({ key }) => this.#problemOf(key))}>
      <summary title=${help}>${title}</summary>
      ${fields.map((field) => this.#field(field))}
    </details>`;
  }

  #field(field: FieldSpec) {
    const { key, label, symbol, help, idle } = field;
    const value = this.draft[key];
    const choices = choicesOf(field, value);
    const problem = this.#problemOf(key);
    const idleBecause = problem === undefined ? idle?.(this.draft) : undefined; // what is wrong can be mended
    return html`<lena-field
      data-name=${key}
      ?wide=${choices !== undefined}
      .name=${key}
      .label=${label}
      .symbol=${symbol}
      .help=${idleBecause ?? choices?.find((choice) => choice.value === value)?.help ?? help}
      .value=${value}
      .options=${choices}
      .problem=${problem}
      ?disabled=${this.locked || idleBecause !== undefined}
    ></lena-field>`;
  }

  #problemOf(key: string): string | undefined {
    const message = this.problems.find(({ field }) => field.split(".")[0] === key)?.message;
    return message && `${capital(message)}.`;
  }

  #meaning() {
    const { schedule, memory } = this;
    const { workers, local, microBatch, epochs, alpha, rule, variant } = this.draft;
    const threshold =
      rule === "lena" && variant === "released"
        ? `⌊${alpha} × ${epochs}⌋ epochs`
        : `${alpha} × ${formatCount(schedule?.singleWorkerIterations)}`;
    const rows = [
      ["micro-batches n", formatCount(schedule?.n), `${workers} × ${local}`],
      ["batch B", formatCount(schedule?.totalBatch), `n × ${microBatch}`],
      ["updates", formatCount(schedule?.updateCount), `${epochs} × ${formatCount(schedule?.updatesPerEpoch)}`],
      ["threshold θ", formatNumber(schedule?.threshold), threshold],
    ] as const;
    const counted = this.draft.warmup === "state-aware" ? rows : rows.slice(0, -1);
    return html`<dl aria-label="What this means">
      ${counted.map(([name, value, how]) => html`<div><dt>${name}</dt><dd>${value}<small>${how}</small></dd></div>`)}
      <div class="memory"><dt>GPU memory</dt><dd>${formatBytes(memory?.total)}<small>${workers} × ${formatBytes(memory?.worker)} + coordinator ${formatBytes(memory?.coordinator)}</small>${this.#tooLarge(memory?.largest)}</dd></div>
    </dl>`;
  }

  #tooLarge(largest: RunMemory["largest"] | undefined) {
    if (!largest || largest.byteLength <= this.bindingLimit) return nothing;
    return html`<p class="problem" role="status">
      Its largest part, ${largest.label}, takes ${formatBytes(largest.byteLength)}, more than the
      ${formatBytes(this.bindingLimit)} that one part may have. Try a smaller micro-batch, a smaller model, or fewer training images.
    </p>`;
  }
}
customElements.define("lena-config-panel", ConfigPanel);

declare global {
  interface HTMLElementTagNameMap {
    "lena-config-panel": ConfigPanel;
  }
}
