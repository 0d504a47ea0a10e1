/** @file A row of radio buttons as one divided button: a `.segments` of labels, each an input and a span. */
import { css } from "lit";

export const segmentStyles = css`
  .segments {
    display: flex;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .segments label {
    flex: 1;
    text-align: center;
    cursor: pointer;
  }
  .segments label + label {
    border-left: 1px solid var(--line-strong);
  }
  .segments span {
    display: block;
    padding: 4px 0;
    line-height: 20px;
  }
  .segments span:hover {
    background: var(--sunken);
  }
  .segments :checked + span {
    background: var(--ink);
    color: var(--panel);
  }
  .segments :focus-visible + span {
    outline: 2px solid var(--focus);
    outline-offset: -4px;
  }
  @media (forced-colors: active) {
    .segments :checked + span {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
