/** @file The form of "Why this rate?": an equation large enough to be projected, and its parts below. */
import { css } from "lit";

export const whyStyles = css`
  :host {
    container-type: inline-size;
  }
  .layer {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .equation {
    display: grid;
    grid-template-columns: auto 1fr auto 1fr auto 1fr auto 1fr auto;
    align-items: baseline;
    justify-items: center;
    max-width: 700px;
    padding: 10px 0 12px;
    font: 500 clamp(14px, 3.9cqi, 30px) / 1.3 var(--mono);
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.02em;
    white-space: nowrap;
  }
  .equation i {
    font: 400 0.62em/1.5 var(--sans);
    font-style: italic;
    color: var(--ink-soft);
    letter-spacing: 0;
  }
  .equation .sign {
    font-weight: 400;
    color: var(--ink-soft);
  }
  .equation b {
    min-width: 4.6ch;
    font-weight: 500;
    text-align: center;
  }
  .equation b.long {
    min-width: 8ch;
  }
  .equation .word {
    font: 400 12px/18px var(--sans);
    letter-spacing: 0;
    color: var(--ink-soft);
  }
  .line {
    display: block;
    width: 0; /* as wide as the rate, not as an SVG is by itself */
    min-width: 100%;
    height: 5px;
    grid-column: 1;
  }
  .sentence {
    min-height: 56px; /* two lines: numbers of any length move nothing */
    max-width: 84ch;
    padding-bottom: 12px;
    font-size: 15px;
    line-height: 22px;
  }
  .parts {
    border-top: 1px solid var(--line);
    padding: 8px 0 4px;
    display: grid;
    gap: 8px 24px;
  }
  .part {
    display: grid;
    grid-template-columns: 72px minmax(120px, 220px) minmax(0, 1fr);
    gap: 0 20px;
    align-items: center;
  }
  .part dt {
    font-size: 13px;
  }
  .part dd {
    min-width: 0;
  }
  .gauge {
    display: block;
    width: calc(100% - 10px);
    margin-inline: 5px;
    overflow: visible;
  }
  .gauge .track {
    stroke: var(--line-strong);
    stroke-width: 2;
  }
  .whole line,
  .gauge .whole {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    font-size: 11px;
    line-height: 14px;
    color: var(--ink-soft);
  }
  .formula {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1ch;
    line-height: 18px;
  }
  .formula span {
    overflow-wrap: anywhere;
  }
  .formula .whole {
    flex-basis: 100%;
  }
  .tick {
    margin-right: 7px;
    vertical-align: -1px;
  }
  .ghosts {
    border-top: 1px solid var(--line);
    padding: 10px 0 4px;
  }
  .ghosts .choices {
    gap: 6px;
    padding: 6px 0 4px;
  }
  .ghosts .choices button {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0 8px;
    padding: 5px 10px;
    margin: 0;
    border-radius: var(--radius);
    text-align: left;
    line-height: 16px;
  }
  .ghosts button .mono {
    grid-column: 1 / -1;
    min-width: 20ch; /* enough for any two numbers */
    font-weight: 400;
    opacity: 0.8;
  }
  /* A line for the formula, one for its numbers, one for what comes of it. */
  @container (max-width: 900px) {
    .formula .symbols {
      order: -2;
    }
    .formula .aside {
      order: -1;
    }
    .formula .numbers {
      flex-basis: 100%;
    }
    .formula .whole {
      flex-basis: auto;
      margin-left: auto;
    }
    .formula.ratio {
      min-height: 54px;
    }
  }
  @container (max-width: 480px) {
    .sentence {
      min-height: 78px;
    }
  }
  @container (max-width: 620px) {
    .part {
      grid-template-columns: minmax(0, 1fr);
      padding-bottom: 4px;
    }
    .ghosts .choices {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(212px, 1fr));
    }
  }
`;
