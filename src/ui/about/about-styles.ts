/** @file Style of the About view: regions that meet at hairlines. From 1000 px: text beside figure, table beside text. */
import { css } from "lit";

export const aboutStyles = css`
  :host {
    display: block;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1px;
    background: var(--line);
  }
  section {
    padding: 22px 20px;
    background: var(--panel);
    min-width: 0;
  }
  .lede h2 {
    max-width: 18ch;
    padding-bottom: 14px;
    font: 650 32px/36px var(--sans);
    letter-spacing: -0.022em;
    text-wrap: balance;
  }
  .lede p {
    max-width: 56ch;
    font-size: 15px;
    line-height: 23px;
  }
  p + p {
    margin-top: 10px;
  }
  .lede .links {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin-top: 18px;
    font-weight: 500;
  }
  .formula {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px 40px;
  }
  .equation {
    width: 356px;
    max-width: 100%;
  }
  .equation h2,
  .numbers {
    display: grid;
    grid-template-columns: minmax(0, 6fr) 16px repeat(3, minmax(0, 5fr) 16px) minmax(0, 5fr);
    text-align: center;
    white-space: nowrap;
  }
  .equation h2 {
    font: 500 26px/34px var(--mono);
  }
  .numbers {
    min-height: 18px;
    font: 500 13px/18px var(--mono);
    color: var(--accent);
  }
  .sign {
    color: var(--ink-soft);
  }
  .sentence {
    min-height: 54px;
    padding-top: 8px;
    font-size: 12px;
    line-height: 17px;
  }
  .sentence b {
    font-weight: 500;
    color: var(--ink);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(190px, 1fr));
    gap: 16px 24px;
  }
  dt {
    font-weight: 550;
  }
  dt b {
    font-size: 14px;
    font-weight: 500;
    padding-right: 4px;
    color: var(--accent);
  }
  dd {
    font-size: 13px;
    line-height: 19px;
  }
  dd .mono {
    display: block;
    padding-top: 3px;
  }
  .here p,
  .found p {
    max-width: 76ch;
    font-size: 13px;
    line-height: 19px;
  }
  .here h2,
  .found h2 {
    padding-bottom: 6px;
  }
  .scroll {
    overflow-x: auto;
    margin-top: 8px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 3px 0 3px 20px;
    font: 400 12px/18px var(--mono);
    font-variant-numeric: tabular-nums;
    text-align: left;
    white-space: nowrap;
  }
  thead th {
    font: 500 12px/18px var(--sans);
  }
  th:first-child {
    padding-left: 0;
  }
  tbody tr {
    border-top: 1px solid var(--line);
  }
  small {
    padding-left: 6px;
    font-size: 11px;
    color: var(--ink-soft);
  }
  td svg {
    display: inline-block;
    width: min(84px, 40%);
    height: 5px;
    margin-right: 8px;
    vertical-align: 2px;
    fill: var(--ink-soft);
  }
  td .track {
    fill: var(--line);
  }
  td.lena {
    font-weight: 500;
  }
  td.lena rect:not(.track) {
    fill: var(--accent);
  }
  @media (min-width: 1000px) {
    main {
      grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
      grid-template-rows: auto auto 1fr;
      min-height: calc(100vh - 53px);
    }
    section {
      padding: 20px 32px;
    }
    .lede {
      padding-top: clamp(24px, 5vh - 14px, 48px);
    }
    .figure {
      padding-block: 18px 14px;
    }
    .formula {
      grid-column: 1 / -1;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: start;
      padding-block: 18px;
    }
    .found {
      order: 1;
    }
    .here {
      order: 0;
    }
  }
  @media (min-width: 1280px) and (min-height: 880px) {
    .lede h2 {
      padding-bottom: 18px;
      font-size: 42px;
      line-height: 46px;
    }
    .lede p {
      font-size: 17px;
      line-height: 26px;
    }
  }
  @media (min-width: 1900px) and (min-height: 1100px) {
    .lede h2 {
      font-size: 60px;
      line-height: 64px;
    }
    .lede p {
      font-size: 21px;
      line-height: 33px;
    }
  }
  @media (max-width: 620px) {
    section {
      padding: 18px 16px;
    }
    .lede h2 {
      font-size: 27px;
      line-height: 31px;
    }
    td svg {
      display: none;
    }
    th,
    td {
      padding-left: 12px;
    }
    small {
      display: block;
      padding: 0;
    }
  }
  /* There, no background shows between the regions. */
  @media (forced-colors: active) {
    section {
      outline: 1px solid CanvasText;
    }
  }
`;
