// Functions of Deno that block, as data. Nearly each has a namesake without `Sync` that returns a promise.

import type { BlockingCall } from "./blocking-call.ts";

const FUNCTIONS =
  "chmod chown copyFile create link lstat makeTempDir makeTempFile mkdir open readFile readLink readTextFile realPath remove rename stat symlink truncate utime writeFile writeTextFile".split(
    " ",
  );

const OF_FILES = "lock read seek stat sync syncData truncate unlock utime write".split(" ");

export const DENO_CALLS: readonly BlockingCall[] = [
  ...FUNCTIONS.map((name): BlockingCall => ({
    module: "global",
    name: `Deno.${name}Sync`,
    cost: "file",
    counterpart: { name, style: "promise" },
  })),
  // Its asynchronous namesake gives its entries one by one.
  { module: "global", name: "Deno.readDirSync", cost: "file", advice: "Use `for await` over `Deno.readDir(…)`." },
  ...OF_FILES.map((name): BlockingCall => ({
    module: "global",
    name: `Deno.FsFile.${name}Sync`,
    cost: "file",
    counterpart: { name, style: "promise" },
  })),
  {
    module: "global",
    name: "Deno.Command.outputSync",
    cost: "process",
    counterpart: { name: "output", style: "promise" },
  },
];
