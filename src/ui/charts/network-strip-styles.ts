/** @file Style of the network strip. */
import { css } from "lit";

export const stripStyles = css`
  :host {
    display: block;
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .strip {
    display: flex;
    justify-content: space-between;
    gap: 2px;
    width: max-content;
    min-width: 100%;
    padding-bottom: 6px;
  }
  .name {
    display: block;
    height: 16px;
    padding-left: 6px;
    font: 400 12px/16px var(--mono);
    color: var(--ink-soft);
  }
  .members {
    display: flex;
  }
  button {
    display: grid;
    grid-template: 18px 18px / auto 18px 1fr;
    gap: 0 6px;
    align-items: center;
    padding: 4px 6px;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 3px 3px 0 0;
    text-align: left;
  }
  button:hover:not(:disabled),
  button.on {
    background: var(--sunken);
  }
  /* Numbers stay easy to read. */
  button.off svg {
    opacity: 0.4;
  }
  button.off span {
    color: var(--ink-soft);
  }
  button[aria-pressed="true"] {
    border-bottom-color: var(--ink);
  }
  /* Nothing is chosen: this one is explained below. */
  button[aria-current] {
    border-bottom: 2px dotted var(--line-strong);
  }
  button:focus-visible {
    outline-offset: -2px;
  }
  .bar {
    grid-row: 1 / 3;
  }
  .ring {
    width: 18px;
    height: 18px;
  }
  .track {
    stroke: var(--line-strong);
  }
  .role {
    font: 400 12px/18px var(--sans);
    color: var(--ink-soft);
  }
  .rate {
    grid-column: 2 / 4;
    min-width: 8ch;
    line-height: 18px;
  }
  .small {
    gap: 3px;
    padding-top: 76px; /* where the names are, which lean into each other's columns */
  }
  .small .module {
    flex: 1 1 auto;
    position: relative;
  }
  .small .module:has(button:nth-child(2)) {
    flex-grow: 2;
  }
  .small .name {
    position: absolute;
    bottom: 100%;
    left: 8px;
    padding: 0;
    font-size: 11px;
    white-space: nowrap;
    rotate: -28deg;
    transform-origin: left bottom;
  }
  .small button {
    flex: 1 1 0;
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    min-width: 22px;
    padding: 3px 1px;
  }
  .small .rate {
    display: none;
    min-width: 0;
    font-size: 11px;
    line-height: 14px;
    letter-spacing: -0.06em;
  }
  @container (min-width: 48px) {
    .small .rate {
      display: block;
    }
  }
  .small .ring {
    width: 12px;
    height: 12px;
  }
  /* There, a clear border is drawn. */
  @media (forced-colors: active) {
    button[aria-pressed="false"] {
      border-color: Canvas;
    }
  }
`;
