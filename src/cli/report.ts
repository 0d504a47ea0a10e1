/**
 * @file What a run's events look like outside: one line redrawn on a terminal,
 * plain lines now and then in a log, or JSON lines. Not here: the end (result.ts).
 */
import type { KernelChoice } from "../kernels/variant.ts";
import type { RunConfig } from "../train/config.ts";
import type { AdapterFacts, RunEvent, UpdateRow } from "../train/events.ts";
import { shortestFloat32 } from "../train/export/number.ts";
import { planMemory } from "../train/memory.ts";
import { scheduleOf } from "../train/schedule.ts";
import { kernelsFor } from "../train/tune.ts";
import { type Output, StatusLine } from "./status-line.ts";
import { bar, duration, percent } from "./words.ts";

export type Report = (event: RunEvent) => void;

/** One object per event. Typed arrays become lists, float32 in their shortest form. */
export function jsonReport(write: (text: string) => void): Report {
  const plain = (_: string, value: unknown) => {
    if (value instanceof Float32Array) return Array.from(value, shortestFloat32);
    return value instanceof Uint8Array || value instanceof Uint32Array ? Array.from(value) : value;
  };
  return (event) => write(`${JSON.stringify(event, plain)}\n`);
}

/** For people. */
export function textReport(config: RunConfig, output: Output): Report {
  const { n, totalBatch, updateCount } = scheduleOf(config);
  let accuracy: number | null = null;
  const line = new StatusLine(output);
  const updateLine = (row: UpdateRow) => {
    const done = row.update + 1;
    const left = (row.elapsedMs / done) * (updateCount - done);
    return [
      `${bar(done / updateCount, 20)} update ${done}/${updateCount}`,
      `epoch ${row.epoch + 1}/${config.epochs}`,
      `loss ${row.loss.toPrecision(4)}`,
      `validation ${percent(accuracy)}`,
      `${Math.round(row.imagesPerSecond)} images/s`,
      `${duration(left)} left`,
    ].join("  ");
  };

  return (event) => {
    switch (event.kind) {
      case "state":
        if (event.state === "preparing")
          line.print(`n = ${n} micro-batches, B = ${totalBatch} images, ${updateCount} updates`);
        else if (event.state !== "running") line.clear();
        return;
      case "progress": {
        const { phase, done, total, unit } = event;
        const amount =
          unit === "bytes" ? `${megabytes(done)} of ${megabytes(total)} MB` : `${done} of ${total} ${unit}`;
        return line.show(`${bar(done / total, 20)} ${phase}  ${amount}`);
      }
      case "ready":
        line.print(
          `${event.layers.length} layers; ${memoryLine(config, kernelsFor(event.adapters[0]!, event.kernels))}`,
        );
        for (const dropped of event.kernels.dropped) line.print(`kernel not used: ${dropped}`);
        return line.print(adapterLine(event.adapters));
      case "update":
        return line.show(updateLine(event.row), event.row.update + 1 === updateCount);
      case "epoch": {
        accuracy = event.row.validationAccuracy;
        const loss = event.row.validationLoss.toPrecision(4);
        return line.print(
          `epoch ${event.row.epoch + 1}/${config.epochs}  validation loss ${loss}  accuracy ${percent(accuracy)}`,
        );
      }
      case "strip":
      case "snapshot":
        return;
      case "finished":
      case "failed":
        return line.clear();
      default:
        return event satisfies never;
    }
  };
}

const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);

function memoryLine(config: RunConfig, kernels: KernelChoice): string {
  const { worker, coordinator, total } = planMemory(config, kernels);
  const workers = config.workers === 1 ? "worker" : `${config.workers} workers ×`;
  return `on the GPU: ${workers} ${megabytes(worker)} MB + coordinator ${megabytes(coordinator)} MB = ${megabytes(total)} MB`;
}

function adapterLine(adapters: readonly AdapterFacts[]): string {
  const [first] = adapters;
  const name = first ? first.description || first.device || `${first.vendor} ${first.architecture}` : "none";
  const software = first?.software ? ", a software GPU: it computes on the processor" : "";
  const shared = adapters.length > 1 ? `; ${adapters.length} workers share it, which adds no speed` : "";
  return `adapter: ${name}${software}${shared}`;
}
