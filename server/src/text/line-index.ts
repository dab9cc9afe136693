// Offsets to lines and back, for one text. Knows nothing of protocols: lsp/ chooses encodings, cli/ counts from zero.

/** A place in a text: 0-based line, 0-based UTF-16 code unit in that line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * The line starts of a text. A line ends with `\n`, `\r\n` or `\r`, as in the Language Server Protocol; U+2028 and
 * U+2029 do not end a line there, although they do in ECMAScript.
 */
export class LineIndex {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The line that holds `offset`; offsets outside the text are moved to its nearest end. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(clamped);
    return { line, character: clamped - this.#starts[line]! };
  }

  /** The offset of a position; a character beyond the line's end means the line's end, as in the protocol. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.#starts[position.line];
    if (start === undefined) return this.text.length;
    return Math.min(start + Math.max(0, position.character), this.endOfLine(position.line));
  }

  startOfLine(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** The offset behind the last code unit of the line, its line break excluded. */
  endOfLine(line: number): number {
    let end = this.#starts[line + 1] ?? this.text.length;
    const start = this.startOfLine(line);
    while (end > start && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  /** The text of a line without its line break. */
  lineText(line: number): string {
    return this.text.slice(this.startOfLine(line), this.endOfLine(line));
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  // Nearly every text has one kind of line break, which can be searched for natively.
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (isLineBreak(code)) starts.push(i + 1);
  }
  return starts;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
