/** @file The layout of the Compare view, on top of ui/view-styles.ts. */
import { css } from "lit";

export const compareStyles = css`
  aside {
    overflow-x: hidden;
  }
  main {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  main > * {
    grid-column: 1 / -1;
  }
  section {
    padding-block: 14px 14px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    min-height: 26px;
    padding-bottom: 8px;
  }
  .head h2 {
    margin-right: auto;
  }
  .head p {
    font-size: 12px;
    line-height: 16px;
  }
  .first h2 {
    font-size: 16px;
  }
  lena-overlay-chart {
    --chart-height: clamp(190px, 25vh, 320px);
  }
  .tall {
    --chart-height: clamp(250px, 38vh, 520px);
  }
  .units {
    display: flex;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .units button {
    padding: 2px 10px;
    border: 0;
    border-radius: 0;
    font-size: 13px;
    font-weight: 400;
  }
  .units button + button {
    border-left: 1px solid var(--line-strong);
  }
  .units [aria-pressed="true"] {
    background: var(--ink);
    color: var(--panel);
  }
  .units button:focus-visible {
    outline-offset: -3px;
  }
  details.layers {
    position: relative;
    font-size: 13px;
  }
  .layers summary {
    color: var(--ink-soft);
    cursor: pointer;
  }
  .layers summary:hover {
    color: var(--ink);
  }
  .layers div {
    position: absolute;
    right: 0;
    z-index: 1; /* under the bar, which stays in sight */
    display: grid;
    max-height: 260px;
    min-width: 220px;
    padding: 8px 14px;
    overflow: auto;
    background: var(--panel);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
  }
  .layers label {
    display: flex;
    gap: 8px;
    padding: 2px 0;
  }
  .layers input {
    accent-color: var(--accent);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    min-width: 100%;
    font-size: 13px;
  }
  th,
  td {
    padding: 6px 0 6px 22px;
    text-align: right;
    font-weight: 400;
    border-top: 1px solid var(--line);
    white-space: nowrap;
  }
  td {
    font-family: var(--mono);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  thead th {
    border: 0;
    padding-top: 0;
    font-size: 12px;
    color: var(--ink-soft);
  }
  th:first-child {
    padding-left: 0;
    text-align: left;
  }
  th span {
    margin-left: 10px;
  }
  .results th small {
    display: block;
    max-width: 44ch;
    padding-left: 32px;
    font-size: 12px;
    line-height: 16px;
    color: var(--ink-soft);
    white-space: normal;
  }
  .swatch {
    vertical-align: middle;
  }
  .best {
    font-weight: 500;
    color: var(--accent);
  }
  .verdict {
    font: 600 17px/24px var(--sans);
    letter-spacing: -0.01em;
  }
  .standings {
    display: grid;
    margin: 10px 0 4px;
    padding: 0;
    list-style: none;
  }
  .standings li {
    display: grid;
    grid-template-columns: 20px minmax(120px, 200px) minmax(60px, 1fr) 116px;
    align-items: center;
    gap: 0 14px;
    padding: 5px 0;
    border-top: 1px solid var(--line);
  }
  .standing {
    display: flow-root; /* around the buttons at its end */
  }
  .standings .first .who,
  .standings .first .figure {
    font-weight: 600;
  }
  .track {
    width: 100%;
    height: 12px;
  }
  .rail {
    fill: var(--line);
  }
  .figure {
    text-align: right;
  }
  .why {
    grid-column: 2 / -1;
    font-size: 12px;
  }
  .invitation {
    padding-block: 48px 56px;
    max-width: 60ch;
  }
  .invitation h2 {
    padding-bottom: 6px;
  }

  @media (max-width: 620px) {
    th,
    td {
      padding-left: 14px;
    }
    .standings li {
      grid-template-columns: 20px minmax(0, 1fr) 116px;
    }
    .track {
      grid-column: 2 / -1;
      grid-row: 2;
    }
    .figure {
      grid-column: 3;
      grid-row: 1;
    }
  }
  @media (min-width: 900px) {
    aside > div {
      position: sticky;
      top: 0;
      max-height: 100vh;
      overflow-y: auto;
      scrollbar-width: thin;
    }
    main > .half {
      grid-column: auto;
    }
    main {
      grid-template-rows: repeat(3, auto) 1fr;
    }
  }
  @media (forced-colors: active) {
    .units [aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
