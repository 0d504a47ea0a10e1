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
  const lost = died.then((cause) => {
    throw lostError(name, cause);
  });
  lost.catch(() => {}); // observed through call()
  return {
    async call(use) {
      if (stop.aborted) throw stop.reason;
      let abort = () => {};
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ended = new Promise<never>((_, reject) => {
        abort = () => reject(stop.reason);
        stop.addEventListener("abort", abort, { once: true });
        timer = setTimeout(() => reject(lostError(name, `no answer for ${timeLimitMs / 1000} seconds`)), timeLimitMs);
      });
      try {
        return await Promise.race([use(api), lost, ended]);
      } catch (error) {
        throw isThrownReport(error) ? fromReport(error.lenaReport) : error;
      } finally {
        clearTimeout(timer);
        stop.removeEventListener("abort", abort);
      }
    },
    close: () => api[releaseProxy](),
  };
}

function lostError(name: string, found: string): WorkerLostError {
  return new WorkerLostError({
    where: name,
    wanted: "a running worker",
    found,
    tryThis: "start the run again; if it fails again, use fewer workers or reload",
  });
}

/** A function that the other side may call. */
export const callback = proxy;

/** Moves buffers instead of copying them; they are empty here afterwards. */
export const moved = <T extends object>(value: T, buffers: readonly (ArrayBufferLike | Port)[]): T =>
  transfer(value, buffers as Transferable[]);
