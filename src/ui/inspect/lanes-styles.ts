/** @file The lanes' form: names and facts beside the timeline where there is room, above it where not. */
import { css } from "lit";

export const lanesStyles = css`
  :host {
    container-type: inline-size;
  }
  .head {
    align-items: center;
  }
  .note {
    padding-bottom: 6px;
  }
  .notes {
    min-height: 72px; /* three of them */
  }
  .lanes {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li,
  .scale {
    display: grid;
    grid-template-columns: 88px 214px minmax(0, 1fr);
    align-items: center;
    gap: 0 12px;
    min-height: 24px;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 14ch;
    gap: 0 10px;
    text-align: right;
    white-space: nowrap;
  }
  .lane {
    display: block;
    width: 100%;
    height: 16px;
    line-height: 16px;
  }
  .lane .wait,
  .legend .wait {
    fill: var(--line);
  }
  .lane .work {
    fill: var(--line-strong);
  }
  .starts {
    stroke: var(--panel);
    stroke-width: 3;
  }
  .axis {
    grid-column: 3;
    width: 100%;
    overflow: visible;
  }
  .axis text {
    fill: var(--ink-soft);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    padding: 8px 0 4px;
    font-size: 12px;
    line-height: 16px;
    color: var(--ink-soft);
  }
  .legend span {
    display: flex;
    align-items: center;
    gap: 6px;
    cursor: help;
  }
  @container (max-width: 560px) {
    .notes {
      min-height: 108px;
    }
    li {
      grid-template-columns: 88px minmax(0, 1fr);
      padding-bottom: 8px;
    }
    .lane,
    .axis {
      grid-column: 1 / -1;
    }
  }
  @container (max-width: 460px) {
    .axis text:nth-child(even) {
      display: none;
    }
  }
`;
