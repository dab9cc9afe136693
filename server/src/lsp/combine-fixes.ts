// Many fixes of one file as one edit: those that fit together, in text order. Which fix of a finding is meant is the
// caller's choice.

import type { Fix } from "../rules/finding.ts";
import { areCompatible } from "../text/edit.ts";
import type { Edit } from "../text/edit.ts";

/**
 * The edits of as many fixes as go together, the first ones preferred. A fix is taken whole or not at all. Two fixes
 * that make the same edit, such as adding `async` to the function around both, share it.
 */
export function combineFixes(fixes: readonly Fix[]): Edit[] {
  const combined: Edit[] = [];
  for (const fix of fixes) {
    const further = fix.edits.filter((edit) => !combined.some((existing) => isSameEdit(existing, edit)));
    if (areCompatible(combined, further)) combined.push(...further);
  }
  return combined;
}

/** True if `combineFixes` took the fix. */
export function isPartOf({ edits }: Fix, combined: readonly Edit[]): boolean {
  return edits.every((edit) => combined.some((taken) => isSameEdit(taken, edit)));
}

function isSameEdit(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}
