/** @file The confusion matrix as a table: a row per true class, shaded, with the share that was recognised at its end. */
import { css, html, unsafeCSS } from "lit";
import { formatCount, formatShare } from "../format.ts";

/** Shades of a cell. Classes rather than colours, because the page allows no inline style. */
const SHADES = 12;

const shades = (name: string, colour: string, strongest: number) =>
  Array.from(
    { length: SHADES },
    (_, i) =>
      `td.${name}${i + 1} { background: color-mix(in srgb, var(${colour}) ${((i + 1) * strongest) / SHADES}%, transparent); }`,
  ).join("\n");

export const confusionStyles = css`
  .confusion {
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .confusion table {
    table-layout: fixed;
    border-spacing: 1px;
    border-collapse: separate;
    margin: 0 0 4px -1px;
  }
  .confusion thead th {
    height: 76px;
    padding: 0 0 4px;
    vertical-align: bottom;
  }
  .confusion thead th span {
    display: block;
    margin-inline: auto;
    max-height: 76px;
    overflow: hidden;
    writing-mode: vertical-rl;
    transform: rotate(180deg);
    white-space: nowrap;
  }
  .confusion tbody th {
    padding-right: 10px;
    white-space: nowrap;
  }
  .confusion td {
    width: 38px;
    min-width: 34px;
    height: 26px;
    text-align: center;
    font-size: 12px;
  }
  .confusion td.none {
    color: var(--line-strong);
  }
  .confusion td.share {
    width: 60px;
    padding-left: 8px;
    text-align: right;
  }
  ${unsafeCSS(shades("right", "--ink", 26))}
  ${unsafeCSS(shades("wrong", "--accent", 54))}
`;

/**
 * (C, C) counts, label row predicted as column. Errors are few, so they have a scale of their own. Before there are
 * counts the table keeps their place, for the eye alone.
 */
export function confusionTable(measured: Uint32Array | undefined, classes: readonly string[]) {
  const count = classes.length;
  const confusion = measured ?? new Uint32Array(count * count);
  const rows = classes.map((_, label) => Array.from(confusion.subarray(label * count, (label + 1) * count)));
  const most = (isRight: boolean) =>
    Math.max(1, ...rows.flatMap((row, label) => row.filter((_, predicted) => (predicted === label) === isRight)));
  const [mostRight, mostWrong] = [most(true), most(false)];
  const shade = (images: number, isRight: boolean) =>
    images === 0 ? "none" : isRight ? `right${step(images / mostRight)}` : `wrong${step(images / mostWrong)}`;
  return html`<div class="confusion" tabindex="0" role="region" aria-label="Confusion matrix" ?inert=${!measured}>
    <table>
      <caption class="unseen">Images of each class, by the class that they were taken for</caption>
      <thead>
        <tr>
          <td></td>
          ${classes.map((name) => html`<th scope="col"><span title="taken for ${name}">${name}</span></th>`)}
          <th scope="col"><span>recognised</span></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, label) => {
          const total = row.reduce((sum, images) => sum + images, 0);
          return html`<tr>
            <th scope="row">${classes[label]}</th>
            ${row.map(
              (images, predicted) => html`<td
                class=${shade(images, predicted === label)}
                title="${classes[label]} taken for ${classes[predicted]}: ${formatCount(images)} of ${formatCount(total)}"
              >${images === 0 ? "·" : formatCount(images)}</td>`,
            )}
            <td class="share soft">${formatShare(total > 0 ? row[label]! / total : undefined)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

const step = (share: number) => Math.max(1, Math.round(share * SHADES));
