/**
 * @file Light or dark: the system's choice, or the person's own, kept in this
 * browser. Colours for CSS are in page.css; those that a canvas needs are in
 * core/palette.ts.
 */
import type { Theme } from "../core/palette.ts";

export type { Theme };
export type ThemeChoice = Theme | "system";

const KEY = "lena-theme";
const systemDark = () => matchMedia("(prefers-color-scheme: dark)");
const forced = () => matchMedia("(forced-colors: active)");

/** Storage may be forbidden; then the choice lasts as long as the page. */
function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

let choice: ThemeChoice = "system";
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export const themeChoice = (): ThemeChoice => choice;
/** The system's colours stand in for the page's, whatever theme was chosen. */
export const coloursAreForced = (): boolean => forced().matches;
export const currentTheme = (): Theme =>
  choice === "system" || coloursAreForced() ? (systemDark().matches ? "dark" : "light") : choice;

function apply(next: ThemeChoice): void {
  choice = next;
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  tell();
}

export function chooseTheme(next: ThemeChoice): void {
  apply(next);
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // not kept: the page itself has changed all the same
  }
}

/** Calls `listener` whenever the theme changes; returns what ends that. */
export function watchTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes up the kept choice and follows the system. Called once, by main.ts. */
export function startTheme(): void {
  apply(stored());
  systemDark().addEventListener("change", tell);
  forced().addEventListener("change", tell);
}
