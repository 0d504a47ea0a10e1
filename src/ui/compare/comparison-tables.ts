/** @file What the chosen runs came to, where their configurations differ, and who leads a race: as tables of a template. */
import { html, nothing } from "lit";
import { scheduleOf } from "../../train/schedule.ts";
import { formatCount, formatDuration, formatShare } from "../format.ts";
import { labelOf } from "../panels/config-fields.ts";
import { differences, resultOf } from "./comparison.ts";
import type { Standing } from "./race.ts";
import type { RunStyle } from "./run-styles.ts";
import type { ShownRun } from "./shown-run.ts";
import { swatch } from "./swatch.ts";

export type StyledRun = ShownRun & { readonly style: RunStyle };

const outcomeWords = { finished: "finished", stopped: "stopped", diverged: "diverged", open: "not finished" } as const;

export function resultsTable(runs: readonly StyledRun[], target: number) {
  const rows = runs.map((run) => ({ run, ...resultOf(run, target) }));
  const extreme = (pick: (row: (typeof rows)[number]) => number | null, better: (...values: number[]) => number) =>
    better(...rows.map(pick).filter((value) => value !== null));
  const top = formatShare(extreme((row) => row.testAccuracy, Math.max));
  const quickest = extreme((row) => row.updatesToTarget, Math.min);
  const mark = (isBest: boolean) => (isBest && rows.length > 1 ? "best" : "");
  const isTop = ({ testAccuracy }: { testAccuracy: number | null }) =>
    testAccuracy !== null && formatShare(testAccuracy) === top; // a tie is what reads as one
  return html`<div class="scroll wide" tabindex="0" role="region" aria-label="Table of results">
    <table class="results">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Test</th>
          <th scope="col">Final validation</th>
          <th scope="col">Best validation</th>
          <th scope="col">Updates to ${Number((target * 100).toFixed(2))}%</th>
          <th scope="col">Updates</th>
          <th scope="col" title="Without preparing and evaluation">Training time</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ run, ...row }) => html`<tr>
            <th scope="row">${swatch(run.style)}<span>${run.name}</span><small>${outcomeWords[run.outcome]}${run.reason ? html`, ${run.reason}` : nothing}</small></th>
            <td class=${mark(isTop(row))}>${formatShare(row.testAccuracy)}</td>
            <td>${formatShare(row.finalAccuracy)}</td>
            <td>${formatShare(row.bestAccuracy)}</td>
            <td class=${mark(row.updatesToTarget !== null && row.updatesToTarget === quickest)}>${row.updatesToTarget === null ? "not reached" : formatCount(row.updatesToTarget)}</td>
            <td>${formatCount(row.updates)}</td>
            <td>${row.seconds === null ? "–" : formatDuration(row.seconds * 1000)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function differencesTable(runs: readonly StyledRun[]) {
  const rows = differences(runs.map(({ config }) => config));
  if (runs.length < 2)
    return html`<p class="soft">Choose two runs or more to see where their configurations differ.</p>`;
  if (rows.length === 0) return html`<p class="soft">The configurations are the same.</p>`;
  return html`<div class="scroll wide" tabindex="0" role="region" aria-label="Table of differences">
    <table>
      <thead>
        <tr>
          <th scope="col">Setting</th>
          ${runs.map(({ style, name }) => html`<th scope="col">${swatch(style)}<span>${name}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ field, values }) => html`<tr><th scope="row">${labelOf(field)}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** How far each run went, of the updates planned, and what it came to. */
export function standingTracks(rows: readonly Standing[]) {
  const updatesOf = ({ run, updatesToTarget }: Standing) => updatesToTarget ?? run.store?.updateCount ?? 0;
  return rows.map((row) => ({
    run: row.run,
    place: row.place,
    share: updatesOf(row) / scheduleOf(row.run.config).updateCount,
    reached: row.updatesToTarget !== null,
    words: standingWords(row.run, row.updatesToTarget, row.bestAccuracy),
  }));
}

/** A track for each run: how far it went, and where it reached the target. */
export function standingsList(rows: readonly Standing[], styleOf: (id: string) => RunStyle) {
  return html`<ol class="standings">
    ${standingTracks(rows).map(({ run, place, share, reached, words }) => {
      const { colour } = styleOf(run.id);
      return html`<li class=${place === 1 ? "first" : ""}>
        <span class="place mono">${place ?? "–"}</span>
        <span class="who">${run.name}</span>
        <svg class="track" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" y="4" height="2" class="rail" />
          <rect width=${100 * share} y="2.5" height="5" fill=${colour} fill-opacity=${reached ? 1 : 0.35} />
        </svg>
        <span class="mono figure">${words}</span>
        ${run.reason ? html`<span class="why soft">Diverged at ${run.reason}.</span>` : nothing}
      </li>`;
    })}
  </ol>`;
}

function standingWords(run: ShownRun, updatesToTarget: number | null, best: number | null): string {
  if (updatesToTarget !== null) return `${formatCount(updatesToTarget)} updates`;
  if (run.outcome === "diverged") return "diverged";
  if (!run.store) return "waits";
  return best === null ? "on its way" : `best ${formatShare(best)}`;
}
