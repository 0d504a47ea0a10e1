/** @file Styles that several components share: text roles, buttons, focus. */
import { css } from "lit";

export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  h2,
  h3,
  p,
  dl,
  dd {
    margin: 0;
  }
  h2,
  h3 {
    font: 600 14px/20px var(--sans);
    letter-spacing: -0.005em;
  }
  a {
    color: inherit;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
  a:hover {
    text-decoration-color: currentcolor;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .mono {
    font-family: var(--mono);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .soft {
    color: var(--ink-soft);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button {
    font: 500 14px/20px var(--sans);
    color: var(--ink);
    background: transparent;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    padding: 7px 12px;
    cursor: pointer;
    transition:
      background-color 120ms,
      border-color 120ms,
      color 120ms;
  }
  button:hover:not(:disabled) {
    background: var(--sunken);
    border-color: var(--ink-soft);
  }
  button:disabled {
    color: var(--ink-soft);
    border-color: var(--line);
    cursor: default;
    opacity: 0.55;
  }
  /* On a phone, a wide table fades at the edge of the page while it goes on there; its own end stops before. */
  @media (max-width: 620px) {
    .wide {
      display: flex;
      margin-right: -16px;
    }
    .wide > table {
      flex: auto;
    }
    .wide::after {
      content: "";
      flex: none;
      position: sticky;
      right: 0;
      width: 24px;
      margin-left: -4px;
      background: linear-gradient(to left, var(--panel), transparent);
      pointer-events: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;
