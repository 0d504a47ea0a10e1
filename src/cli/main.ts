/**
 * @file The command line's entry: connects it to this process, its streams and
 * signals. Not here: what a command does (train-command.ts, sweep-command.ts).
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { productVersion } from "../core/version.ts";
import { parseCommand } from "./args.ts";
import { helpText, sweepHelpText } from "./flags.ts";
import { sweep } from "./sweep-command.ts";
import { exitCodes, type Surroundings, train } from "./train-command.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) endAtOnce(signal);
    stop.abort();
    process.stderr.write("\nlena: stopping after this update; once more ends at once\n");
  });
}

/** As if the signal had never been caught: an orderly exit would wait for the workers' GPU. */
function endAtOnce(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

// Nobody reads any more, as in "lena train … | head".
process.stdout.on("error", () => stop.abort());

const surroundings = (data: string | undefined): Surroundings => ({
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(`lena: ${text}`),
  get width() {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  },
  clock: () => performance.now(),
  scripts: new URL(".", import.meta.url),
  dataRoot: data ?? fileURLToPath(new URL("../../public/data", import.meta.url)),
  stop: stop.signal,
});

async function main(words: readonly string[]): Promise<number> {
  const command = parseCommand(words, (path) => readFileSync(path, "utf8"));
  switch (command.kind) {
    case "help":
      process.stdout.write(command.of === "sweep" ? sweepHelpText() : helpText());
      return exitCodes.finished;
    case "version":
      process.stdout.write(`${productVersion}\n`);
      return exitCodes.finished;
    case "wrong":
      process.stderr.write(command.problems.map((problem) => `lena: ${problem}\n`).join(""));
      return exitCodes.wrong;
    case "train":
      return train(command, surroundings(command.data));
    case "sweep":
      return sweep(command, surroundings(command.data));
    default:
      return command satisfies never;
  }
}

const exitCode = await main(process.argv.slice(2));
await new Promise((resolve) => process.stdout.write("", resolve)); // a pipe may still hold text
process.exit(exitCode); // live WebGPU instances would keep Node running
