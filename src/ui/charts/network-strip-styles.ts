/** @file Style of the network strip. */
import { css } from "lit";

export const stripStyles = css`
  :host {
    display: block;
    isolation: isolate;
    overflow-x: auto;
    scrollbar-width: thin;
    scroll-timeline: --along inline;
  }
  /* Fades where it goes on behind the edge: no timeline runs where there is nothing more. */
  .strip::after {
    content: "";
    position: sticky;
    right: 0;
    flex: none;
    width: 40px;
    margin-left: -40px;
    background: linear-gradient(to left, var(--panel), transparent);
    opacity: 0;
    pointer-events: none;
    animation: at-end linear;
    animation-timeline: --along;
  }
  @keyframes at-end {
    from,
    90% {
      opacity: 1;
    }
  }
  .strip {
    /* Where the data passes through the bars. */
    --flow: 37px;
    display: flex;
    width: max-content;
    min-width: 100%;
    padding-bottom: 6px;
  }
  .block {
    position: relative;
    display: flex;
  }
  .block + .block {
    flex: 1 1 auto;
  }
  /* The line on which the data goes from one module to the next. */
  .block + .block::before {
    content: "";
    flex: 1 1 8px;
    height: 1px;
    margin-top: var(--flow);
    background: var(--line-strong);
  }
  .name {
    display: block;
    height: 16px;
    padding-left: 6px;
    font: 400 12px/16px var(--mono);
    white-space: nowrap;
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
    overflow: visible;
    background: var(--panel);
  }
  .floor {
    stroke: var(--ink-soft);
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
  .strip.small {
    --flow: 54px;
  }
  .small .block {
    padding: 18px 3px 0;
  }
  .small :is(.block, .part, .members) {
    flex: var(--layers) 1 0;
  }
  .small .block + .block {
    margin-left: 8px;
  }
  .small .block + .block::before {
    position: absolute;
    top: 0;
    right: 100%;
    width: 8px;
  }
  .small .members {
    position: relative;
  }
  .small .part > .members::before {
    content: "";
    position: absolute;
    inset: calc(var(--flow) - 34px) -3px auto;
    height: 1px;
    background: var(--line-strong);
    z-index: -1;
  }
  /* What belongs together, from where the data comes in to where it goes out. */
  .small .title {
    position: absolute;
    inset: 7px 0 auto;
    height: calc(var(--flow) - 7px);
    border: solid var(--line-strong);
    border-width: 1px 1px 0;
    border-radius: 5px 5px 0 0;
    text-align: center;
    pointer-events: none;
  }
  .small .title span {
    position: relative;
    top: -8px;
    padding: 0 6px;
    font: 400 11px/14px var(--mono);
    color: var(--ink-soft);
    background: var(--panel);
  }
  .small .name {
    padding-left: 0;
    font-size: 11px;
    text-align: center;
  }
  .small button {
    flex: 1 1 0;
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 3px;
    min-width: 20px;
    padding: 3px 0;
  }
  .small button:only-child {
    min-width: 36px;
  }
  /* Not text: the button has its name. */
  .short::after {
    content: attr(data-rate);
  }
  .short {
    display: none;
    font-size: 10px;
    line-height: 12px;
    letter-spacing: -0.04em;
  }
  @container (min-width: 30px) {
    .short {
      display: block;
    }
  }
  .small .rate {
    display: none;
    min-width: 0;
    font-size: 11px;
    line-height: 14px;
    letter-spacing: -0.06em;
  }
  @container (min-width: 52px) {
    .small .rate {
      display: block;
    }
    .short {
      display: none;
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
