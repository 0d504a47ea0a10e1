/**
 * @file The layout of the Train view, on top of ui/view-styles.ts. From 1800 px: the
 * rates beside why they are what they are.
 */
import { css } from "lit";

export const trainStyles = css`
  main {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  main:focus {
    outline: none; /* the skip link puts the focus there, to go on from */
  }
  main > * {
    grid-column: 1 / -1;
  }
  section {
    padding-block: 14px 8px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 16px;
    min-height: 20px;
    padding-bottom: 6px;
    font-size: 13px;
  }
  .rates h2 {
    font-size: 16px;
  }
  .network {
    padding-bottom: 0;
  }
  .network .head b {
    padding-right: 8px;
    font-weight: 500;
    color: var(--ink);
  }
  .key {
    display: flex;
    align-items: center;
    gap: 7px;
  }
  .key b {
    min-width: 44px;
    font-weight: 500;
    color: var(--ink);
  }
  .key circle {
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
  }
  .rates .key {
    flex: 1;
    white-space: nowrap;
  }
  .key i {
    width: 16px;
    height: 2px;
    background: var(--ink);
  }
  .key i.thick {
    height: 4px;
  }
  .key i.accent {
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .key i {
      background: CanvasText;
    }
    .key i.accent {
      background: Highlight;
    }
  }
  .hero {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 24px;
  }
  .hero {
    --chart-height: clamp(260px, 40vh, 560px);
  }
  .hero lena-layer-legend {
    min-width: 330px;
    /* Whole rows of 27 pixels below the head with its line. */
    max-height: calc(23px + round(down, var(--chart-height) - 23px, 27px));
    scroll-padding-bottom: 27px;
    scrollbar-width: thin;
  }
  /* Its last row fades while there are more. */
  .hero lena-layer-legend::after {
    content: "";
    display: block;
    position: sticky;
    bottom: 0;
    height: 27px;
    background: linear-gradient(to top, var(--panel), transparent);
    pointer-events: none;
  }
  lena-gain-chart,
  lena-loss-chart {
    --chart-height: clamp(180px, 23vh, 300px);
  }
  /* As high as the race beside it, which is as high as it has layers. */
  .gain {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) auto;
  }
  .gain > * {
    grid-column: 1 / -1;
  }
  .gain > lena-export-menu {
    grid-area: 3 / 2;
    align-self: start;
    z-index: 1;
  }
  .gain > lena-data-table {
    grid-row: 3;
  }
  .agreement,
  .filters,
  .predictions,
  .lanes,
  .result,
  .costs {
    padding-bottom: 20px;
  }

  /* About the room that a panel takes once it is loaded. */
  section > :not(:defined) {
    display: block;
    min-height: var(--room, 530px);
  }
  .why {
    --room: 414px;
  }
  .predictions {
    --room: 769px;
  }
  .lanes {
    --room: 302px;
  }
  @media (max-width: 1300px) {
    .predictions {
      --room: 1400px;
    }
  }
  @media (max-width: 560px) {
    .why {
      --room: 754px;
    }
    .predictions {
      --room: 1930px;
    }
  }

  /* Room for what stands at the foot of the window there. */
  @media (max-width: 899px) {
    .costs {
      padding-bottom: 58px;
    }
  }
  @media (max-width: 1100px) {
    .hero {
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .hero lena-layer-legend {
      min-width: 0;
      max-height: none;
    }
    .hero lena-layer-legend::after {
      display: none;
    }
  }
  @media (max-width: 620px) {
    .hero {
      --chart-height: 280px;
    }
  }
  @media (min-width: 700px) {
    main > .gain,
    main > .loss,
    main > .agreement {
      grid-column: 1;
    }
    main > .race,
    main > .result,
    main > .filters {
      grid-column: 2;
    }
  }
  @media (min-width: 900px) {
    lena-config-panel {
      position: sticky;
      top: 0;
      height: calc(100vh - 53px);
    }
    main {
      grid-template-rows: repeat(9, auto) 1fr;
      align-content: stretch;
    }
  }
  @media (min-width: 1800px) {
    main {
      grid-template-columns: minmax(0, 1.75fr) minmax(0, 1fr);
    }
    main > .rates {
      grid-column: 1;
    }
    main > .why {
      grid-column: 2;
    }
    .hero {
      --chart-height: clamp(420px, 56vh, 820px);
    }
    lena-gain-chart,
    lena-loss-chart {
      --chart-height: clamp(180px, 24vh, 400px);
    }
  }
`;
