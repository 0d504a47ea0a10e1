/** @file Style of the About view's figure. */
import { css } from "lit";

export const figureStyles = css`
  :host {
    display: block;
    --chart-height: 238px;
  }
  @media (min-width: 1000px) {
    :host {
      --chart-height: clamp(238px, 100vh - 636px, 840px);
    }
  }
  figure {
    margin: 0;
  }
  .pair {
    display: grid;
    align-items: start;
    padding-bottom: 6px;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    gap: 0 28px;
  }
  svg {
    display: block;
    width: 100%;
    fill: none;
    overflow: visible;
  }
  /* As high as the chart beside it, or as wide as there is room. */
  .cone {
    width: min(100%, calc(var(--chart-height) * 184 / 212));
    height: var(--chart-height);
    cursor: grab;
    touch-action: none;
  }
  .source {
    overflow: hidden;
    font-size: 12px;
    line-height: 24px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cone:active {
    cursor: grabbing;
  }
  ellipse {
    stroke: var(--line-strong);
    stroke-dasharray: 1 4;
  }
  .one,
  .mean {
    vector-effect: non-scaling-stroke;
  }
  .one {
    stroke-width: 1.75;
    opacity: 0.75;
  }
  .mean {
    stroke-width: 5;
    stroke-linecap: round;
  }
  text {
    font: 400 7px var(--mono);
    fill: var(--ink-soft);
    stroke: var(--panel);
    stroke-width: 3px;
    paint-order: stroke;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    font-size: 13px;
  }
  #spread {
    flex: 1;
    min-width: 120px;
    accent-color: var(--accent);
  }
  fieldset {
    display: flex;
    margin: 0 0 0 12px;
    padding: 0;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    overflow: hidden;
  }
  fieldset label {
    position: relative;
    cursor: pointer;
  }
  fieldset label + label {
    border-left: 1px solid var(--line-strong);
  }
  fieldset input {
    position: absolute;
    opacity: 0;
  }
  fieldset span {
    display: block;
    padding: 3px 10px;
    font: 400 12px/20px var(--mono);
  }
  :checked + span {
    background: var(--ink);
    color: var(--panel);
  }
  :focus-visible + span {
    outline: 2px solid var(--focus);
    outline-offset: -3px;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 2px 20px;
    margin-top: 12px;
    padding-top: 10px;
    border-top: 1px solid var(--line);
    font-size: 13px;
  }
  .sum {
    font-size: 14px;
    white-space: nowrap;
  }
  b {
    font-weight: 500;
  }
  @media (max-width: 620px) {
    .pair {
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
    }
    fieldset {
      margin-left: 0;
    }
    .sum {
      font-size: min(12px, 3.05vw);
    }
  }
  @media (forced-colors: active) {
    :checked + span {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
