/** @file Style of a chart over time. */
import { css } from "lit";

export const chartStyles = css`
  /* Where it is given more height, it takes it. */
  :host {
    display: grid;
    grid-template-rows: minmax(var(--chart-height, 14rem), 1fr);
  }
  .plot {
    contain: size;
    overflow: hidden;
    border-radius: 3px;
  }
  .plot:focus-visible {
    outline: 2px solid var(--focus);
  }
  .plot,
  .whole-run {
    grid-area: 1 / 1;
  }
  .whole-run {
    align-self: start;
    justify-self: end;
    z-index: 1;
    height: 24px;
    margin: 16px calc(var(--beside) + 6px) 0 0;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: 4px;
    background: var(--panel);
    color: var(--ink);
    font: 500 12px/16px var(--sans);
    cursor: pointer;
  }
  .whole-run:hover {
    border-color: var(--ink-soft);
  }
  .whole-run:focus-visible {
    outline: 2px solid var(--focus);
  }
  .u-select {
    background: color-mix(in srgb, var(--ink) 10%, transparent);
  }
  .u-hz .u-cursor-x {
    border-right: 1px solid var(--ink-soft);
  }
  .mark {
    position: absolute;
    inset: 0 -3px 0 auto; /* the last line is drawn a little over the edge */
    background: color-mix(in srgb, var(--panel) 78%, transparent);
    border-left: 1.5px solid var(--accent);
    pointer-events: none;
  }
  .ghost {
    position: absolute;
    padding: 0 4px;
    border-radius: 3px;
    font: 400 11px/16px var(--sans);
    color: var(--ink);
    background: var(--panel);
    white-space: nowrap;
    pointer-events: none;
  }
  @media (forced-colors: active) {
    .mark {
      border-color: Highlight;
    }
  }
`;
