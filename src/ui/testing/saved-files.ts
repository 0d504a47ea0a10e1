/** @file What the page hands over as downloads, caught before the browser saves it. Not part of the page. */
import { vi } from "vitest";

export interface SavedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** From now on; oldest first. */
export function catchSavedFiles(): SavedFile[] {
  const saved: SavedFile[] = [];
  const make = URL.createObjectURL;
  let newest: Blob | undefined;
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    newest = blob as Blob;
    return make(blob);
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: newest! });
  });
  return saved;
}

/** Clicks a button of an export menu and waits for its file. */
export async function saveAs(menu: HTMLElement, format: "PNG" | "SVG" | "CSV", saved: SavedFile[]): Promise<SavedFile> {
  const count = saved.length;
  const buttons = [...(menu.shadowRoot?.querySelectorAll("button") ?? [])];
  buttons.find((button) => button.textContent?.trim() === format)!.click();
  await vi.waitFor(() => {
    if (saved.length !== count + 1) throw new Error(`no ${format} yet: ${menu.shadowRoot?.textContent?.trim()}`);
  }, 20_000);
  return saved.at(-1)!;
}

export async function rowsOfCsv({ blob }: SavedFile): Promise<string[][]> {
  return (await blob.text())
    .trim()
    .split("\n")
    .map((line) => line.split(","));
}

/** Fails where it is no SVG. */
export async function svgOf({ blob }: SavedFile) {
  const text = await blob.text();
  const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
  if (documentElement.localName !== "svg") throw new Error(`no SVG: ${text.slice(0, 200)}`);
  const texts = [...documentElement.querySelectorAll("text")].map(({ textContent }) => textContent);
  const size = ["width", "height"].map((name) => Number(documentElement.getAttribute(name)));
  return { text, texts, size, title: documentElement.querySelector("title")?.textContent };
}
