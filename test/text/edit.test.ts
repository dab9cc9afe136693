// Applying edits, checked against a simple model: marks in an array of characters.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, areCompatible, type Edit, groupByFile, sortEdits } from "../../server/src/text/edit.ts";

const edit = (start: number, end: number, newText: string, file = "/a.ts"): Edit => ({
  file,
  span: { start, end },
  newText,
});

describe("applyEdits", () => {
  it.each([
    ["replaces", "abc", [edit(1, 2, "XY")], "aXYc"],
    ["inserts at both ends", "abc", [edit(3, 3, "!"), edit(0, 0, ">")], ">abc!"],
    ["keeps the order of insertions at one place", "ab", [edit(1, 1, "1"), edit(1, 1, "2")], "a12b"],
    ["inserts before a replacement at the same start", "abc", [edit(1, 2, "X"), edit(1, 1, "+")], "a+Xc"],
    ["inserts behind a deletion", "abc", [edit(0, 2, ""), edit(2, 2, "+")], "+c"],
    ["does nothing without edits", "abc", [], "abc"],
  ])("%s", (_, text, edits, expected) => {
    expect(applyEdits(text, edits)).toBe(expected);
  });

  it.each([
    ["overlap", [edit(0, 2, ""), edit(1, 3, "")]],
    ["leave the text", [edit(2, 4, "")]],
    ["insert inside a replacement", [edit(0, 3, ""), edit(1, 1, "x")]],
  ])("refuses edits that %s", (_, edits) => {
    expect(() => applyEdits("abc", edits)).toThrow(RangeError);
  });

  /** A text and edits that do not overlap: alternating stretches that are kept and replaced. */
  const cases = fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { maxLength: 8 }).map((parts) => {
    let text = "";
    let expected = "";
    const edits: Edit[] = [];
    for (const [kept, removed, added] of parts) {
      text += kept;
      edits.push(edit(text.length, text.length + removed.length, added));
      text += removed;
      expected += kept + added;
    }
    return { text, expected, edits };
  });

  it("gives kept and added text in order", () => {
    fc.assert(
      fc.property(cases, ({ text, expected, edits }) => {
        expect(applyEdits(text, edits)).toBe(expected);
      }),
    );
  });

  it("does not depend on the order of edits at different places", () => {
    const shuffled = cases.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each.edits, { minLength: each.edits.length })),
    );
    fc.assert(
      fc.property(shuffled, ([{ text, expected, edits }, others]) => {
        const starts = edits.map(({ span }) => span.start);
        fc.pre(new Set(starts).size === starts.length);
        expect(applyEdits(text, others)).toBe(expected);
      }),
    );
  });

  it("undoes what it did with the edits turned round", () => {
    fc.assert(
      fc.property(cases, ({ text, expected, edits }) => {
        let shift = 0;
        const inverse = edits.map(({ span, newText }) => {
          const start = span.start + shift;
          shift += newText.length - (span.end - span.start);
          return edit(start, start + newText.length, text.slice(span.start, span.end));
        });
        expect(applyEdits(expected, inverse)).toBe(text);
      }),
    );
  });
});

describe("areCompatible", () => {
  const spans = fc.tuple(fc.nat(6), fc.nat(6)).map(([a, b]) => edit(Math.min(a, b), Math.max(a, b), "x"));
  const sets = fc.array(spans, { maxLength: 3 });

  it("is symmetric", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(areCompatible(a, b)).toBe(areCompatible(b, a));
      }),
    );
  });

  it("promises that the edits can be applied together", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        fc.pre(areCompatible([a], [b]));
        expect(() => applyEdits("abcdef", [a, b])).not.toThrow();
        expect(applyEdits("abcdef", [a, b])).toBe(applyEdits("abcdef", [b, a]));
      }),
    );
  });

  it("knows no conflict between files", () => {
    expect(areCompatible([edit(0, 3, "")], [edit(0, 3, "", "/b.ts")])).toBe(true);
  });

  it("lets neighbours be, but not an insertion where something else begins or ends", () => {
    expect(areCompatible([edit(0, 2, "")], [edit(2, 4, "")])).toBe(true);
    expect(areCompatible([edit(0, 2, "")], [edit(2, 2, "x")])).toBe(false);
    expect(areCompatible([edit(2, 2, "y")], [edit(2, 2, "x")])).toBe(false);
  });
});

describe("sortEdits and groupByFile", () => {
  it("keep what they were given", () => {
    const edits = [edit(3, 4, "c", "/b"), edit(1, 1, "a", "/a"), edit(1, 1, "b", "/a"), edit(0, 1, "z", "/b")];
    expect(sortEdits(edits).map(({ newText }) => newText)).toEqual(["z", "a", "b", "c"]);
    expect([...groupByFile(edits)].map(([file, list]) => [file, list.length])).toEqual([
      ["/b", 2],
      ["/a", 2],
    ]);
  });
});
