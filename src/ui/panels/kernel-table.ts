/** @file Every dispatch of a micro-batch with its time and, where operations are counted, its rate. */
import { html } from "lit";
import { totalMs } from "../../train/cost-summary.ts";
import { type KernelCost, kernelRate } from "../../train/costs.ts";
import { formatCount, formatMs, formatNumber, formatShare } from "../format.ts";

/** Slowest first. */
export function kernelTable(kernels: readonly KernelCost[]) {
  const whole = totalMs(kernels);
  const slowestFirst = [...kernels].sort((a, b) => b.ms - a.ms);
  const runs = kernels[0]!.runs;
  return html`<h3>Kernels of one micro-batch</h3>
    <p class="note">
      Each timed by itself in one update of twenty-five, worker 0 alone on the device; average of
      ${runs === 1 ? "one micro-batch" : `${formatCount(runs)} micro-batches`}. GFLOP/s counts 2 operations per
      multiply-add; kernels that only move or reduce data have none.
    </p>
    <div class="scroll wide" tabindex="0" role="region" aria-label="Kernels of one micro-batch">
      <table>
        <thead>
          <tr>
            <th scope="col">Kernel</th>
            <th scope="col" class="beside">Layer</th>
            <th scope="col" class="number">ms</th>
            <th scope="col" class="number">Share</th>
            <th scope="col" class="number">GFLOP/s</th>
            <th scope="col" class="number">MFLOP</th>
          </tr>
        </thead>
        <tbody>
          ${slowestFirst.map(
            (cost) => html`<tr>
              <td>${cost.kernel}<span class="below">${cost.layer || "–"}</span></td>
              <td class="beside">${cost.layer || "–"}</td>
              <td class="number">${formatMs(cost.ms / cost.runs)}</td>
              <td class="number">${formatShare(cost.ms / whole)}</td>
              <td class="number">${formatNumber(kernelRate(cost))}</td>
              <td class="number">${formatNumber(cost.operations ? cost.operations / 1e6 : undefined)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
