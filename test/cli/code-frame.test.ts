// The line of code under a finding: that text and underline stand above each other, whatever the line holds.

import * as fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { codeFrame, measureFor, printable } from "../../server/src/cli/code-frame.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";

/** The frame of the part of `text` between `⟦` and `⟧`, as two lines. */
function frame(marked: string, width = 100): string[] {
  const start = marked.indexOf("⟦");
  const end = marked.indexOf("⟧") - 1;
  const lines = new LineIndex(marked.replace("⟦", "").replace("⟧", ""));
  const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
  return codeFrame(range, lines, width, stringWidth).flatMap(({ text, marks }) => [
    text,
    marks.indent + marks.underline,
  ]);
}

describe("codeFrame", () => {
  it.each([
    ["plain text", "  ⟦save()⟧;", ["  save();", "  ^^^^^^"]],
    ["an empty span", "a⟦⟧b", ["ab", " ^"]],
    ["a span at the end of the line", "save()⟦⟧", ["save()", "      ^"]],
    ["tabs before the span", "\t\t⟦save()⟧;", ["        save();", "        ^^^^^^"]],
    ["a tab after text", "ab\t⟦save()⟧", ["ab  save()", "    ^^^^^^"]],
    ["a tab inside the span", "⟦a\tb⟧", ["a   b", "^^^^^"]],
    ["wide characters before it", "名前(⟦save()⟧)", ["名前(save())", "     ^^^^^^"]],
    ["wide characters inside it", "⟦名前()⟧;", ["名前();", "^^^^^^"]],
    ["emoji of several code units", '"👩‍👩‍👧" + ⟦f()⟧', ['"👩‍👩‍👧" + f()', "       ^^^"]],
    ["combining marks", "e\u0301⟦f()⟧", ["e\u0301f()", " ^^^"]],
    ["the first line of a longer span", "x = ⟦f(\n  1,\n)⟧;", ["x = f(", "    ^^"]],
    ["CRLF", "a;\r\n⟦f()⟧;\r\n", ["f();", "^^^"]],
  ])("underlines %s", (_, marked, expected) => {
    expect(frame(marked)).toEqual(expected);
  });

  it("is measured without tables where every character takes one column, and with them elsewhere", async () => {
    expect((await measureFor(["\tsave();", "}"]))("save")).toBe(4);
    expect(await measureFor(["save();", "名前();"])).toBe(stringWidth);
  });

  it("cuts long lines around the span", () => {
    const [text, marks] = frame(`${"a".repeat(500)}⟦save()⟧${"b".repeat(500)}`, 60);
    expect(text).toMatch(/^…a{20}save\(\)b+…$/);
    expect(marks).toBe(`${" ".repeat(21)}^^^^^^`);
    expect(text!.length).toBeLessThanOrEqual(60);
  });

  it("shows the surroundings of a span in megabytes of one line", () => {
    const [text] = frame(`${"a".repeat(3_000_000)}⟦save()⟧${"b".repeat(3_000_000)}`, 80);
    expect(text).toContain("save()");
    expect(text!.length).toBeLessThanOrEqual(80);
  });

  it("shows nothing for a line that the text no longer has", () => {
    const range = { start: { line: 5, character: 0 }, end: { line: 5, character: 1 } };
    expect(codeFrame(range, new LineIndex("a"), 80, stringWidth)).toEqual([]);
  });

  it("marks below the text, within the width, for any line and span", () => {
    const line = fc.string({
      unit: fc.oneof(fc.constantFrom("\t", "名", "é", "👍🏽", "\u0007"), fc.string()),
      maxLength: 300,
    });
    fc.assert(
      fc.property(line, fc.nat(), fc.nat(), fc.integer({ min: 20, max: 200 }), (text, a, b, width) => {
        const lines = new LineIndex(text.replaceAll(/[\r\n]/g, " "));
        const [start, end] = [a % (lines.text.length + 1), b % (lines.text.length + 1)].toSorted((x, y) => x - y);
        const range = { start: lines.positionAt(start!), end: lines.positionAt(end!) };
        const [shown] = codeFrame(range, lines, width, stringWidth);
        expect(shown?.marks.underline).toMatch(/^\^+$/);
        const room = Math.max(width, 45);
        expect(stringWidth(shown!.text)).toBeLessThanOrEqual(room);
        expect(shown!.marks.indent.length).toBeLessThanOrEqual(room);
      }),
    );
  });
});

describe("printable", () => {
  it("takes the power from characters that steer terminals", () => {
    expect(printable("a\u001B[31mb\u0007\u202Ec\u2066\r\n\u009B")).toBe(
      "a\uFFFD[31mb\uFFFD\uFFFDc\uFFFD\uFFFD\uFFFD\uFFFD",
    );
    expect(printable("ä 名 👍🏽 \u00A0")).toBe("ä 名 👍🏽 \u00A0");
  });
});
