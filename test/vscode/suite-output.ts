// What the suite in the extension host says to the process that opened the window. Everything shares one console there,
// VS Code's own remarks included, so each line of the suite carries a mark.

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const lineMark = "[suite] ";
const tallyMark = "[suite tally] ";

export function markLines(text: string): string {
  return text.replaceAll(/^/gmu, lineMark);
}

export function markTally(tally: Tally): string {
  return `${tallyMark}${JSON.stringify(tally)}`;
}

/** @returns the suite's own text, or its tally, or undefined when VS Code said it */
export function readOutput(text: string): string | Tally | undefined {
  if (text.startsWith(lineMark)) return text.replaceAll(/^\[suite\] /gmu, "");
  if (!text.startsWith(tallyMark)) return undefined;
  const tally: Tally = JSON.parse(text.slice(tallyMark.length));
  return tally;
}
