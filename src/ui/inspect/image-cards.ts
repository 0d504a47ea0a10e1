/**
 * @file Validation images with what the model made of them: the strip that is the same throughout a run, and the worst
 * of an epoch, and the places of both before there are any. Right and wrong have a mark each, not only a colour.
 */
import { css, html, svg } from "lit";
import { formatNumber, formatShare } from "../format.ts";
import "./pixel-image.ts";
import type { ImageStrip, SnapshotRow, WorstImage } from "../../train/inspection.ts";
import { imagePicture, type Picture } from "./pixels.ts";

export const cardStyles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 12px 10px;
    margin: 0;
    padding: 6px 0 12px;
    list-style: none;
  }
  li {
    min-width: 0;
    font-size: 12px;
    line-height: 16px;
  }
  ul.strip {
    grid-template-columns: repeat(2, minmax(0, 1fr));
    padding-bottom: 8px;
  }
  .strip li {
    display: grid;
    grid-template-columns: 54px minmax(0, 1fr);
    gap: 0 8px;
  }
  .strip .name {
    min-height: 26px; /* two lines: another name moves nothing */
  }
  .strip .name span {
    line-height: 13px;
    white-space: normal;
  }
  .strip lena-pixel-image {
    grid-row: 1 / 4;
  }
  @container (min-width: 480px) {
    ul.worst {
      grid-template-columns: repeat(6, minmax(0, 1fr));
    }
    ul.strip {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }
  @container (min-width: 960px) {
    ul.strip {
      grid-template-columns: repeat(8, minmax(0, 1fr));
    }
  }
  @container (min-width: 1300px) {
    ul.worst {
      grid-template-columns: repeat(8, minmax(0, 1fr));
    }
  }
  @container (min-width: 1480px) {
    ul.worst {
      grid-template-columns: repeat(12, minmax(0, 96px));
      justify-content: space-between;
    }
  }
  li.empty lena-pixel-image {
    background: var(--sunken);
  }
  li .name {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  li .name span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li svg.mark {
    flex: none;
    fill: none;
    stroke: var(--ink-soft);
    stroke-width: 1.75;
  }
  li.wrong svg.mark {
    stroke: var(--accent);
  }
  li svg.bars {
    display: block;
    width: 100%;
    height: 22px;
  }
  .bars rect {
    fill: var(--line-strong);
  }
  .bars .predicted {
    fill: var(--ink);
  }
  li.wrong .bars .predicted {
    fill: var(--accent);
  }
  .bars .label {
    fill: var(--ink);
  }
  .bars .base {
    fill: var(--line);
  }
`;

/** By pixels, which are the same in every epoch that an image is among the worst of. */
const worstPictures = new WeakMap<Uint8Array, Picture>();
const stripPictures = new WeakMap<ImageStrip, readonly Picture[]>();

/** Made once, so that a canvas is painted once. */
function kept<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** What the model makes of every image of the strip. */
export function judgedStrip({ labels }: ImageStrip, probabilities: Float32Array) {
  const count = probabilities.length / labels.length;
  return Array.from(labels, (label, i) => {
    const shares = probabilities.subarray(i * count, (i + 1) * count);
    const predicted = shares.reduce((best, share, c) => (share > shares[best]! ? c : best), 0);
    return { label, predicted, shares };
  });
}

export function stripCards(strip: ImageStrip, { probabilities }: SnapshotRow, classes: readonly string[]) {
  const pictures = kept(stripPictures, strip, () =>
    Array.from(strip.labels, (_, i) => imagePicture(strip.pixels, strip.shape, i)),
  );
  return html`<ul class="strip">
    ${judgedStrip(strip, probabilities).map(({ label, predicted, shares }, i) => {
      const picture = pictures[i]!;
      const share = formatShare(shares[predicted]);
      const name = classes[predicted];
      const isRight = predicted === label;
      const words = isRight ? `Right: ${name}, ${share}` : `Wrong: ${name}, ${share}; it is ${classes[label]}`;
      return html`<li class=${isRight ? "right" : "wrong"} title=${words}>
        <lena-pixel-image .picture=${picture}></lena-pixel-image>
        <p class="name">${mark(isRight)}<span aria-hidden="true">${name}</span><span class="unseen">${words}</span></p>
        <p class="mono soft" aria-hidden="true">${share}</p>
        ${bars(shares, label, predicted)}
      </li>`;
    })}
  </ul>`;
}

export function worstCards(worst: readonly WorstImage[], shape: readonly number[], classes: readonly string[]) {
  return html`<ul class="worst">
    ${worst.map((image) => {
      const { index, label, predicted, probability, loss, pixels } = image;
      const words = `Validation image ${index}: ${classes[label]}, taken for ${classes[predicted]} with ${formatShare(probability)}, loss ${formatNumber(loss)}`;
      return html`<li class=${label === predicted ? "right" : "wrong"} title=${words}>
        <lena-pixel-image .picture=${kept(worstPictures, pixels, () => imagePicture(pixels, shape))}></lena-pixel-image>
        <p class="name" aria-hidden="true"><span class="soft">${classes[label]}</span></p>
        <p class="name" aria-hidden="true">${mark(label === predicted)}<span>${classes[predicted]}</span></p>
        <p class="mono soft" aria-hidden="true">${formatShare(probability)}</p>
        <span class="unseen">${words}</span>
      </li>`;
    })}
  </ul>`;
}

/** Places as large as the cards that will stand there, so that nothing moves when they come. */
export function emptyCards(kind: "strip" | "worst", count: number, [, height = 0, width = 0]: readonly number[]) {
  const picture = { width, height, rgba: new Uint8ClampedArray(4 * width * height) };
  const below = kind === "strip" ? html`<p>&nbsp;</p><svg class="bars"></svg>` : html`<p>&nbsp;</p><p>&nbsp;</p>`;
  return html`<ul class=${kind} aria-hidden="true">
    ${Array.from({ length: count }, () => html`<li class="empty"><lena-pixel-image .picture=${picture}></lena-pixel-image><p class="name">&nbsp;</p>${below}</li>`)}
  </ul>`;
}

/** A tick or a cross, as lines through points. */
export const signOf = (isRight: boolean): readonly (readonly [x: number, y: number])[][] =>
  isRight
    ? [
        [
          [1.5, 6],
          [4.5, 9],
          [10, 2.5],
        ],
      ]
    : [
        [
          [2, 2],
          [9.5, 9.5],
        ],
        [
          [9.5, 2],
          [2, 9.5],
        ],
      ];

function mark(isRight: boolean) {
  const path = signOf(isRight)
    .map((points) => `M${points.map((point) => point.join(" ")).join("L")}`)
    .join("");
  return html`<svg class="mark" viewBox="0 0 11 11" width="11" height="11" aria-hidden="true"><path d=${path} /></svg>`;
}

/** A bar per class; the line under one of them marks the true class. */
function bars(shares: Float32Array, label: number, predicted: number) {
  const step = 100 / shares.length;
  const width = step * 0.72;
  return html`<svg class="bars" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="base" y="20" width="100" height="1" />
      ${Array.from(shares, (share, c) => {
        const height = 20 * share;
        return svg`<rect class=${c === predicted ? "predicted" : ""} x=${c * step} y=${20 - height} width=${width} height=${height} />`;
      })}
      <rect class="label" x=${label * step} y="21.5" width=${width} height="2.5" />`}
  </svg>`;
}
