/** @file The layout of the Replicate view: as the Train view's, the choice beside what comes of it. */
import { css } from "lit";

export const replicateStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1px;
    background: var(--line);
  }
  aside,
  section {
    background: var(--panel);
    min-width: 0;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1px;
    min-width: 0;
  }
  section {
    padding: 14px 20px 12px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
    padding-bottom: 12px;
  }
  h2 {
    font-size: 16px;
  }
  .head p {
    font-size: 13px;
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
    lena-sweep-choice {
      position: sticky;
      top: 0;
      max-height: 100vh;
      overflow-y: auto;
      scrollbar-width: thin;
    }
    lena-sweep-bar {
      grid-column: 2;
      position: sticky;
      top: 0;
      z-index: 2;
    }
    main {
      grid-column: 2;
      grid-template-rows: auto auto 1fr;
    }
  }
`;
