/**
 * @file All cells of a sweep at a glance: rows are rules (or whatever varies), columns n. A cell says what its runs came
 * to, and how far the one under way is. Details of the cell under the pointer, or with the focus, stand beside it.
 */
import { html, LitElement, nothing, svg } from "lit";
import type { SweepPlan, SweepResult } from "../../sweep/sweep.ts";
import { formatCount, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { type Board, type BoardCell, boardOf, type RunMark, wayOf } from "./board-cells.ts";
import { boardStyles } from "./board-styles.ts";
import { cellDetails } from "./cell-details.ts";
import type { CurrentRun } from "./sweep-controller.ts";

const markWords: Record<RunMark, string> = {
  waiting: "waiting",
  running: "running",
  finished: "done",
  diverged: "diverged",
  failed: "failed",
};

export class SweepBoard extends LitElement {
  static override properties = {
    plan: { attribute: false },
    result: { attribute: false },
    current: { attribute: false },
    picked: { state: true },
  };
  declare plan: SweepPlan;
  declare result: SweepResult;
  declare current: CurrentRun | undefined;
  /** Name and n of the cell that is looked at. */
  declare picked: string | undefined;

  static override styles = [shared, boardStyles];

  override render() {
    const board = boardOf(this.plan, this.result, this.current);
    const all = [
      ...(board.baseline ? [board.baseline] : []),
      ...board.rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null)),
    ];
    const shown = all.find((cell) => idOf(cell) === this.picked) ?? all.find(({ current }) => current) ?? all[0];
    return html`
      <div class="board">
        <div class="left">
        <div class="scroll wide" tabindex="0" role="region" aria-label="Runs of the sweep">
          <table @pointerleave=${() => this.#pick(undefined)}>
            <tbody>
              ${board.baseline ? this.#baselineRow(board) : nothing}
              <tr class="ns">
                <th scope="col"><span class="unseen">What varies</span></th>
                ${board.ns.map((n) => html`<th scope="col">n = ${formatCount(n)}</th>`)}
              </tr>
              ${board.rows.map(
                ({ name, cells }) => html`<tr>
                  <th scope="row">${name}</th>
                  ${cells.map((cell) => html`<td>${cell ? this.#cell(cell, shown) : nothing}</td>`)}
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <ul class="legend" aria-label="How to read the board">
          ${this.#legend()}
        </ul>
        </div>
        <div class="details">${shown ? cellDetails(shown, this.result) : nothing}</div>
      </div>
    `;
  }

  #baselineRow({ baseline, ns }: Board) {
    const { target } = this.result;
    const words = target
      ? html`The target for all below: <b>${formatShare(target.accuracy)}</b>, its accuracy minus ${formatCount(target.tolerance * 100)} point${target.tolerance === 0.01 ? "" : "s"}.`
      : "Trained first: its accuracy makes the target for all below.";
    return html`<tr class="baseline">
      <th scope="row">Single worker <span class="soft">n = ${baseline!.n}</span></th>
      <td>${this.#cell(baseline!, undefined)}</td>
      ${ns.length > 1 ? html`<td class="target soft" colspan=${ns.length - 1}><p>${words}</p></td>` : nothing}
    </tr>`;
  }

  #cell(cell: BoardCell, shown: BoardCell | undefined) {
    const { marks, heat, current } = cell;
    const isDiverged = marks.every((mark) => mark === "diverged");
    const look = isDiverged ? "diverged" : heat === null ? "empty" : `heat-${heat}`;
    return html`<button
      class="cell ${look} ${current ? "current" : ""} ${shown && idOf(shown) === this.picked && idOf(cell) === this.picked ? "picked" : ""}"
      aria-description="Shows the details of its runs"
      @pointerenter=${() => this.#pick(cell)}
      @focus=${() => this.#pick(cell)}
    >
      <span class="unseen">${cell.name}, n ${cell.n}:</span>
      <span class="value mono">${current && heat === null ? `epoch ${Math.min(current.epochs + 1, current.run.config.epochs)}` : accuracyWords(cell)}</span>
      <span class="way">${(this.result.target ? wayOf(cell) : []).map((words) => html`<span>${words}</span> `)}</span>
      <span class="marks">${marks.map(drawMark)}<span class="unseen">${countsOf(marks)}</span></span>
      ${current ? ring(current.share) : nothing}
    </button>`;
  }

  #legend() {
    const { target } = this.result;
    const names = target
      ? ["reaches the target", "within 1 point", "within 5", "within 20", "further off"]
      : ["best", "within 1 point", "within 5", "within 20", "further off"];
    return html`
      ${names.map((name, step) => html`<li><i class="cell heat-${step}"></i>${name}</li>`)}
      <li>a mark per seed:</li>
      ${(["waiting", "finished", "diverged"] as const).map((mark) => html`<li>${drawMark(mark)}${markWords[mark]}</li>`)}
    `;
  }

  #pick(cell: BoardCell | undefined): void {
    this.picked = cell && idOf(cell);
  }
}
customElements.define("lena-sweep-board", SweepBoard);

const idOf = ({ name, n }: BoardCell) => `${name} ${n}`;

function accuracyWords({ result: { finalAccuracy, runs }, marks }: BoardCell): string {
  if (runs.length > 0 && marks.every((mark) => mark === "diverged")) return "diverged";
  if (runs.length > 0 && !finalAccuracy) return "failed";
  return finalAccuracy ? formatShare(finalAccuracy.mean) : "";
}

function countsOf(marks: readonly RunMark[]): string {
  const counts = (Object.keys(markWords) as RunMark[]).flatMap((mark) => {
    const count = marks.filter((one) => one === mark).length;
    return count > 0 ? `${count} ${markWords[mark]}` : [];
  });
  return counts.join(", ");
}

function ring(share: number) {
  return svg`<svg class="ring" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
    <circle cx="10" cy="10" r="8" class="track" /><circle cx="10" cy="10" r="8" pathLength="100" stroke-dasharray="${share * 100} 100" transform="rotate(-90 10 10)" />
  </svg>`;
}

function drawMark(mark: RunMark) {
  const inside =
    mark === "diverged" || mark === "failed"
      ? svg`<path d="M1.5 1.5l6 6M7.5 1.5l-6 6" />`
      : svg`<circle cx="4.5" cy="4.5" r="3.2" />`;
  return html`<svg class="mark ${mark}" viewBox="0 0 9 9" width="9" height="9" aria-hidden="true">${inside}</svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-sweep-board": SweepBoard;
  }
}
