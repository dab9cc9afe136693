// Offsets and positions, checked against splitting the text.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { containsSpan, touchesSpan } from "../../server/src/text/span.ts";

const texts = fc
  .array(fc.oneof(fc.constantFrom("\n", "\r\n", "\r", "\u2028", "\u2029", "😀", "a", "\t"), fc.string()), {
    maxLength: 30,
  })
  .map((parts) => parts.join(""));

describe("LineIndex", () => {
  it("splits where the Language Server Protocol does", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        const expected = text.split(/\r\n|\n|\r/);
        expect(lines.lineCount).toBe(expected.length);
        expect(expected.map((_, line) => lines.lineText(line))).toEqual(expected);
      }),
    );
  });

  it("leads from any offset to a position and back, unless it stands inside a line break", () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, number) => {
        const lines = new LineIndex(text);
        const offset = number % (text.length + 1);
        const position = lines.positionAt(offset);
        expect(lines.startOfLine(position.line) + position.character).toBe(offset);
        const isInsideBreak = text[offset - 1] === "\r" && text[offset] === "\n";
        expect(lines.offsetAt(position)).toBe(isInsideBreak ? offset - 1 : offset);
      }),
    );
  });

  it("keeps positions in the order of offsets", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        let last = { line: 0, character: -1 };
        for (let offset = 0; offset <= text.length; offset++) {
          const next = lines.positionAt(offset);
          expect(next.line > last.line || (next.line === last.line && next.character > last.character)).toBe(true);
          last = next;
        }
      }),
    );
  });

  it("moves what lies outside to the nearest end", () => {
    fc.assert(
      fc.property(texts, fc.integer(), fc.integer(), (text, line, character) => {
        const lines = new LineIndex(text);
        const offset = lines.offsetAt({ line, character });
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
        if (line >= 0 && line < lines.lineCount) expect(lines.lineAt(offset)).toBe(line);
      }),
    );
    const lines = new LineIndex("ab\r\nc");
    expect(lines.positionAt(-5)).toEqual({ line: 0, character: 0 });
    expect(lines.positionAt(99)).toEqual({ line: 1, character: 1 });
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 7, character: 0 })).toBe(5);
    expect(lines.offsetAt({ line: -1, character: 3 })).toBe(0);
  });

  it("has one empty line for an empty text", () => {
    const lines = new LineIndex("");
    expect([lines.lineCount, lines.lineText(0), lines.positionAt(0)]).toEqual([1, "", { line: 0, character: 0 }]);
  });
});

describe("spans", () => {
  const spans = fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));

  it("contain each other only if no offset of the inner one is outside", () => {
    fc.assert(
      fc.property(spans, spans, (outer, inner) => {
        const isInside = (offset: number): boolean => offset >= outer.start && offset <= outer.end;
        expect(containsSpan(outer, inner)).toBe(isInside(inner.start) && isInside(inner.end));
        if (containsSpan(outer, inner)) expect(touchesSpan(outer, inner)).toBe(true);
        expect(touchesSpan(outer, inner)).toBe(touchesSpan(inner, outer));
      }),
    );
  });
});
