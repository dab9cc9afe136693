// Whether a configuration file extends itself, directly or by way of others: the engine follows such a chain for ever.
// Everything else about configuration files is the engine's own knowledge.

import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** True if following `extends` from this configuration file leads back to a file that was already passed. */
export function extendsItself(config: string): boolean {
  return leadsBack(config, []);
}

function leadsBack(config: string, passed: readonly string[]): boolean {
  if (passed.includes(config)) return true;
  const text = readOrEmpty(config);
  if (!text.includes('"extends"')) return false;
  return extendedBy(text).some((name) => {
    // Packages cannot extend a file of ours.
    if (!/^\.{0,2}\//.test(name)) return false;
    const path = posix.resolve(posix.dirname(config), name);
    return leadsBack(path.endsWith(".json") ? path : `${path}.json`, [...passed, config]);
  });
}

/** The values of `extends`: one string or a list of strings. Comments may stand anywhere and are rare. */
function extendedBy(text: string): string[] {
  const value = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text)?.[1] ?? "";
  return [...value.matchAll(/"([^"]*)"/g)].map(([, name]) => name!);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
