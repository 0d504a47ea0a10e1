/**
 * @file What the layouts of the views share: regions that meet at hairlines, without boxes. Narrow: one column. From
 * 900 px: the choice beside what comes of it. A view's own styles come after these.
 */
import { css } from "lit";

export const viewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1px;
    background: var(--line);
  }
  section,
  aside {
    background: var(--panel);
    min-width: 0;
  }
  main {
    display: grid;
    align-content: start;
    gap: 1px;
    min-width: 0;
  }
  section {
    padding-inline: 20px;
  }
  .note {
    padding: 10px 20px;
    background: var(--note-tint);
  }
  @media (max-width: 620px) {
    section {
      padding-inline: 16px;
    }
  }
  @media (min-width: 900px) {
    :host {
      grid-template-columns: 340px minmax(0, 1fr);
      grid-template-rows: auto 1fr;
      min-height: calc(100vh - 53px);
    }
    aside {
      grid-row: 1 / 3;
    }
    .bar {
      grid-column: 2;
      position: sticky;
      top: 0;
      z-index: 2;
    }
    main {
      grid-column: 2;
    }
  }
  /* There, no background shows between the regions. */
  @media (forced-colors: active) {
    section,
    aside {
      outline: 1px solid CanvasText;
    }
  }
`;
