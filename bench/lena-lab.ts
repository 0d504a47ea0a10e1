/** @file LENA Lab as a contender: the session that the page drives, with its real workers. */
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { browserHost } from "../src/session/browser/host.ts";
import { Session } from "../src/session/session.ts";
import { isEnough, type Round, WARM_UP_UPDATES, w1 } from "./workload.ts";

export async function round(): Promise<Round> {
  const session = new Session(w1, browserHost(new URL("data/", document.baseURI).href));
  const losses: number[] = [];
  const imagesPerSecond: number[] = [];
  const adapters: AdapterFacts[] = [];
  session.subscribe((event) => {
    if (event.kind === "ready") adapters.push(...event.adapters);
    if (event.kind !== "update") return;
    if (losses.length < WARM_UP_UPDATES) losses.push(event.row.loss);
    else imagesPerSecond.push(event.row.imagesPerSecond);
    if (isEnough(imagesPerSecond)) session.stop().catch(() => {}); // start() rejects with whatever failed
  });
  try {
    await session.start();
    return { losses, imagesPerSecond, adapter: adapters[0]! };
  } finally {
    await session.dispose();
  }
}
