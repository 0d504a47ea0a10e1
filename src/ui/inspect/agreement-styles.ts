/** @file The agreement panel's form: the drawing beside its numbers where there is room, above them where not. */
import { css } from "lit";

export const agreementStyles = css`
  :host {
    container-type: inline-size;
  }
  .body {
    display: grid;
    gap: 8px 32px;
    align-items: center;
  }
  @container (min-width: 640px) {
    .body {
      grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr);
    }
  }
  .arrows {
    display: block;
    width: 100%;
    max-width: 480px;
    margin-inline: auto;
  }
  .reach {
    fill: none;
    stroke: var(--line);
  }
  .apart {
    fill: none;
    stroke: var(--ink-soft);
    stroke-dasharray: 1.5 3;
  }
  .canopy {
    fill-opacity: 0.1;
  }
  .worker {
    color: var(--ink);
  }
  .worker.far {
    color: var(--ink-soft);
  }
  .arrows text {
    paint-order: stroke;
    stroke: var(--panel);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .arrows .end,
  .arrows .tick text {
    fill: var(--ink-soft);
  }
  .arrows .end {
    font-family: var(--sans);
    /* Over the line that it may lie on. */
    paint-order: stroke;
    stroke: var(--panel);
    stroke-width: 4;
  }
  .arrows .value {
    font-size: 13px;
    font-weight: 500;
  }
  .ruler,
  .tick line {
    stroke: var(--line-strong);
  }
  .rule {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .gains {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 2px 18px;
    font-size: 12px;
    line-height: 18px;
    color: var(--ink-soft);
  }
  .gains svg {
    margin-right: 6px;
  }
  .gains b {
    font: 500 12px/18px var(--mono);
    color: var(--ink);
  }
  .guide {
    stroke-dasharray: 1 3;
  }
  .numbers {
    max-height: 290px;
    overflow: auto;
    scrollbar-width: thin;
  }
  .numbers table {
    width: 100%;
  }
  .numbers th,
  .numbers td {
    padding: 3px 0 3px 12px;
    text-align: right;
  }
  .numbers th:first-child {
    padding-left: 0;
    text-align: left;
  }
  .numbers tbody tr {
    border-top: 1px solid var(--line);
  }
  .numbers tbody th {
    font: 400 12px/18px var(--mono);
    color: var(--ink);
  }
  .numbers tfoot {
    position: sticky;
    bottom: 0;
    background: var(--panel);
  }
  .numbers tfoot td,
  .numbers tfoot th {
    border-top: 1px solid var(--line-strong);
    color: var(--ink);
  }
  .sentence {
    min-height: 48px; /* two lines: numbers of any length move nothing */
    padding-top: 8px;
  }
  @container (max-width: 480px) {
    .sentence {
      min-height: 68px;
    }
  }
  .note {
    padding: 4px 0 14px;
  }
  .strip {
    display: flex;
    padding-top: 4px;
    max-width: 100%;
  }
  .strip button {
    flex: 1 1 0;
    min-width: 3px;
    max-width: 44px;
    height: 48px;
    padding: 0 1px;
    border: 0;
    border-bottom: 3px solid transparent;
    border-radius: 0;
    line-height: 0;
  }
  .strip button[aria-pressed="true"] {
    border-bottom-color: var(--ink);
  }
  .strip svg {
    display: block;
    width: 100%;
    height: 44px;
  }
  .strip .track {
    fill: var(--sunken);
  }
  @media (forced-colors: active) {
    .strip button {
      border-bottom-color: Canvas;
    }
    .strip button[aria-pressed="true"] {
      border-bottom-color: Highlight;
    }
  }
`;
