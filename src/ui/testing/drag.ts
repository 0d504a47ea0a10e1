/** @file Chooses a part of a chart as a person does, by dragging over it. Not part of the page. */
import { vi } from "vitest";

/** From one share of the chart's width to another. The chart is brought on screen, and its plot is returned. */
export async function dragOver(chart: HTMLElement, from: number, to: number): Promise<Element> {
  chart.scrollIntoView({ block: "center" });
  const over = await vi.waitUntil(() => chart.shadowRoot!.querySelector(".u-over"));
  const { left, top, width } = over.getBoundingClientRect();
  const point = (kind: string, share: number) => {
    const place = { clientX: left + share * width, clientY: top + 20, movementX: 1 };
    over.dispatchEvent(new MouseEvent(kind, { bubbles: true, composed: true, view: window, ...place }));
  };
  point("mousemove", from);
  point("mousedown", from);
  point("mousemove", to);
  point("mouseup", to);
  return over;
}
