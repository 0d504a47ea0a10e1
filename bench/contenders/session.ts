/** @file LENA Lab as a contender: the session that page and command line drive, with its real workers. */

import type { AdapterFacts } from "../../src/gpu/adapter-facts.ts";
import type { SessionHost } from "../../src/parallel/protocol.ts";
import { Session } from "../../src/session/session.ts";
import type { RunConfig } from "../../src/train/config.ts";
import { scheduleOf } from "../../src/train/schedule.ts";
import type { Contender, UpdateResult } from "../contender.ts";

export class SessionContender implements Contender {
  #session: Session | undefined;
  /** Rejects where the run fails. */
  #end: Promise<unknown> | undefined;
  #onUpdate: (result: UpdateResult) => void = () => {};

  /** `ended`: what to wait for after the last session, until its workers are gone. */
  constructor(
    private readonly host: SessionHost,
    private readonly ended: () => Promise<void> = async () => {},
  ) {}

  async open(config: RunConfig): Promise<AdapterFacts> {
    const session = new Session(config, this.host);
    this.#session = session;
    const { totalBatch } = scheduleOf(config);
    const adapters: AdapterFacts[] = [];
    const paused = new Promise<void>((resolve) => {
      session.subscribe((event) => {
        if (event.kind === "ready") adapters.push(...event.adapters);
        if (event.kind === "state" && event.state === "paused") resolve();
        if (event.kind !== "update") return;
        const { loss, imagesPerSecond } = event.row;
        this.#onUpdate({ loss, ms: (1000 * totalBatch) / imagesPerSecond });
      });
    });
    this.#end = session.start({ paused: true });
    await Promise.race([paused, this.#end]);
    return adapters[0]!;
  }

  async run(updates: number): Promise<UpdateResult[]> {
    const results: UpdateResult[] = [];
    for (let i = 0; i < updates; i++) {
      // Its answer and its event travel apart.
      const told = new Promise<UpdateResult>((resolve) => {
        this.#onUpdate = resolve;
      });
      const answered = this.#session!.singleUpdate();
      await Promise.race([Promise.all([told, answered]), this.#end]);
      results.push(await told);
    }
    return results;
  }

  async close(): Promise<void> {
    this.#end?.catch(() => {}); // dispose() ends it
    await this.#session?.dispose();
    await this.ended();
  }
}
