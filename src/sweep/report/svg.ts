/** @file SVG and HTML as text, with everything from outside escaped. Not here: what is drawn (line-panel.ts, bar-panel.ts). */

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** For text and for attributes. Characters that XML forbids are left out: one of them would void a whole file. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `children` are markup already. Coordinates keep two decimals. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return ` ${key}="${typeof value === "number" ? Number(value.toFixed(2)) : escapeText(value)}"`;
  });
  const open = `${name}${written.join("")}`;
  return children.length === 0 ? `<${open}/>` : `<${open}>${children.join("")}</${name}>`;
}

export const label = (text: string, attributes: Attributes) => element("text", attributes, escapeText(text));
