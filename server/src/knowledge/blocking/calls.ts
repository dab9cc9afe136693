// All functions that are known to block, and how one is found. Data is in the files beside this one.

import type { BlockingCall } from "./blocking-call.ts";
import { BROWSER_CALLS } from "./browser.ts";
import { BUN_CALLS } from "./bun.ts";
import { DENO_CALLS } from "./deno.ts";
import { NODE_CALLS, NOT_BLOCKING } from "./node.ts";
import { HARMLESS_PACKAGES, PACKAGE_CALLS } from "./packages.ts";

export const BLOCKING_CALLS: readonly BlockingCall[] = [
  ...NODE_CALLS,
  ...BROWSER_CALLS,
  ...DENO_CALLS,
  ...BUN_CALLS,
  ...PACKAGE_CALLS,
];

/** How many calls away from a call something that blocks is looked for. */
export const MOST_HOPS = 10;

/** Packages that export all of `fs`, too. */
export const FS_PACKAGES: ReadonlySet<string> = new Set(["fs-extra", "graceful-fs"]);

const BY_KEY = new Map(BLOCKING_CALLS.map((call) => [keyOf(call.module, call.name), call]));

/** What is known of the function, which may have several names; undefined if it is not known to block. */
export function blockingCallNamed(module: string, names: readonly string[]): BlockingCall | undefined {
  const modules = FS_PACKAGES.has(module) ? [module, "fs"] : [module];
  for (const each of modules) {
    for (const name of names) {
      const call = BY_KEY.get(keyOf(each, name));
      if (call !== undefined) return call;
    }
  }
  return undefined;
}

const HARMLESS: ReadonlySet<string> = new Set(
  [NOT_BLOCKING, HARMLESS_PACKAGES].flatMap((each) => Object.values(each).flat()),
);

/** True if the function is named as if it blocked and is known not to. */
export function isKnownHarmless(module: string, names: readonly string[]): boolean {
  return HARMLESS.has(module) || names.some((name) => HARMLESS.has(`${module}.${name}`));
}

function keyOf(module: string, name: string): string {
  return `${module} ${name}`;
}
