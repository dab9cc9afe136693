// Offsets of a text to the protocol's positions and back, in the encoding agreed upon with the client.

import type { Position, Range } from "vscode-languageserver/node";
import type { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { PositionEncoding } from "./client-profile.ts";

/** A text as the client sees it. */
export interface EncodedText {
  readonly lines: LineIndex;
  readonly encoding: PositionEncoding;
  /** True if the client's text begins with a byte order mark, which `lines` leaves out. */
  readonly hasByteOrderMark: boolean;
}

export function rangeOf(text: EncodedText, { start, end }: Span): Range {
  return { start: positionOf(text, start), end: positionOf(text, end) };
}

export function positionOf(text: EncodedText, offset: number): Position {
  const { line, character } = text.lines.positionAt(offset);
  const encoded =
    text.encoding === "utf-16"
      ? character
      : encodedLength(text.lines.lineText(line).slice(0, character), text.encoding);
  return { line, character: encoded + markLength(text, line) };
}

/** The offset of a position. One inside a character of several units means the start of that character. */
export function offsetOf(text: EncodedText, position: Position): number {
  const { lines, encoding } = text;
  const character = Math.max(0, position.character - markLength(text, position.line));
  if (encoding === "utf-16") return lines.offsetAt({ line: position.line, character });
  let units = 0;
  let encoded = 0;
  for (const char of position.line < 0 ? "" : lines.lineText(position.line)) {
    encoded += encodedLength(char, encoding);
    if (encoded > character) break;
    units += char.length;
  }
  return lines.offsetAt({ line: position.line, character: units });
}

export function spanOf(text: EncodedText, { start, end }: Range): Span {
  return { start: offsetOf(text, start), end: offsetOf(text, end) };
}

function markLength({ hasByteOrderMark, encoding }: EncodedText, line: number): number {
  return hasByteOrderMark && line === 0 ? encodedLength("\uFEFF", encoding) : 0;
}

function encodedLength(text: string, encoding: PositionEncoding): number {
  if (encoding === "utf-8") return Buffer.byteLength(text);
  return encoding === "utf-16" ? text.length : Array.from(text).length;
}
