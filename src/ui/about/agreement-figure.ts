/**
 * @file The idea of LENA, to be taken in hand: the gradients of n micro-batches as arrows that can be spread from
 * agreement to nothing in common, and the gain that follows. Beside them a recorded run: the arrows take the gain of the
 * layer that a person reads there.
 *
 * @fires rate-read
 */
import { html, LitElement, svg } from "lit";
import type { ReadFile } from "../../data/dataset.ts";
import "../charts/export/export-menu.ts";
import "../controls/data-table.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme } from "../theme.ts";
import { agreementOf, cosineOfGain, cosineOfMeanAngle } from "./agreement.ts";
import { arrowPath, CONE, coneOf } from "./cone.ts";
import { figureStyles } from "./figure-styles.ts";
import "./recorded-rates.ts";

const COUNTS = [2, 8, 32];

export class AgreementFigure extends LitElement {
  static override properties = {
    n: { state: true },
    spread: { state: true },
    source: { state: true },
    colour: { state: true },
  };
  /** From the folder of recorded runs. Set before it is in the page. */
  declare readRecorded: ReadFile;
  declare n: number;
  /** 0: all gradients the same; 1: orthogonal. */
  declare spread: number;
  /** Layer and update whose gain the arrows show; empty while they are a person's own. */
  declare source: string;
  /** Of the layer that was read last, as CSS. */
  declare colour: string;
  /** Someone has moved the arrows. */
  #isTouched = false;
  #hasRead = false;

  constructor() {
    super();
    this.n = 8;
    this.spread = 0.6;
    this.source = "";
    this.colour = "var(--ink-soft)";
  }

  static override styles = [shared, figureStyles];

  override render() {
    const { n } = this;
    const cosine = 1 - this.spread;
    const { gain, meanSquare, pairAngle, meanAngle } = agreementOf(n, cosine);
    const angle = `${Math.round(pairAngle)}°`;
    const source = this.source || `${angle} between two micro-batches`;
    const picture = async () => {
      const { conePicture } = await import("./pictures.ts");
      const colour = getComputedStyle(this.renderRoot.querySelector(".cone g")!).stroke;
      return conePicture({ n, cosine, source, colour, theme: currentTheme() });
    };
    return html`
      <figure>
        <div class="pair">
          <div>
            <h3>Gradients of one layer</h3>
            ${this.#cone(meanAngle)}
            <p class="soft source">${source}</p>
            <lena-export-menu name="agreement-n${n}" what="Gradients of one layer" .picture=${picture}></lena-export-menu>
            <lena-data-table what="Gradients of one layer" .data=${() => coneTable(n, cosine)}></lena-data-table>
          </div>
          <lena-recorded-rates .readRecorded=${this.readRecorded} @rate-read=${this.#take}></lena-recorded-rates>
        </div>
        <div class="controls">
          <label for="spread">agree</label>
          <input
            id="spread"
            type="range"
            min="0"
            max="1"
            step="0.01"
            .value=${String(this.spread)}
            aria-label="How far the gradients of the micro-batches are spread"
            aria-valuetext="${angle} between two of them, gain ${formatNumber(gain)} of ${n}"
            title="Spreads the gradients, and the gain follows"
            @input=${this.#slide}
          />
          <span aria-hidden="true">nothing in common</span>
          <fieldset>
            <legend class="unseen">Micro-batches per update</legend>
            ${COUNTS.map(
              (count) =>
                html`<label title="${count} micro-batches in each update"><input type="radio" name="n" .checked=${count === n} @change=${() => this.#set(count, this.spread)} /><span>n = ${count}</span></label>`,
            )}
          </fieldset>
        </div>
        <figcaption>
          <span class="sum mono"><b>G</b> = mean ‖g‖² / ‖mean g‖² = 1 / ${formatNumber(meanSquare)} = <b>${formatNumber(gain)}</b> of ${n}</span>
          <span class="soft">Drag an arrow or the slider, or point at a curve.</span>
        </figcaption>
      </figure>
    `;
  }

  #cone(meanAngle: number) {
    const { arrows, mean, ellipse } = coneOf(this.n, meanAngle);
    const [x, y] = mean;
    const share = (x - CONE.x) / CONE.length;
    return svg`<svg class="cone" viewBox="0 0 184 212" role="img"
      aria-label="${arrows.length} arrows, each ${Math.round(meanAngle)}° off their mean, which is ${share.toFixed(2)} as long"
      @pointerdown=${this.#grab} @pointermove=${this.#drag}>
      <ellipse cx=${x} cy=${y} rx=${ellipse.rx} ry=${ellipse.ry} />
      <g stroke=${this.colour}>
        ${arrows.map((end) => svg`<path class="one" d=${arrowPath([CONE.x, CONE.y], end, 7)} />`)}
        <path class="mean" d=${arrowPath([CONE.x, CONE.y], mean, 10)} />
      </g>
      <text x=${x + 7} y=${y + 3.5}>mean</text>
    </svg>`;
  }

  #take = ({ detail }: HTMLElementEventMap["rate-read"]): void => {
    this.dispatchEvent(new CustomEvent("rate-read", { detail }));
    const isOwnWish = this.#hasRead; // the first comes by itself, when the run is loaded
    this.#hasRead = true;
    if (this.#isTouched && !isOwnWish) return;
    this.n = detail.n;
    this.spread = 1 - cosineOfGain(detail.n, detail.gain);
    this.source = `as ${detail.layer}, update ${detail.update}`;
    this.colour = detail.colour;
  };

  #set(n: number, spread: number): void {
    [this.n, this.spread, this.source, this.#isTouched] = [n, spread, "", true];
  }

  #slide = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.#set(this.n, Number(event.target.value));
  };

  #grab = (event: PointerEvent): void => {
    if (event.currentTarget instanceof SVGElement) event.currentTarget.setPointerCapture(event.pointerId);
    this.#drag(event);
  };

  #drag = (event: PointerEvent): void => {
    if (event.buttons === 0 || !(event.currentTarget instanceof SVGSVGElement)) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.viewBox.baseVal.width / width;
    // The picture may be less high than its element; both have the same middle.
    const [dx, dy] = [(event.clientX - left) * scale - CONE.x, (event.clientY - top - height / 2) * scale];
    const angle = (Math.atan2(Math.abs(dy), Math.max(0, dx)) * 180) / Math.PI;
    this.#set(this.n, 1 - cosineOfMeanAngle(this.n, angle));
  };
}
customElements.define("lena-agreement-figure", AgreementFigure);

function coneTable(n: number, cosine: number): TableData {
  const { gain, meanSquare, pairAngle, meanAngle } = agreementOf(n, cosine);
  const rows = [
    ["micro-batches n", formatCount(n)],
    ["angle between two", `${pairAngle.toFixed(1)}°`],
    ["angle to their mean", `${meanAngle.toFixed(1)}°`],
    ["‖mean g‖²", formatNumber(meanSquare)],
    ["gain G", formatNumber(gain)],
  ];
  return { caption: "What the arrows show", columns: ["gradients of length 1", "value"], rows };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-agreement-figure": AgreementFigure;
  }
}
