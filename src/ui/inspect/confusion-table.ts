/** @file The confusion matrix as a table: a row per true class, shaded, with the share that was recognised at its end. */
import { css, html, unsafeCSS } from "lit";
import { formatCount, formatShare } from "../format.ts";

/** Shades of a cell. Classes rather than colours, because the page allows no inline style. */
const SHADES = 12;
/** Of the strongest shade, in percent. */
export const strengths = { right: 26, wrong: 54 };

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
  ${unsafeCSS(shades("right", "--ink", strengths.right))}
  ${unsafeCSS(shades("wrong", "--accent", strengths.wrong))}
`;

interface ConfusionRow {
  readonly label: number;
  /** By predicted class. */
  readonly counts: readonly number[];
  readonly total: number;
  /** By predicted class: how much of the strongest shade it takes, above 0 where there are images. */
  readonly shades: readonly number[];
}

/** (C, C) counts, label row predicted as column. Errors are few, so they have a scale of their own. */
export function confusionRows(confusion: Uint32Array, count: number): ConfusionRow[] {
  const rows = Array.from({ length: count }, (_, label) =>
    Array.from(confusion.subarray(label * count, (label + 1) * count)),
  );
  const most = (isRight: boolean) =>
    Math.max(1, ...rows.flatMap((row, label) => row.filter((_, predicted) => (predicted === label) === isRight)));
  const [mostRight, mostWrong] = [most(true), most(false)];
  const shade = (images: number, largest: number) =>
    images === 0 ? 0 : Math.max(1, Math.round((SHADES * images) / largest)) / SHADES;
  return rows.map((counts, label) => ({
    ...{ label, counts },
    total: counts.reduce((sum, images) => sum + images, 0),
    shades: counts.map((images, predicted) => shade(images, predicted === label ? mostRight : mostWrong)),
  }));
}

/**
 * (C, C) counts, label row predicted as column. Before there are counts the table keeps their place, for the eye alone.
 */
export function confusionTable(measured: Uint32Array | undefined, classes: readonly string[]) {
  const count = classes.length;
  const rows = confusionRows(measured ?? new Uint32Array(count * count), count);
  const shade = (share: number, isRight: boolean) =>
    share === 0 ? "none" : `${isRight ? "right" : "wrong"}${Math.round(share * SHADES)}`;
  return html`<div class="confusion wide" tabindex="0" role="region" aria-label="Confusion matrix" ?inert=${!measured}>
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
        ${rows.map(
          ({ label, counts, total, shades: shares }) => html`<tr>
            <th scope="row">${classes[label]}</th>
            ${counts.map(
              (images, predicted) => html`<td
                class=${shade(shares[predicted]!, predicted === label)}
                title="${classes[label]} taken for ${classes[predicted]}: ${formatCount(images)} of ${formatCount(total)}"
              >${images === 0 ? "·" : formatCount(images)}</td>`,
            )}
            <td class="share soft">${formatShare(total > 0 ? counts[label]! / total : undefined)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
