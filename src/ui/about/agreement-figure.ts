/**
 * @file The idea of LENA, to be taken in hand: the gradients of n micro-batches as arrows that can be spread from
 * agreement to nothing in common, and the gain that follows. Beside them a recorded run: the arrows take the gain of the
 * layer that a person reads there.
 *
 * @fires rate-read
 */
import { html, LitElement, svg } from "lit";
import type { ReadFile } from "../../data/dataset.ts";
import { formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { agreementOf, cosineOfGain, cosineOfMeanAngle } from "./agreement.ts";
import { figureStyles } from "./figure-styles.ts";
import "./recorded-rates.ts";

const COUNTS = [2, 8, 32];
/** More arrows than this are a blur. */
const MOST_ARROWS = 24;
/** Of the arrows: origin, length, and how far the cone is turned towards the reader. */
const CONE = { x: 30, y: 106, length: 102, turn: 0.3 };

export class AgreementFigure extends LitElement {
  static override properties = { n: { state: true }, spread: { state: true }, source: { state: true } };
  /** From the folder of recorded runs. Set before it is in the page. */
  declare readRecorded: ReadFile;
  declare n: number;
  /** 0: all gradients the same; 1: orthogonal. */
  declare spread: number;
  /** Layer and update whose gain the arrows show; empty while they are a person's own. */
  declare source: string;
  /** Someone has moved the arrows. */
  #isTouched = false;
  #hasRead = false;

  constructor() {
    super();
    this.n = 8;
    this.spread = 0.6;
    this.source = "";
  }

  static override styles = [shared, figureStyles];

  override render() {
    const { n } = this;
    const cosine = 1 - this.spread;
    const { gain, meanSquare, pairAngle, meanAngle } = agreementOf(n, cosine);
    const angle = `${Math.round(pairAngle)}°`;
    return html`
      <figure>
        <div class="pair">
          <div>
            <h3>Gradients of one layer</h3>
            ${this.#cone(meanAngle)}
            <p class="soft source">${this.source || `${angle} between two micro-batches`}</p>
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
            @input=${this.#slide}
          />
          <span aria-hidden="true">nothing in common</span>
          <fieldset>
            <legend class="unseen">Micro-batches per update</legend>
            ${COUNTS.map(
              (count) =>
                html`<label><input type="radio" name="n" .checked=${count === n} @change=${() => this.#set(count, this.spread)} /><span>n = ${count}</span></label>`,
            )}
          </fieldset>
        </div>
        <figcaption>
          <span class="sum mono"><b>G</b> = mean ‖g‖² / ‖mean g‖² = 1 / ${meanSquare.toFixed(2)} = <b>${gain.toFixed(1)}</b> of ${n}</span>
          <span class="soft">Drag an arrow or the slider, or point at a curve.</span>
        </figcaption>
      </figure>
    `;
  }

  /** Every arrow is as far from the mean as it is in truth; so many can be orthogonal to each other only in as many dimensions. */
  #cone(meanAngle: number) {
    const radians = (meanAngle * Math.PI) / 180;
    const { x, y, length, turn } = CONE;
    const [along, wide] = [Math.cos(radians) * length, Math.sin(radians) * length];
    const count = Math.min(this.n, MOST_ARROWS);
    const arrows = Array.from({ length: count }, (_, i) => {
      const around = (2 * Math.PI * (i + 0.5)) / count;
      return [x + along + turn * wide * Math.cos(around), y + wide * Math.sin(around)] as const;
    });
    return svg`<svg class="cone" viewBox="0 0 220 212" role="img"
      aria-label="${count} arrows, each ${Math.round(meanAngle)}° off their mean, which is ${Math.cos(radians).toFixed(2)} as long"
      @pointerdown=${this.#grab} @pointermove=${this.#drag}>
      <ellipse cx=${x + along} cy=${y} rx=${turn * wide} ry=${wide} />
      ${arrows.map(([toX, toY]) => arrow(x, y, toX, toY, "one", 5))}
      ${arrow(x, y, x + along, y, "mean", 9)}
      <text x=${x + along + 7} y=${y + 3.5}>mean</text>
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
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.viewBox.baseVal.width / width;
    const [dx, dy] = [(event.clientX - left) * scale - CONE.x, (event.clientY - top) * scale - CONE.y];
    const angle = (Math.atan2(Math.abs(dy), Math.max(0, dx)) * 180) / Math.PI;
    this.#set(this.n, 1 - cosineOfMeanAngle(this.n, angle));
  };
}
customElements.define("lena-agreement-figure", AgreementFigure);

/** A line with two strokes at its end. */
function arrow(x: number, y: number, toX: number, toY: number, name: string, head: number) {
  const angle = Math.atan2(toY - y, toX - x);
  const side = (turn: number) =>
    `${(toX - head * Math.cos(angle + turn)).toFixed(1)} ${(toY - head * Math.sin(angle + turn)).toFixed(1)}`;
  const tip = `${toX.toFixed(1)} ${toY.toFixed(1)}`;
  return svg`<path class=${name} d="M${x} ${y}L${tip}M${side(0.5)}L${tip}L${side(-0.5)}" />`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-agreement-figure": AgreementFigure;
  }
}
