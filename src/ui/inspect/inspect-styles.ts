/** @file What the panels of the inspector look like alike: their head, notes and captions. */
import { css } from "lit";

export const inspectStyles = css`
  :host {
    display: block;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
    min-height: 20px;
    padding-bottom: 8px;
    font-size: 13px;
  }
  h3 {
    font-size: 13px;
  }
  h3 span {
    padding-left: 4px;
    font-weight: 400;
  }
  .note,
  .sentence {
    font-size: 13px;
    line-height: 18px;
    max-width: 96ch;
  }
  .note {
    color: var(--ink-soft);
  }
  .sentence {
    font-size: 14px;
    line-height: 20px;
  }
  svg text {
    font: 400 11px/1 var(--mono);
    font-variant-numeric: tabular-nums;
    fill: var(--ink);
  }
  table {
    border-collapse: collapse;
  }
  th {
    font: 400 12px/16px var(--sans);
    color: var(--ink-soft);
    text-align: left;
  }
  td {
    font: 400 12px/18px var(--mono);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
  }
  .choices button {
    padding: 3px 10px;
    font-size: 12px;
    line-height: 18px;
    border-radius: 0;
    margin-left: -1px;
  }
  .choices button:first-child {
    border-radius: var(--radius) 0 0 var(--radius);
    margin-left: 0;
  }
  .choices button:last-child {
    border-radius: 0 var(--radius) var(--radius) 0;
  }
  .choices button[aria-pressed="true"] {
    background: var(--ink);
    border-color: var(--ink);
    color: var(--panel);
  }
  @media (forced-colors: active) {
    .choices button[aria-pressed="true"] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
