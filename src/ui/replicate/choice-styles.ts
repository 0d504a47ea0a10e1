/** @file Style of the choice of a sweep. */
import { css } from "lit";

export const choiceStyles = css`
  :host {
    display: block;
    padding: 14px 20px 24px;
    background: var(--panel);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  h2 {
    padding: 0 0 8px;
    font: 600 14px/20px var(--sans);
  }
  legend .soft {
    font-weight: 400;
  }
  .card {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 8px;
    margin: 0 -20px;
    padding: 10px 20px 11px 17px;
    border-top: 1px solid var(--line);
    border-left: 3px solid transparent;
    cursor: pointer;
    transition: background-color 120ms;
  }
  .card:hover {
    background: var(--sunken);
  }
  fieldset:disabled .card {
    cursor: default;
    background: none;
  }
  .chosen {
    border-left-color: var(--accent);
  }
  .chosen,
  .chosen:hover,
  fieldset:disabled .chosen {
    background: var(--note-tint);
  }
  .card:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: -2px;
  }
  input {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    opacity: 0;
  }
  .name {
    font-weight: 600;
    line-height: 20px;
  }
  .amount {
    line-height: 20px;
  }
  .question,
  .found {
    grid-column: 1 / -1;
    font-size: 13px;
    line-height: 18px;
  }
  .found {
    font-size: 12px;
    line-height: 17px;
  }
  .file {
    border-bottom: 1px solid var(--line);
  }
  .dragging {
    outline: 2px dashed var(--accent);
    outline-offset: -4px;
  }
  .row {
    margin-top: 18px;
  }
  .row p {
    padding-top: 6px;
    font-size: 12px;
    line-height: 17px;
  }
  .segments label {
    position: relative;
  }
  fieldset:disabled .segments label {
    cursor: default;
  }
  fieldset:disabled .segments :not(:checked) + span {
    color: var(--ink-soft);
    background: none;
  }
  section {
    padding-top: 20px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    padding: 4px 0;
    border-top: 1px solid var(--line);
    font-size: 13px;
  }
  li button {
    padding: 2px 8px;
    font-size: 13px;
  }
  button.link {
    padding: 2px 0;
    border: 0;
    text-align: left;
    font-weight: 400;
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
    overflow-wrap: anywhere;
  }
  button.link.soft {
    color: var(--ink-soft);
  }
  button.link:hover:not(:disabled) {
    background: none;
    text-decoration-color: currentcolor;
  }
  @media (max-width: 899px) {
    .card:not(.chosen) :is(.question, .found) {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .card {
      border-left-color: Canvas;
    }
    .chosen {
      border-left-color: Highlight;
    }
  }
`;
