/**
 * @file The idea of LENA, to be taken in hand: the gradients of n micro-batches as arrows that can be spread from
 * agreement to nothing in common, and beside them the gain and the rate that follow. The numbers are made up by
 * made-up.ts; nothing is trained.
 */
import { html, LitElement, nothing, svg } from "lit";
import { formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { figureStyles } from "./figure-styles.ts";
import { cosineOfMeanAngle, madeUpLayer, madeUpRun } from "./made-up.ts";

const COUNTS = [2, 8, 64];
/** More arrows than this are a blur. */
const MOST_ARROWS = 24;
/** Of the arrows: origin, length, and how far the cone is turned towards the reader. */
const CONE = { x: 30, y: 106, length: 102, turn: 0.3 };
const PLOT = { left: 50, right: 356, top: 16, bottom: 184 };
/** The lowest rate on show, over η0. */
const LOWEST = 0.01;

export class AgreementFigure extends LitElement {
  static override properties = { n: { state: true }, spread: { state: true } };
  declare n: number;
  /** 0: all gradients the same; 1: orthogonal. */
  declare spread: number;

  constructor() {
    super();
    this.n = 8;
    this.spread = 0.6;
  }

  static override styles = [shared, figureStyles];

  override render() {
    const { n } = this;
    const cosine = 1 - this.spread;
    const { gain, meanSquare, pairAngle, meanAngle } = madeUpLayer(n, cosine);
    const angle = `${Math.round(pairAngle)}°`;
    return html`
      <figure>
        <div class="pair">
          <div>
            <h3>Gradients of one layer</h3>
            ${this.#cone(meanAngle)}
          </div>
          <div>
            <h3>Its learning rate over a run</h3>
            ${this.#rates(cosine)}
          </div>
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
                html`<label><input type="radio" name="n" .checked=${count === n} @change=${() => (this.n = count)} /><span>n = ${count}</span></label>`,
            )}
          </fieldset>
        </div>
        <figcaption>
          <span class="sum mono"><b>G</b> = mean ‖g‖² / ‖mean g‖² = 1 / ${meanSquare.toFixed(2)} = <b>${gain.toFixed(1)}</b> of ${n}</span>
          <span class="soft">${angle} between two micro-batches. Drag an arrow, or the slider.</span>
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

  #rates(cosine: number) {
    const { left, right, top, bottom } = PLOT;
    const { n } = this;
    const { rates, floor, ceiling, warmupEnd } = madeUpRun(n, cosine);
    const [low, high] = [Math.log(LOWEST), Math.log(COUNTS.at(-1)!)];
    const x = (t: number) => left + ((right - left) * t) / (rates.length - 1);
    const y = (value: number) => bottom - ((bottom - top) * (Math.log(Math.max(LOWEST, value)) - low)) / (high - low);
    const path = (values: readonly number[]) =>
      values.map((value, t) => `${t === 0 ? "M" : "L"}${x(t).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    const middle = Math.floor(rates.length * 0.55);
    const [peak, whole] = [Math.max(...rates), path(rates)];
    const between = `${path(ceiling)}${path(floor)
      .replaceAll("M", "L")
      .split("L")
      .filter(Boolean)
      .reverse()
      .map((point) => `L${point}`)
      .join("")}Z`;
    return svg`<svg class="rates" viewBox="0 0 360 212" role="img"
      aria-label="The rate rises to ${formatNumber(peak)} times the base rate${warmupEnd === null ? "; its warm-up outlasts the run" : `; its warm-up ends at update ${warmupEnd} of ${rates.length}`}">
      ${[64, 8, 1, 0.1, 0.01].map((tick) => svg`<line class="grid" x1=${left} x2=${right} y1=${y(tick)} y2=${y(tick)} /><text x=${left - 8} y=${y(tick) + 3.5} text-anchor="end">${tick === 1 ? "η0" : `${tick} η0`}</text>`)}
      <path class="between" d=${between} />
      <path class="edge" d=${path(ceiling)} /><path class="edge" d=${path(floor)} />
      <text x=${left + 6} y=${y(n) - 6}>n·η0·d</text>
      <text x=${x(middle)} y=${y(floor[middle]!) + 16} text-anchor="end">η0·d</text>
      <path class="rate" d=${whole} />
      ${warmupEnd === null ? nothing : svg`<circle cx=${x(warmupEnd)} cy=${y(rates[warmupEnd]!)} r="4.2" />`}
      <text x=${left} y=${bottom + 18}>start</text><text x=${right} y=${bottom + 18} text-anchor="end">end of the run</text>
    </svg>`;
  }

  #slide = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.spread = Number(event.target.value);
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
    this.spread = 1 - cosineOfMeanAngle(this.n, angle);
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
