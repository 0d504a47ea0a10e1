/**
 * @file A run as a command to type, and the names of the flags in it. What reads the command is cli/args.ts, and a test
 * there holds the two together.
 */
import { defaultRunConfig, modelOf, type RunConfig, type RunConfigKey, runConfigKeys } from "./config.ts";
import { scheduleOf } from "./schedule.ts";

/** "--train-size" without the dashes, for trainSize. */
export function flagOf(key: RunConfigKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Names a run's files: "small-cnn-lena-n8-seed1". */
export function runName(config: RunConfig): string {
  return `${modelOf(config).name}-${config.rule}-n${scheduleOf(config).n}-seed${config.seed}`.replace(/[^\w.-]+/g, "-");
}

/**
 * The same run on the command line; what is as by default is left out. A model, data set or choice of kernels of its
 * own fits into no flag: then the run's config.json, which its bundle holds, says everything.
 */
export function commandLineOf(config: RunConfig): string {
  const changed = runConfigKeys.filter((key) => config[key] !== defaultRunConfig[key]);
  const flags = changed.some((key) => typeof config[key] === "object")
    ? ["--config config.json"]
    : changed.map((key) => `--${flagOf(key)} ${config[key]}`);
  return ["npm run -s lena -- train", ...flags, `--out runs/${runName(config)}`].join(" ");
}
