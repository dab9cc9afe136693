// Which files are never reported, and which are tests: decided by path and by what a file says of itself.

import { say } from "../language/say.ts";
import { isDeclarationFile, isInPackage } from "../text/file-kind.ts";
import { firstComment } from "../typescript/comments.ts";

/** Larger files are data or bundles: nobody repairs a promise there, and their trees would fill the memory. */
const LARGEST = 4_000_000;

/** A line this long, on average, was written by a minifier. */
const LONGEST_AVERAGE_LINE = 500;

/** Why findings in the file would help nobody, or undefined. The text may be missing when only the path is known. */
export function skipReason(file: string, text?: string): string | undefined {
  if (isInPackage(file)) return say`belongs to a dependency`;
  if (isDeclarationFile(file)) return say`declaration file`;
  if (/\.generated\.[cm]?[jt]sx?$/.test(file) || /\.min\.[cm]?js$/.test(file)) return say`generated file`;
  if (text === undefined) return undefined;
  if (text.length > LARGEST) return say`larger than ${LARGEST / 1_000_000} MB`;
  const head = firstComment(text);
  if (head !== undefined && /@generated\b|\bauto-?generated\b|\bdo not edit\b/i.test(head)) return say`generated file`;
  // Its casts and type arguments read as something else in JavaScript: `load<Plugin>(name)` as two comparisons.
  if (head !== undefined && /@flow\b/.test(head) && /\.[cm]?jsx?$/.test(file)) return say`written for Flow`;
  return isMinified(text) ? say`minified file` : undefined;
}

/** Files in which sequences of steps are deliberate. The path begins below the folder that is analysed. */
export function isTestFile(file: string): boolean {
  return /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(file) || /\/(?:__tests__|tests?)\//.test(file);
}

function isMinified(text: string): boolean {
  if (text.length < 10_000) return false;
  const enough = text.length / LONGEST_AVERAGE_LINE;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && lines < enough; at = text.indexOf("\n", at + 1)) lines++;
  return lines < enough;
}
