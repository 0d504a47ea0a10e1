/**
 * @file The page as people get it, on a made-up run of 62 layers and 10,000 updates, and how evenly it draws while
 * something goes on. Driven by run.mjs.
 */
import { defaultDraft } from "../../src/ui/panels/config-fields.ts";
import { FakeSession } from "../../src/ui/testing/fake-session.ts";
import { findAll } from "../../src/ui/testing/mount.ts";

const MODEL = "resnet18";
/** 46 updates each, so that the run has enough before it. */
const EPOCHS = 326;
const MADE_AT_ONCE = 10_000;
const UPDATE_MS = 10;

export interface Frames {
  /** Milliseconds from one frame to the next. */
  readonly frameMs: number[];
  /** Tasks of 50 ms and more, as the browser counts them. */
  readonly longTaskMs: number[];
  /** Rows that arrived meanwhile. */
  readonly rows: number;
}

const actions = {
  "rows arrive": () => {},
  scrubbing: (frame: number) => {
    const slider = find<HTMLInputElement>("lena-time-scrubber", "input");
    slider.value = String(Math.floor(8000 * (0.5 + 0.5 * Math.sin(frame / 20))));
    slider.dispatchEvent(new Event("input"));
  },
  "pointing at a layer": (frame: number) => {
    const layers = findAll(document, "lena-network-strip")[0]!.shadowRoot!.querySelectorAll("button");
    layers[Math.floor(frame / 4) % layers.length]!.dispatchEvent(new MouseEvent("mouseenter"));
  },
  "cursor over a chart": (frame: number) => {
    const over = find("lena-gain-chart", ".u-over");
    const { left, top, width, height } = over.getBoundingClientRect();
    const at = { clientX: left + width * (0.5 + 0.45 * Math.sin(frame / 20)), clientY: top + height / 2 };
    over.parentElement!.closest(".plot")!.dispatchEvent(new MouseEvent("mouseenter"));
    over.dispatchEvent(new MouseEvent("mousemove", at));
  },
};
export type Action = keyof typeof actions;

function find<E extends HTMLElement>(tag: string, selector: string): E {
  return findAll(document, tag)[0]!.shadowRoot!.querySelector<E>(selector)!;
}

let session: FakeSession;
const app = document.querySelector("lena-app")!;
app.readFile = () => Promise.reject(new Error("no data here"));
app.createSession = (config) => {
  session = new FakeSession(config, { updateMs: UPDATE_MS, headStart: MADE_AT_ONCE });
  return session;
};

const inspector = {
  actions: Object.keys(actions) as Action[],
  async start(): Promise<{ layers: number; updates: number }> {
    const view = findAll(document, "lena-train-view")[0] as HTMLElementTagNameMap["lena-train-view"];
    view.draft = { ...defaultDraft, model: MODEL, epochs: String(EPOCHS) };
    await view.updateComplete;
    find("lena-run-bar", "button.primary").click();
    while (!(session?.store && session.store.updateCount > MADE_AT_ONCE)) await new Promise(requestAnimationFrame);
    return { layers: session.store.layers.length, updates: session.store.updateCount };
  },
  choose(form: string): void {
    const labels = findAll(document, "lena-chart-toolbar")[0]!.shadowRoot!.querySelectorAll("label");
    [...labels]
      .find((label) => label.textContent?.trim() === form)!
      .querySelector("input")!
      .click();
  },
  async measure(action: Action, seconds: number): Promise<Frames> {
    const longTaskMs: number[] = [];
    const observer = new PerformanceObserver((list) => {
      longTaskMs.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: "longtask" });
    const before = session.store!.updateCount;
    const frameMs: number[] = [];
    const start = performance.now();
    let last = start;
    for (let frame = 0; last - start < 1000 * seconds; frame++) {
      actions[action](frame);
      const now = await new Promise<number>(requestAnimationFrame);
      frameMs.push(now - last);
      last = now;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    observer.disconnect();
    return { frameMs: frameMs.slice(1), longTaskMs, rows: session.store!.updateCount - before };
  },
};

declare global {
  interface Window {
    inspector: typeof inspector;
  }
}
window.inspector = inspector;
