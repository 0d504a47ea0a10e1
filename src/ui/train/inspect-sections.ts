/**
 * @file The panels of the inspector in the Train view, each in its section. They are handed what is on show as plain
 * data. Not here: loading them (inspection.ts).
 */
import { html, type TemplateResult } from "lit";
import type { AdapterFacts, RunState } from "../../train/events.ts";
import type { Shown } from "./chart-sections.ts";

export function whySection({ plan, store, revision, theme, selected, at, ghosts, view }: Shown): TemplateResult {
  return html`<section class="why">
    <lena-why-panel .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .layer=${selected} .at=${at} .ghosts=${ghosts} ?drawable=${view.mode === "curves"}></lena-why-panel>
  </section>`;
}

interface Crew {
  /** By rank. */
  readonly adapters: readonly AdapterFacts[];
  readonly state: RunState;
  /** The bundle that the run comes from. */
  readonly recording: object | undefined;
}

export function inspectSections(shown: Shown, { adapters, state, recording }: Crew): TemplateResult {
  const { plan, store, revision, theme, selected, at } = shown;
  return html`<section class="agreement">
      <lena-agreement-panel .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .layer=${selected} .at=${at}></lena-agreement-panel>
    </section>
    <section class="filters">
      <lena-filters-panel .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .layer=${selected} .at=${at}></lena-filters-panel>
    </section>
    <section class="predictions">
      <lena-predictions-panel .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .layer=${selected} .at=${at}></lena-predictions-panel>
    </section>
    <section class="lanes">
      <lena-lanes-panel .plan=${plan} .store=${store} .revision=${revision} .theme=${theme} .layer=${selected} .at=${at} .adapters=${adapters} .state=${state} ?recorded=${recording !== undefined}></lena-lanes-panel>
    </section>`;
}
