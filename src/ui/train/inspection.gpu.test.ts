/** @file The Train view as one instrument, in a real browser: a layer and an update, chosen anywhere, hold everywhere. */
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { formatNumber, formatShare } from "../format.ts";
import type { FakeSession } from "../testing/fake-session.ts";
import { button, findAll, mountApp, pageText } from "../testing/mount.ts";

afterEach(() => document.body.replaceChildren());

const status = () => findAll(document, "[role=status]")[0]!.textContent;
const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

const inside = (tag: string) => findAll(document, tag)[0]!.shadowRoot!;
const strip = () => [...inside("lena-network-strip").querySelectorAll("button")];
const legend = () => [...inside("lena-layer-legend").querySelectorAll("button")];
const lanes = () => [...inside("lena-warmup-race").querySelectorAll("svg > g")];
const settled = () => findAll(document, "lena-train-view")[0]! as HTMLElementTagNameMap["lena-train-view"];

async function finishedRun(): Promise<FakeSession> {
  const { sessions } = await mountApp({ updateMs: 0 });
  button("Train").click();
  await until(() => expect(status()).toBe("Finished"));
  await until(() => expect(pageText()).toContain("update 137, epoch 3"));
  return sessions[0]!;
}

async function hold(update: number): Promise<void> {
  const slider = inside("lena-time-scrubber").querySelector("input")!;
  slider.value = String(update);
  slider.dispatchEvent(new Event("input"));
  await settled().updateComplete;
}

/** What a reader sees on the page of layer k's rate, wherever it is told. */
function ratesOnPage(k: number): (string | undefined)[] {
  return [strip()[k]!.querySelector(".rate")?.textContent, legend()[k]!.querySelector("span")?.textContent];
}

test("a layer that is clicked stays chosen in all parts, until it is clicked again", async () => {
  await finishedRun();
  const explained = () =>
    [strip(), legend()].map((layers) => layers.findIndex((layer) => layer.ariaCurrent === "true"));
  expect(explained()).toEqual([0, 0]);
  strip()[3]!.click();
  await settled().updateComplete;
  expect(explained()).toEqual([-1, -1]);
  expect(strip().map((layer) => layer.ariaPressed)).toEqual(strip().map((_, k) => String(k === 3)));
  expect(legend()[3]!.ariaPressed).toBe("true");
  expect(lanes().map((lane) => lane.classList.contains("off"))).toEqual(lanes().map((_, k) => k !== 3));
  expect(inside("lena-train-view").querySelector(".network .head")!.textContent).toContain("conv2.weight");
  legend()[5]!.click();
  await settled().updateComplete;
  expect(strip()[5]!.ariaPressed).toBe("true");
  expect(strip()[3]!.ariaPressed).toBe("false");
  legend()[5]!.click();
  await settled().updateComplete;
  expect(lanes().some((lane) => lane.classList.contains("off"))).toBe(false);
});

test("pointing at a layer shows it everywhere for that while, and the chosen one afterwards", async () => {
  await finishedRun();
  strip()[0]!.click();
  lanes()[6]!.querySelector(".hit")!.dispatchEvent(new MouseEvent("mouseenter"));
  await settled().updateComplete;
  expect(strip()[6]!.className).toBe("on");
  expect(legend()[6]!.className).toBe("on");
  inside("lena-warmup-race").querySelector("svg")!.dispatchEvent(new MouseEvent("mouseleave"));
  await settled().updateComplete;
  expect(legend()[0]!.className).toBe("on");
});

test("the network is one stop of the Tab key; arrows go through it, Enter chooses, Escape lets go", async () => {
  await finishedRun();
  const press = (key: string) =>
    inside("lena-network-strip").activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  expect(strip().filter((layer) => layer.tabIndex === 0)).toHaveLength(1);
  strip()[0]!.focus();
  press("ArrowRight");
  press("ArrowRight");
  await settled().updateComplete;
  expect(strip().findIndex((layer) => layer.matches(":focus"))).toBe(2);
  expect(strip().map((layer) => layer.tabIndex)).toEqual(strip().map((_, k) => (k === 2 ? 0 : -1)));
  press("End");
  press("ArrowRight");
  expect(strip().findIndex((layer) => layer.matches(":focus"))).toBe(7);
  strip()[7]!.click(); // what a browser makes of Enter
  await settled().updateComplete;
  expect(strip()[7]!.ariaPressed).toBe("true");
  press("Escape");
  await settled().updateComplete;
  expect(strip()[7]!.ariaPressed).toBe("false");
});

test("held at an update, every part shows the numbers of that update; Latest brings back the newest", async () => {
  const { store } = await finishedRun();
  const fact = (name: string) =>
    [...inside("lena-run-bar").querySelectorAll("dl div")]
      .find((it) => it.textContent!.startsWith(name))!
      .querySelector("dd")!.textContent;
  const validation = (epoch: number) => formatShare(store!.epochs[epoch]!.validationAccuracy);
  const [first, last] = [validation(0), validation(2)];
  expect([fact("Updates done"), fact("Epoch"), fact("Last")]).toEqual(["138 / 138", "3 / 3", last]);
  await hold(50);
  expect([fact("Updates done"), fact("Epoch"), fact("Last")]).toEqual(["51 / 138", "2 / 3", first]);
  await hold(9);
  expect([fact("Updates done"), fact("Epoch"), fact("Last")]).toEqual(["10 / 138", "1 / 3", "–"]);
  expect(pageText()).toContain("update 9, epoch 1");
  expect(pageText()).toContain("Result at the end of the run");
  for (const [k, { name }] of store!.layers.entries()) {
    const rate = formatNumber(store!.layerColumn("rate", k)[9]);
    expect([name, ...ratesOnPage(k)]).toEqual([name, rate, rate]);
    const share = store!.layerColumn("warmup", k)[9]!;
    expect(Number.parseFloat(lanes()[k]!.querySelector("svg")!.getAttribute("x")!)).toBeCloseTo(88 * share, 1);
    expect(strip()[k]!.ariaLabel).toContain(`warm-up ${Math.floor(share * 100)}%`);
  }
  expect(inside("lena-train-view").querySelector(".gain .key")!.textContent).toContain(
    formatNumber(store!.column("modelGain")[9]),
  );
  expect(lanes().some((lane) => lane.querySelector("text"))).toBe(false); // no warm-up has ended by then
  await until(() => expect(inside("lena-rates-chart").querySelector<HTMLElement>(".mark")!.hidden).toBe(false));
  button("Latest").click();
  await settled().updateComplete;
  expect(pageText()).toContain("update 137, epoch 3");
  expect(pageText()).not.toContain("at the end of the run");
  expect(ratesOnPage(0)[0]).toBe(formatNumber(store!.layerColumn("rate", 0)[137]));
  expect(lanes().every((lane) => lane.querySelector("text"))).toBe(true);
  expect(inside("lena-rates-chart").querySelector<HTMLElement>(".mark")!.hidden).toBe(true);
});

test("under a cursor the thumb and the bar's facts are at that update too, and where they were after it", async () => {
  await finishedRun();
  const thumb = () => inside("lena-time-scrubber").querySelector("input")!.valueAsNumber;
  const done = () => inside("lena-run-bar").querySelector("dd")!.textContent;
  const press = (key: string) =>
    inside("lena-rates-chart")
      .querySelector(".plot")!
      .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  await hold(50);
  press("Home");
  await settled().updateComplete;
  expect([thumb(), done(), button("Latest").disabled]).toEqual([0, "1 / 138", false]);
  press("Escape");
  await settled().updateComplete;
  expect([thumb(), done()]).toEqual([50, "51 / 138"]);
  press("Home");
  await hold(70);
  expect([thumb(), done()]).toEqual([70, "71 / 138"]);
});

test("held while the run goes on, the page stays; a new run begins live", async () => {
  const { sessions } = await mountApp({ updateMs: 4 });
  button("Train").click();
  await until(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(12));
  const scrubber = findAll(document, "lena-time-scrubber")[0]! as HTMLElementTagNameMap["lena-time-scrubber"];
  await until(() => expect(scrubber.count).toBeGreaterThan(12)); // the page is behind the run
  await hold(5);
  const held = ratesOnPage(2);
  const before = sessions[0]!.store!.updateCount;
  await until(() => expect(sessions[0]!.store!.updateCount).toBeGreaterThan(before + 30));
  expect(pageText()).toContain("update 5, epoch 1");
  expect(ratesOnPage(2)).toEqual(held);
  await hold(137); // has not happened yet: live
  expect(button("Latest").disabled).toBe(true);
  await hold(5);
  button("Stop").click();
  await until(() => expect(pageText()).toContain("Train again"));
  button("Train again").click();
  await until(() => expect(button("Latest").disabled).toBe(true));
});

test("on a phone a run comes before the stories, which are in the fold with the form", async () => {
  const before = [innerWidth, innerHeight] as const;
  await page.viewport(390, 844);
  try {
    await finishedRun();
    const stories = () => findAll(document, "lena-story-chooser")[0]!.getClientRects().length;
    expect(stories()).toBe(0);
    expect(inside("lena-train-view").querySelector(".rates")!.getBoundingClientRect().top + scrollY).toBeLessThan(844);
    inside("lena-config-panel").querySelector<HTMLElement>(".fold")!.click();
    await vi.waitFor(() => expect(stories()).toBe(1));
  } finally {
    await page.viewport(...before);
  }
});
