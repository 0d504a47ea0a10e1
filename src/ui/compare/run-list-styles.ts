/** @file Style of the list of runs. */
import { css } from "lit";

export const runListStyles = css`
  :host {
    display: block;
  }
  section {
    padding: 14px 0 6px;
  }
  section + section {
    border-top: 1px solid var(--line);
  }
  h2 {
    padding: 0 20px 6px;
  }
  .empty {
    padding: 0 20px 8px;
    font-size: 13px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    padding: 7px 20px;
    transition: background-color 120ms;
  }
  li.chosen {
    background: var(--note-tint);
  }
  li:hover {
    background: var(--sunken);
  }
  label {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr);
    align-items: center;
    column-gap: 12px;
    cursor: pointer;
  }
  label:has(:disabled) {
    cursor: default;
  }
  input[type="checkbox"] {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    opacity: 0;
  }
  label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 3px;
  }
  .hollow {
    fill: none;
    stroke: var(--line-strong);
  }
  .name {
    font-weight: 500;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .name small {
    margin-left: 8px;
    font: 400 12px/16px var(--sans);
    color: var(--ink-soft);
  }
  .detail,
  .about {
    grid-column: 2;
    line-height: 17px;
  }
  .about {
    font-size: 12px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    padding: 4px 0 0 34px;
    font-size: 12px;
    line-height: 18px;
  }
  .actions button {
    padding: 1px 8px;
    font-size: 12px;
    line-height: 18px;
  }
  .actions .link {
    padding: 1px 0;
    border: 0;
    font-weight: 400;
    color: var(--ink-soft);
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
  .actions .link:hover {
    background: none;
    color: var(--ink);
  }
  .rename {
    width: 100%;
    height: 26px;
    padding: 0 6px;
    font: 400 13px/20px var(--sans);
    color: var(--ink);
    background: var(--paper);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
  }
`;
