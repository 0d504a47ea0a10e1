/** @file Style of the board and of the details beside it. Heat is one hue that fades with the distance from the target. */
import { css } from "lit";

export const boardStyles = css`
  :host {
    display: block;
    --good: light-dark(#1b8a79, #3ccf98);
  }
  .board {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 320px;
    gap: 32px;
    align-items: start;
  }
  .left {
    min-width: 0;
  }
  /* Room for the outline of the cell that has the focus. */
  .scroll {
    overflow-x: auto;
    position: relative;
    margin: -4px;
  }
  table {
    border-collapse: separate;
    border-spacing: 4px;
  }
  .scroll table {
    width: 100%;
    table-layout: fixed;
  }
  .scroll th:first-child {
    width: 148px;
    padding-right: 12px;
    position: sticky;
    left: 0;
    z-index: 1;
    background: var(--panel);
  }
  th {
    font: 500 13px/18px var(--sans);
    text-align: left;
  }
  thead th,
  .ns th {
    font-weight: 400;
    color: var(--ink-soft);
    padding: 0 0 2px 10px;
  }
  .scroll td {
    padding: 0;
    min-width: 92px;
  }
  .baseline th .soft {
    display: block;
    font-weight: 400;
  }
  .baseline > * {
    padding-bottom: 8px;
  }
  .scroll td.target {
    padding: 0 10px 8px;
    font-size: 13px;
    line-height: 18px;
  }
  .target b {
    font-weight: 600;
    color: var(--ink);
  }
  button.cell {
    position: relative;
    display: grid;
    grid-template-rows: 20px 16px 12px;
    width: 100%;
    height: 64px;
    padding: 6px 10px 8px;
    text-align: left;
    border-radius: 4px;
    cursor: default;
  }
  .cell,
  button.cell:hover:not(:disabled) {
    border: 1px solid transparent;
    background: color-mix(in oklab, var(--good) var(--heat, 0%), var(--panel));
  }
  .cell.empty {
    border-color: var(--line);
  }
  .cell.heat-0 {
    --heat: 38%;
  }
  .cell.heat-1 {
    --heat: 25%;
  }
  .cell.heat-2 {
    --heat: 15%;
  }
  .cell.heat-3 {
    --heat: 8%;
  }
  .cell.heat-4,
  button.cell.heat-4:hover:not(:disabled) {
    border-color: var(--line-strong);
  }
  .cell.diverged,
  button.cell.diverged:hover:not(:disabled) {
    background: var(--error-tint);
    color: var(--error);
  }
  .cell.current {
    border-color: var(--accent);
  }
  button.cell:hover:not(:disabled),
  button.cell.picked {
    border-color: var(--ink-soft);
  }
  .value {
    font-size: 15px;
    line-height: 20px;
    font-weight: 500;
    white-space: nowrap;
  }
  .way {
    font-size: 12px;
    line-height: 16px;
    font-weight: 400;
    color: var(--ink-soft);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .heat-0 .way,
  .heat-1 .way {
    color: var(--ink);
  }
  .diverged .way {
    color: inherit;
  }
  .marks {
    display: flex;
    align-items: end;
    gap: 4px;
  }
  .mark {
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.3;
  }
  .mark.finished {
    fill: currentcolor;
  }
  .mark.waiting {
    stroke: var(--ink-soft);
    opacity: 0.6;
  }
  .mark.running {
    fill: var(--accent);
    stroke: var(--accent);
  }
  .mark.diverged,
  .mark.failed {
    stroke: var(--error);
    stroke-width: 1.8;
  }
  .ring {
    position: absolute;
    right: 9px;
    bottom: 9px;
    fill: none;
    stroke: var(--accent);
    stroke-width: 3;
  }
  .ring .track {
    stroke: var(--line-strong);
  }
  .details {
    min-height: 216px;
    padding-left: 20px;
    border-left: 1px solid var(--line);
  }
  .details h3 {
    padding-bottom: 6px;
  }
  .details table {
    width: 100%;
    border-spacing: 0;
  }
  .details th,
  .details td {
    padding: 4px 0;
    border-top: 1px solid var(--line);
    font: 400 12px/18px var(--mono);
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .details th:first-child {
    text-align: left;
  }
  .details thead th,
  .details .mean th,
  .details .paper th {
    font-family: var(--sans);
    color: var(--ink-soft);
  }
  .details thead th {
    border: 0;
  }
  .details td[colspan] {
    text-align: left;
    padding-left: 28px;
  }
  .details .mean > * {
    border-top: 1px solid var(--ink);
    font-weight: 500;
  }
  .details .paper > * {
    font-style: italic;
    color: var(--ink-soft);
    border-top: 1px solid var(--line);
  }
  .reason {
    margin-top: 8px;
    font-size: 12px;
    line-height: 17px;
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin: 12px 0 8px;
    padding: 0;
    list-style: none;
    font-size: 12px;
    line-height: 18px;
    color: var(--ink-soft);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .legend i {
    width: 18px;
    height: 12px;
    border-radius: 3px;
  }
  @media (max-width: 1200px) {
    .board {
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
    }
    .details {
      padding: 0;
      border: 0;
      max-width: 420px;
    }
  }
  @media (max-width: 620px) {
    /* Three columns fit into 390 pixels. */
    .scroll {
      margin: -3px -16px -3px -3px;
    }
    .scroll table {
      width: auto;
      table-layout: auto;
      border-spacing: 3px;
    }
    .target p {
      max-width: 176px;
    }
    .scroll th:first-child {
      width: 58px;
      min-width: 58px;
      padding-right: 4px;
    }
    .scroll td {
      min-width: 88px;
    }
    button.cell {
      padding: 6px 8px 8px;
    }
    /* As high as the row, where one of its cells needs two lines. */
    .scroll td {
      height: 1px;
    }
    button.cell {
      grid-template-rows: 20px 1fr 12px;
      height: 100%;
      min-height: 64px;
    }
    .way {
      font-size: 11px;
      letter-spacing: -0.01em;
    }
    .way span {
      display: block;
    }
  }
  /* The heat is a number's place at a glance, so it stays, with its own ink. */
  @media (forced-colors: active) {
    .cell {
      forced-color-adjust: none;
      color: var(--ink);
    }
    .cell:not(.current) {
      border-color: var(--line-strong);
    }
  }
`;
