/** @file Style of the run bar. */
import { css } from "lit";

export const runBarStyles = css`
  :host {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    column-gap: 32px;
    background: var(--panel);
    padding: 14px 20px 0;
  }
  .commands {
    display: flex;
    gap: 8px;
  }
  .commands button {
    min-width: 76px;
    height: 36px;
  }
  lena-share-menu {
    width: 96px;
  }
  .commands button:not(.primary) {
    padding: 0 12px;
    white-space: nowrap;
  }
  .primary {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 9px;
    width: 148px;
    padding-inline: 0;
    white-space: nowrap;
    font-weight: 600;
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
  }
  .primary svg {
    fill: currentcolor;
  }
  .primary:hover:not(:disabled) {
    background: var(--accent-hover);
    border-color: transparent;
  }
  .primary:disabled {
    background: var(--sunken);
    color: var(--ink-soft);
    opacity: 1;
  }
  .primary.quiet:not(:disabled) {
    background: var(--ink);
    color: var(--panel);
  }
  .primary.quiet:hover:not(:disabled) {
    background: var(--ink-soft);
  }
  dl {
    display: flex;
    justify-content: flex-end;
    gap: 0;
  }
  dl div {
    min-width: 84px;
    padding: 0 0 0 14px;
    border-left: 1px solid var(--line);
  }
  dl div + div {
    margin-left: 14px;
  }
  dl div:last-child {
    min-width: 118px;
  }
  dt {
    font-size: 12px;
    line-height: 15px;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  dd {
    font: 500 17px/22px var(--mono);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  /* As wide as its value may become. */
  dd::after {
    content: attr(data-longest);
    display: block;
    height: 0;
    visibility: hidden;
  }
  dd small {
    font-size: 13px;
    font-weight: 400;
    color: var(--ink-soft);
  }
  progress {
    grid-column: 1 / -1;
    appearance: none;
    display: block;
    width: calc(100% + 40px);
    height: 3px;
    margin: 14px -20px 0;
    border: 0;
    background: var(--line);
    color: var(--accent);
  }
  progress::-webkit-progress-bar {
    background: var(--line);
  }
  progress::-webkit-progress-value {
    background: var(--accent);
    transition: inline-size 150ms linear;
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  .status {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: auto 252px minmax(0, 1fr);
    align-items: center;
    gap: 9px;
    height: 36px;
    font-size: 13px;
    line-height: 16px;
  }
  ::slotted(*) {
    min-width: 0;
    margin-left: 15px;
  }
  .amount {
    display: block;
    font-size: 12px;
    line-height: 14px;
    white-space: nowrap;
  }
  .lamp {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--line-strong);
  }
  .lamp.preparing,
  .lamp.running {
    background: var(--accent);
    animation: breathe 1.6s ease-in-out infinite;
  }
  .lamp.paused {
    background: none;
    border: 2px solid var(--accent);
  }
  .lamp.finished {
    background: var(--ink);
  }
  .lamp.failed {
    background: var(--error);
  }
  @media (forced-colors: active) {
    progress {
      forced-color-adjust: none;
      --accent: Highlight;
      --line: Canvas;
      box-sizing: border-box;
      height: 4px;
      border-bottom: 1px solid CanvasText;
    }
    .lamp {
      border: 2px solid CanvasText;
    }
    .lamp.preparing,
    .lamp.running {
      background: Highlight;
      border-color: Highlight;
    }
    .lamp.finished,
    .lamp.failed {
      background: CanvasText;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }
  @media (max-width: 1420px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      row-gap: 12px;
    }
    progress {
      margin-top: 2px;
    }
    .status {
      margin-top: -12px;
    }
    dl {
      justify-content: flex-start;
    }
    dl div:first-child {
      border: 0;
      padding: 0;
    }
  }
  /* Longer words take two lines. */
  @media (max-width: 1200px) {
    .status {
      grid-template-columns: auto 190px minmax(0, 1fr);
    }
  }
  /* The bar scrolls away there. What chooses the time stays at hand beside any chart, once there is a run. */
  @media (max-width: 899px) {
    .status {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .words {
      display: flex;
      justify-content: space-between;
      gap: 12px;
    }
    ::slotted(*) {
      position: fixed;
      inset: auto 0 0;
      z-index: 2;
      margin: 0;
      padding: 6px 16px calc(6px + env(safe-area-inset-bottom));
      background: var(--panel);
      border-top: 1px solid var(--line-strong);
    }
    ::slotted([idle]) {
      display: none;
    }
  }
  @media (max-width: 620px) {
    .commands {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
    }
    lena-share-menu {
      width: auto;
    }
    .commands button:not(.primary) {
      width: auto;
      min-width: 0;
      padding: 0;
    }
    .commands .primary {
      width: auto;
      grid-column: 1 / -1;
      height: 44px;
    }
    dl {
      display: grid;
      grid-template-columns: 1.25fr 1fr 1fr;
      gap: 8px 12px;
    }
    dl div,
    dl div + div {
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    dd {
      font-size: 15px;
    }
  }
`;
