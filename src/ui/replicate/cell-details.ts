/** @file One cell of the board in full: what varies, every seed's run, the mean, and the paper's number. */
import { html, nothing, type TemplateResult } from "lit";
import { settingsOf } from "../../sweep/report/grid.ts";
import { paperNumber } from "../../sweep/report/paper.ts";
import type { RunResult, SweepResult } from "../../sweep/sweep.ts";
import { formatCount, formatShare } from "../format.ts";
import type { BoardCell } from "./board-cells.ts";
import type { CurrentRun } from "./sweep-controller.ts";

export function cellDetails(cell: BoardCell, { sweep, target, baseline }: SweepResult): TemplateResult {
  const { result, current } = cell;
  const paper = result === baseline ? null : paperNumber(sweep.preset, settingsOf(sweep, result));
  const bySeed = new Map(result.runs.map((run) => [run.config.seed, run]));
  const diverged = result.runs.find(({ reason }) => reason)?.reason;
  return html`
    <h3>${cell.name}, n = ${formatCount(cell.n)}</h3>
    <table>
      <thead>
        <tr><th scope="col">Seed</th><th scope="col">Validation</th><th scope="col">Test</th><th scope="col">Updates to target</th></tr>
      </thead>
      <tbody>
        ${cell.seeds.map((seed, i) => {
          const run = bySeed.get(seed);
          const isCurrent = cell.marks[i] === "running";
          return html`<tr>
            <th scope="row">${seed}</th>
            ${run ? finished(run, target) : html`<td colspan="3" class="soft">${isCurrent ? progressOf(current!) : "waiting"}</td>`}
          </tr>`;
        })}
        ${
          result.runs.length > 1
            ? html`<tr class="mean">
                <th scope="row">Mean</th>
                <td>${formatShare(result.finalAccuracy?.mean)}</td><td>${formatShare(result.testAccuracy?.mean)}</td>
                <td>${result.toTarget.updates ? formatCount(result.toTarget.updates.mean) : target ? "never" : "–"}</td>
              </tr>`
            : nothing
        }
        ${
          paper
            ? html`<tr class="paper">
                <th scope="row">Paper</th>
                <td>${formatShare(paper.accuracy)}</td><td></td>
                <td>${paper.updates === null ? "never" : formatCount(paper.updates)}</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
    ${diverged ? html`<p class="reason">Ended at ${diverged.where}: wanted ${diverged.wanted}, found ${diverged.found}.</p>` : nothing}
  `;
}

function progressOf({ epochs, accuracy, run }: CurrentRun): string {
  const soFar = accuracy === null ? "" : `, ${formatShare(accuracy)} so far`;
  return `epoch ${Math.min(epochs + 1, run.config.epochs)} of ${run.config.epochs}${soFar}`;
}

function finished(run: RunResult, target: SweepResult["target"]) {
  if (run.outcome !== "finished") return html`<td colspan="3">${run.outcome}</td>`;
  const arrival = target && run.epochs.find(({ accuracy }) => accuracy >= target.accuracy);
  return html`<td>${formatShare(run.epochs.at(-1)?.accuracy)}</td>
    <td>${formatShare(run.testAccuracy)}</td>
    <td>${arrival ? formatCount(arrival.updates) : target ? "never" : "–"}</td>`;
}
