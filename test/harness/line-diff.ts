// The difference of two texts as fixtures show it: removed lines with `-`, added lines with `+`, and `@@` between
// separate places. No context and no line numbers, since a fixture stands beside its code.

/** "" if the texts are equal. */
export function lineDiff(before: string, after: string): string {
  const [old, young] = [before.split("\n"), after.split("\n")];
  const common = commonLengths(old, young);
  const hunks: string[][] = [];
  let hunk: { removed: string[]; added: string[] } = { removed: [], added: [] };
  const endHunk = (): void => {
    const lines = [...hunk.removed.map((line) => `-${line}`), ...hunk.added.map((line) => `+${line}`)];
    if (lines.length > 0) hunks.push(lines);
    hunk = { removed: [], added: [] };
  };
  let [i, j] = [0, 0];
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      endHunk();
      i++;
      j++;
    } else if (j >= young.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      hunk.removed.push(old[i++]!);
    } else {
      hunk.added.push(young[j++]!);
    }
  }
  endHunk();
  return hunks.map((lines) => lines.join("\n")).join("\n@@\n");
}

/** `[i][j]` is the length of the longest common subsequence of the lines from `i` and from `j`. */
function commonLengths(old: readonly string[], young: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => Array.from({ length: young.length + 1 }, () => 0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      table[i]![j] = old[i] === young[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
