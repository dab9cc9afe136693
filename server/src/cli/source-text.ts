// Texts of files as the engine counts in them, and back to bytes. Only UTF-8 can be written back: what TypeScript reads
// of any other file is not what stands in it.

import { readFile } from "node:fs/promises";
import { LineIndex } from "../text/line-index.ts";

export interface SourceText {
  /** Without byte order mark, so that offsets are those of findings. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** False if writing the text back would change more than what was edited. */
  readonly isUtf8: boolean;
}

/** @throws the file system's error if the file can't be read */
export async function readSourceText(file: string): Promise<SourceText> {
  const bytes = await readFile(file);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, "utf-16be");
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), hasByteOrderMark, isUtf8: true };
  } catch {
    return { text: new TextDecoder("utf-8").decode(bytes), hasByteOrderMark, isUtf8: false };
  }
}

function utf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): SourceText {
  return { text: new TextDecoder(encoding).decode(bytes), hasByteOrderMark: true, isUtf8: false };
}

/** The line indexes of files that findings point into, read once each. A file that vanished has an empty one. */
export class LineIndexes {
  readonly #indexes = new Map<string, LineIndex>();

  /** A report brings the index of its own file, which is of the very text that was analysed. */
  add(file: string, lines: LineIndex): void {
    this.#indexes.set(file, lines);
  }

  async of(file: string): Promise<LineIndex> {
    let lines = this.#indexes.get(file);
    if (lines === undefined) {
      const text = await readSourceText(file).then(
        (source) => source.text,
        () => "",
      );
      lines = new LineIndex(text);
      this.#indexes.set(file, lines);
    }
    return lines;
  }
}
