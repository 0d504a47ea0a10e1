/** @file The cost panel's form: bars beside their legend where there is room, below one another where not. */
import { css } from "lit";

export const costPanelStyles = css`
  :host {
    display: block;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 16px;
    font-size: 13px;
  }
  abbr {
    text-decoration: underline dotted var(--line-strong);
    text-underline-offset: 3px;
    cursor: help;
  }
  .speed,
  .note,
  .empty {
    margin-top: 8px;
    font-size: 13px;
    line-height: 18px;
  }
  .note,
  .empty {
    color: var(--ink-soft);
    max-width: 96ch;
  }
  .speed b {
    font-weight: 500;
  }
  .parts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
    gap: 16px 40px;
    align-items: start;
    margin: 12px 0 8px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 92px minmax(0, 1fr);
    align-items: center;
    height: 24px;
  }
  rect {
    stroke: var(--panel);
  }
  rect.wait {
    fill: var(--line);
  }
  .legend {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
    gap: 12px 32px;
  }
  h3 {
    font-size: 13px;
    padding-bottom: 2px;
  }
  dl {
    margin: 0;
  }
  dl > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 76px 56px;
    align-items: center;
    height: 22px;
  }
  dt {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 13px;
  }
  dt svg {
    flex: none;
  }
  dd {
    font: 400 12px/16px var(--mono);
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  dd + dd {
    color: var(--ink-soft);
  }
  lena-data-table {
    margin-bottom: 12px;
  }
  .scroll {
    overflow: auto;
    max-height: 300px;
    scrollbar-width: thin;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    margin-top: 4px;
  }
  th {
    font: 400 12px/16px var(--sans);
    color: var(--ink-soft);
    text-align: left;
    padding: 4px 20px 4px 0;
  }
  td {
    padding: 4px 20px 4px 0;
    border-top: 1px solid var(--line);
    font: 400 12px/18px var(--mono);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .number {
    text-align: right;
  }
  .below {
    display: none;
  }
  /* There a kernel's layer stands under its name, so that its numbers are in sight. */
  @media (max-width: 620px) {
    .beside {
      display: none;
    }
    .below {
      display: block;
      color: var(--ink-soft);
    }
    th,
    td {
      padding-right: 12px;
      vertical-align: top;
    }
  }
`;
