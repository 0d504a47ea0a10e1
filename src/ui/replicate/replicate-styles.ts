/** @file The layout of the Replicate view, on top of ui/view-styles.ts. */
import { css } from "lit";

export const replicateStyles = css`
  main {
    grid-template-columns: minmax(0, 1fr);
  }
  section {
    padding-block: 14px 12px;
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
  @media (min-width: 900px) {
    lena-sweep-choice {
      position: sticky;
      top: 0;
      max-height: 100vh;
      overflow-y: auto;
      scrollbar-width: thin;
    }
    main {
      grid-template-rows: auto auto 1fr;
    }
  }
`;
