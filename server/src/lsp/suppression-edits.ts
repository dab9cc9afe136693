// The edits that silence a rule by a comment. How such comments are read is in config/suppressions.ts.

import type { InsertionContext } from "../analysis/insertion-context.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Edit } from "../text/edit.ts";

/** Puts a comment above the line at `offset`, indented like it. @param context what that comment would be part of */
export function disableForLine(
  file: string,
  lines: LineIndex,
  offset: number,
  rule: string,
  context: InsertionContext,
): Edit {
  const line = lines.lineAt(offset);
  const start = lines.startOfLine(line);
  const indentation = /^[\t ]*/.exec(lines.lineText(line))![0];
  const directive = `async-insight-disable-next-line ${rule}`;
  const comment = context === "jsx" ? `{/* ${directive} */}` : `// ${directive}`;
  return { file, span: { start, end: start }, newText: indentation + comment + lineBreak(lines) };
}

/** Puts a comment above everything else, except a line that makes the file executable. */
export function disableForFile(file: string, lines: LineIndex, rule: string): Edit {
  const offset = lines.text.startsWith("#!") ? lines.startOfLine(1) : 0;
  return {
    file,
    span: { start: offset, end: offset },
    newText: `/* async-insight-disable ${rule} */${lineBreak(lines)}`,
  };
}

/** The line break that the text uses. */
function lineBreak(lines: LineIndex): string {
  const end = lines.endOfLine(0);
  return lines.text.slice(end, lines.startOfLine(1)) || "\n";
}
