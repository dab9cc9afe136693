// The text of a file on disk, as the engine would read it.

/* async-insight-disable blocking-helper -- a look at one file, to tell whether a document differs from it */

import { readFileSync } from "node:fs";

/** Without a byte order mark; undefined if there is no such file, or it cannot be read. */
export function diskText(file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}
