/** @file The benchmark's flags: what is measured, by whom, where, and how often. */
import { parseArgs } from "node:util";
import { ConfigError } from "../src/core/errors.ts";
import { type WorkloadId, workloadIds } from "./workloads.ts";

const hostIds = ["page", "node"] as const;
export type HostId = (typeof hostIds)[number];
const peerIds = ["jax-js", "tfjs", "pytorch"] as const;
export type PeerId = (typeof peerIds)[number];

export interface Flags {
  /** undefined: all that this machine is fast enough for. */
  readonly workloads: readonly WorkloadId[] | undefined;
  /** undefined: all that can be had. */
  readonly peers: readonly PeerId[] | undefined;
  readonly hosts: readonly HostId[];
  readonly rounds: number;
}

const DEFAULT_ROUNDS = 5;
const USAGE = [
  `--workloads ${workloadIds.join(",")}`,
  `--peers none or ${peerIds.join(",")}`,
  `--hosts ${hostIds.join(",")}`,
  `--rounds N (${DEFAULT_ROUNDS})`,
].join("; ");

/** @throws {ConfigError} that lists the flags. */
export function readFlags(words: readonly string[]): Flags {
  const text = { type: "string" } as const;
  const options = { workloads: text, peers: text, hosts: text, rounds: text };
  const refuse = (found: string) => {
    const tryThis = "npm run bench -- --workloads w1 --peers none";
    return new ConfigError({ where: "bench", wanted: `flags of these: ${USAGE}`, found, tryThis });
  };
  const listOf = <T extends string>(given: string | undefined, known: readonly T[]): T[] | undefined => {
    const names = given?.split(",").filter(Boolean);
    const unknown = names?.find((name) => !known.includes(name as T));
    if (unknown !== undefined || names?.length === 0) throw refuse(unknown ?? `"${given}"`);
    return names && known.filter((name) => names.includes(name));
  };
  const values = parsed();
  const rounds = values.rounds ?? `${DEFAULT_ROUNDS}`;
  if (!/^[1-9]\d{0,3}$/.test(rounds)) throw refuse(`--rounds ${rounds}`);
  const hosts = listOf(values.hosts, hostIds) ?? [...hostIds];
  const peers = values.peers === "none" ? [] : listOf(values.peers, peerIds);
  const inPage = peers?.find((peer) => peer !== "pytorch");
  if (inPage && !hosts.includes("page"))
    throw refuse(`--peers ${inPage}, which runs in the page, without --hosts page`);
  return { workloads: listOf(values.workloads, workloadIds), peers, hosts, rounds: Number(rounds) };

  function parsed() {
    try {
      return parseArgs({ args: [...words], options }).values;
    } catch (cause) {
      throw refuse(cause instanceof Error ? cause.message : String(cause));
    }
  }
}
