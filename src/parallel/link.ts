/**
 * @file The only file that calls Comlink. A call to another thread ends: with its
 * result, with the error thrown there (as the LenaError it was), when that thread
 * dies, when the caller stops it, or when it takes too long.
 */
import { expose, proxy, type Remote, releaseProxy, transfer, wrap } from "comlink";
import { type ErrorReport, fromReport, reportOf, WorkerLostError } from "../core/errors.ts";
import type { Port } from "./protocol.ts";

/** What a served method throws: plain data, since Comlink keeps only the message of an Error. */
interface ThrownReport {
  readonly lenaReport: ErrorReport;
}

function isThrownReport(value: unknown): value is ThrownReport {
  return typeof value === "object" && value !== null && "lenaReport" in value;
}

/** Serves an object's methods on a port. */
export function serve<Api extends object>(port: Port, api: Api, where: string): void {
  const guarded = new Proxy(api, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        try {
          return await Reflect.apply(member, target, args);
        } catch (error) {
          throw { lenaReport: reportOf(error, where) } satisfies ThrownReport;
        }
      };
    },
  });
  expose(guarded, port);
}

export interface Link<Api> {
  /** Runs one call on the other side. Rejects with a LenaError, or with the reason it was stopped. */
  call<T>(use: (api: Remote<Api>) => Promise<T>): Promise<T>;
  close(): void;
}

export interface LinkOptions {
  /** For messages: "worker 2", "coordinator". */
  readonly name: string;
  /** Resolves with the cause when the other thread ends. */
  readonly died: Promise<string>;
  readonly stop: AbortSignal;
  /** A call that takes longer is taken for a hung thread. */
  readonly timeLimitMs: number;
}

export function link<Api>(port: Port, { name, died, stop, timeLimitMs }: LinkOptions): Link<Api> {
  const api = wrap<Api>(port); // held here: a collected proxy would hang its calls
  // One rejection per call under way. Racing the long-lived promises themselves would keep every result in memory.
  const pending = new Set<(reason: unknown) => void>();
  let ended: { reason: unknown } | undefined;
  const end = (reason: unknown) => {
    ended ??= { reason };
    for (const fail of pending) fail(ended.reason);
  };
  died.then((cause) => end(lostError(name, cause)));
  if (stop.aborted) end(stop.reason);
  else stop.addEventListener("abort", () => end(stop.reason), { once: true });
  return {
    call: (use) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended.reason);
        const over = () => {
          clearTimeout(timer);
          pending.delete(fail);
        };
        const fail = (reason: unknown) => {
          over();
          reject(reason);
        };
        const overdue = () => fail(lostError(name, `no answer for ${timeLimitMs / 1000} seconds`));
        const timer = setTimeout(overdue, timeLimitMs);
        pending.add(fail);
        use(api).then(
          (result) => {
            over();
            resolve(result);
          },
          (error) => fail(isThrownReport(error) ? fromReport(error.lenaReport) : error),
        );
      }),
    close: () => api[releaseProxy](),
  };
}

function lostError(name: string, found: string): WorkerLostError {
  return new WorkerLostError({
    where: name,
    wanted: "a running worker",
    found,
    tryThis: "start the run again; if it fails again, use fewer workers",
  });
}

/** A function that the other side may call. */
export const callback = proxy;

/** Moves buffers instead of copying them; they are empty here afterwards. */
export const moved = <T extends object>(value: T, buffers: readonly (ArrayBufferLike | Port)[]): T =>
  transfer(value, buffers as Transferable[]);
