/** @file Puts the page, or one part of it, into a test's document. Not part of the page. */
import type { LitElement } from "lit";
import { fetchFileFrom } from "../../data/fetch-file.ts";
import type { App } from "../app.ts";
import "../app.ts";
import type { RunConfig } from "../../train/config.ts";
import { type FakeOptions, FakeSession } from "./fake-session.ts";

export async function mount<E extends LitElement>(element: E): Promise<E> {
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

/** The whole page on made-up runs; `sessions` are those it has begun, oldest first. */
export async function mountApp(options: FakeOptions = {}): Promise<{ app: App; sessions: FakeSession[] }> {
  const sessions: FakeSession[] = [];
  const app = document.createElement("lena-app");
  app.createSession = (config: RunConfig) => {
    const session = new FakeSession(config, options);
    sessions.push(session);
    return session;
  };
  app.readFile = fetchFileFrom(new URL("/data/", location.href));
  app.readRecorded = fetchFileFrom(new URL("/recorded/", location.href));
  await mount(app);
  return { app, sessions };
}

/** Charts draw what they were told last within a tenth of a second. */
export const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

/** Everything under `root` that matches, through shadow roots. */
export function findAll(root: ParentNode, selector: string): HTMLElement[] {
  const here = [...root.querySelectorAll<HTMLElement>(selector)];
  const inside = [...root.querySelectorAll("*")].flatMap((element) =>
    element.shadowRoot ? findAll(element.shadowRoot, selector) : [],
  );
  return [...here, ...inside];
}

export function button(name: string): HTMLButtonElement {
  const found = findAll(document, "button").find((element) => labelOf(element) === name);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`no button "${name}"`);
  return found;
}

/** Without the line of help that some buttons have. */
function labelOf(element: Element): string {
  return [...element.childNodes]
    .map((node) => (node instanceof Text ? node.data : ""))
    .join("")
    .trim();
}

/** Text of the page as a person sees it, shadow roots included. */
export function pageText(root: Node = document.body): string {
  const inside = root instanceof Element && root.shadowRoot ? pageText(root.shadowRoot) : "";
  const own = [...root.childNodes].map((child) => {
    if (child instanceof Text) return child.data;
    return child instanceof HTMLStyleElement ? "" : pageText(child);
  });
  return `${inside}${own.join("")}`.replace(/\s+/g, " ");
}

/** Writes into the form field called `name`, as typing does. */
export async function type(app: LitElement, name: string, text: string): Promise<void> {
  const field = findAll(document, `lena-field[data-name="${name}"]`)[0];
  const control = field?.shadowRoot?.querySelector<HTMLInputElement | HTMLSelectElement>("#control");
  if (!control) throw new Error(`no field "${name}"`);
  control.value = text;
  control.dispatchEvent(new Event(control instanceof HTMLSelectElement ? "change" : "input"));
  await app.updateComplete;
}
