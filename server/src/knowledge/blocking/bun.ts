// Functions of Bun that block, as data. They are members of the global `Bun` and exports of the module `bun`.

import type { BlockingCall } from "./blocking-call.ts";

const FUNCTIONS: readonly Pick<BlockingCall, "name" | "cost" | "counterpart" | "advice">[] = [
  { name: "sleepSync", cost: "sleep", counterpart: { name: "sleep", style: "promise" } },
  { name: "spawnSync", cost: "process", advice: "Use `Bun.spawn`, and wait for its `exited`." },
  { name: "buildSync", cost: "cpu", counterpart: { name: "build", style: "promise" } },
  ...["gzipSync", "gunzipSync", "deflateSync", "inflateSync"].map((name) => ({
    name,
    cost: "cpu" as const,
    advice: "Use the function of `node:zlib` with a callback.",
  })),
  ...["zstdCompress", "zstdDecompress"].map((name) => ({
    name: `${name}Sync`,
    cost: "cpu" as const,
    counterpart: { name, style: "promise" as const },
  })),
];

export const BUN_CALLS: readonly BlockingCall[] = [
  ...FUNCTIONS.map((call) => ({ ...call, module: "bun" })),
  ...FUNCTIONS.map((call) => ({ ...call, module: "global", name: `Bun.${call.name}` })),
];
