/** @file The charts in a real browser: they draw, grow, highlight, and are read by keyboard. */
import { afterEach, expect, test, vi } from "vitest";
import { button, drawn, findAll, mountApp, pageText } from "../testing/mount.ts";

afterEach(() => document.body.replaceChildren());

const status = () => findAll(document, "[role=status]")[0]!.textContent;
const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

/** How many pixels of a chart are mostly ink: neither its background nor what stands back. */
function inked(tag: string): number {
  const canvas = findAll(document, `${tag}`)[0]?.shadowRoot?.querySelector("canvas");
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return 0;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]! > 127) count++;
  return count;
}

const plot = (tag: string) => findAll(document, tag)[0]!.shadowRoot!.querySelector<HTMLElement>(".plot")!;
/** Charts far outside the window are not drawn. */
const show = (tag: string) => plot(tag).scrollIntoView({ block: "center" });
const press = (tag: string, key: string) =>
  plot(tag).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

test.each(["lena-rates-chart", "lena-gain-chart", "lena-loss-chart"])(
  "%s has a frame at once and gains ink as the run goes",
  async (tag) => {
    const { sessions } = await mountApp({ updateMs: 2 });
    show(tag);
    await until(() => expect(inked(tag)).toBeGreaterThan(200));
    const empty = inked(tag);
    button("Train").click();
    await until(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(20));
    await until(() => expect(inked(tag)).toBeGreaterThan(empty + 30));
    const young = inked(tag);
    await until(() => expect(status()).toBe("Finished"));
    await until(() => expect(inked(tag)).toBeGreaterThan(young + 100));
  },
);

test("pointing at a layer in the legend makes it stand out in the charts, and letting go ends that", async () => {
  await mountApp({ updateMs: 0 });
  show("lena-gain-chart");
  button("Train").click();
  await until(() => expect(status()).toBe("Finished"));
  await until(() => expect(inked("lena-gain-chart")).toBeGreaterThan(1000));
  await drawn();
  const plain = inked("lena-gain-chart");
  const entry = findAll(document, "lena-layer-legend")[0]!.shadowRoot!.querySelectorAll("button")[1]!;
  entry.dispatchEvent(new MouseEvent("mouseenter"));
  await until(() => expect(inked("lena-gain-chart")).toBeLessThan(plain));
  expect(pageText()).toContain("bn1.weight");
  entry.closest("table")!.dispatchEvent(new MouseEvent("mouseleave"));
  await until(() => expect(inked("lena-gain-chart")).toBe(plain));
});

test("arrow keys move the cursor of all charts, and the numbers follow", async () => {
  await mountApp({ updateMs: 0 });
  show("lena-gain-chart");
  button("Train").click();
  await until(() => expect(status()).toBe("Finished"));
  await until(() => expect(pageText()).toContain("update 137, epoch 3"));
  press("lena-gain-chart", "Home");
  await until(() => expect(pageText()).toContain("update 0, epoch 1"));
  press("lena-gain-chart", "ArrowRight");
  await until(() => expect(pageText()).toContain("update 1, epoch 1"));
  expect(plot("lena-gain-chart").getAttribute("aria-valuetext")).toBe("update 1");
  press("lena-gain-chart", "Escape");
  await until(() => expect(pageText()).toContain("update 137, epoch 3"));
});

test("the table under a chart is empty while closed and gives every layer's numbers when open", async () => {
  await mountApp({ updateMs: 0 });
  button("Train").click();
  await until(() => expect(status()).toBe("Finished"));
  const table = findAll(document, "lena-data-table")[0]!.shadowRoot!;
  expect(table.querySelectorAll("tr")).toHaveLength(0);
  table.querySelector("details")!.open = true;
  await until(() => expect(table.querySelectorAll("tbody tr")).toHaveLength(8));
  expect(table.querySelector("tbody th")?.textContent).toBe("conv1.weight");
});
