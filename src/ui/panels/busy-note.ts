/** @file One line in a view that cannot train now, since another one does: which, and the way there. */
import { html, nothing } from "lit";
import type { RouteId } from "../routes.ts";

const works: Partial<Record<RouteId, readonly [what: string, link: string]>> = {
  train: ["A run of the Train view", "See the run"],
  compare: ["A race", "See the race"],
  replicate: ["A sweep", "See the sweep"],
};

export function busyNote(other: RouteId | undefined) {
  const work = other && works[other];
  if (!work) return nothing;
  return html`<p class="note">${work[0]} uses the GPU: one at a time. <a href="#${other}">${work[1]}</a></p>`;
}
