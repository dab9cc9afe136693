// Generated files are formatted like all others, so that the formatter never disagrees with the generator.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/**
 * The text as the repository's formatter writes it. `path` tells the language.
 * @throws Error with the formatter's own words if the text has a syntax error
 */
export async function format(path: string, unformatted: string): Promise<string> {
  const formatter = join(root, "node_modules/oxfmt/bin/oxfmt");
  const child = spawn(process.execPath, [formatter, `--stdin-filepath=${join(root, path)}`], { cwd: root });
  child.stdin.end(unformatted);
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  if (code !== 0) throw new Error(`${path} cannot be formatted: ${complaint.trim()}`);
  return output;
}
