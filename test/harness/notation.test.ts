// The notation of fixtures: Markdown, marks and diffs, without an engine.

import { describe, expect, it } from "vitest";
import { parseFixture } from "./fixture.ts";
import { lineDiff } from "./line-diff.ts";
import { parseMarkdown, renderFence } from "./markdown.ts";
import { parseMarks, renderMarks } from "./marks.ts";

const fixture = (...lines: string[]) => parseFixture("some-rule.md", lines.join("\n"));

describe("Markdown", () => {
  it("is headings, prose and fences, with their lines", () => {
    const blocks = parseMarkdown('# Title\n\nSome\nwords.\n\n```ts file=a.ts title="two words" run\nx\n```\n## Next');
    expect(blocks).toMatchObject([
      { kind: "heading", level: 1, text: "Title", line: 0 },
      { kind: "prose", text: "Some\nwords." },
      { kind: "fence", language: "ts", body: "x", line: 5, endLine: 7 },
      { kind: "heading", level: 2, text: "Next", line: 8 },
    ]);
    const fence = blocks[2];
    expect(fence?.kind === "fence" && [...fence.attributes]).toEqual([
      ["file", "a.ts"],
      ["title", "two words"],
      ["run", ""],
    ]);
  });

  it("has no headings in fences", () => {
    expect(parseMarkdown("```sh\n# no heading\n```")).toHaveLength(1);
  });

  it("has fences that hold shorter ones", () => {
    expect(parseMarkdown("````md\n```ts\nx\n```\n````")).toMatchObject([{ language: "md", body: "```ts\nx\n```" }]);
  });

  it("tells where a fence is left open", () => {
    expect(() => parseMarkdown("text\n```ts\nx")).toThrow("line 2: this fence is never closed by ```");
  });

  it("writes fences with backticks in their info string with tildes", () => {
    expect(renderFence('diff fix="Add `await`"', "+x")).toBe('~~~diff fix="Add `await`"\n+x\n~~~');
    expect(renderFence("ts", "x")).toBe("```ts\nx\n```");
  });
});

describe("marks", () => {
  it("are carets under the code", () => {
    const { code, marks } = parseMarks("a();\n  b(1);\n//^^^^ some-rule: It is b.\nc();");
    expect(code).toBe("a();\n  b(1);\nc();");
    expect(marks).toEqual([
      { label: "some-rule", severity: undefined, message: "It is b.", span: { start: 7, end: 11 } },
    ]);
  });

  it("are brackets where carets cannot stand", () => {
    const { code, marks } = parseMarks(
      "⟦a();⟧\n⟦b(\n⟦c⟧)⟧;\n//⟦⟧ some-rule: A.\n//⟦⟧ some-rule: C.\n//⟦⟧ some-rule: B.",
    );
    expect(code).toBe("a();\nb(\nc);");
    expect(marks.map(({ message, span }) => [message, code.slice(span.start, span.end)])).toEqual([
      ["A.", "a();"],
      ["B.", "b(\nc)"],
      ["C.", "c"],
    ]);
  });

  it("state a severity and evidence", () => {
    const { marks } = parseMarks("  a();\n//^^^ some-rule hint: A.\n//^ related: Here.");
    expect(marks).toMatchObject([
      { label: "related", severity: undefined },
      { label: "some-rule", severity: "hint" },
    ]);
  });

  it("are not ordinary comments", () => {
    const text = "a(); // ^^^ not a mark\n// nor this\n//^^^ nor this one";
    expect(parseMarks(text)).toEqual({ code: text, marks: [] });
  });

  it("are refused when they mark nothing", () => {
    expect(() => parseMarks("//^^ some-rule: Nothing.")).toThrow("line 1");
    expect(() => parseMarks("a();\n//⟦⟧ some-rule: Nothing.")).toThrow("line 2");
    expect(() => parseMarks("⟦a⟧();")).toThrow("without a line that says");
    expect(() => parseMarks("a⟧();")).toThrow("⟧ without ⟦");
  });

  it.each([
    "  a();\n//^^^ some-rule: A.\nb();",
    "    a(b);\n    //^ some-rule hint: B.",
    "⟦a()⟧;\n//⟦⟧ some-rule: A.",
    "f(⟦{\n  x,\n}⟧);\n//⟦⟧ some-rule: Over lines.\ng();",
  ])("are written as they are read: %j", (source) => {
    const { code, marks } = parseMarks(source);
    expect(renderMarks(code, marks)).toBe(source);
  });
});

describe("cases", () => {
  it("stand under a heading and are named by the way to it", () => {
    const { rule, cases } = fixture(
      "# some-rule",
      "## Group",
      "### Case",
      "```ts",
      "x;",
      "```",
      "### No case",
      "words",
    );
    expect(rule).toBe("some-rule");
    expect(cases.map(({ name, line }) => [name, line])).toEqual([["Group › Case", 2]]);
  });

  it("that guard against regressions are named so", () => {
    const { cases } = fixture("# r", "```ts", "a;", "```", "# Regressions", "## Again", "```ts", "b;", "```");
    expect(cases.map(({ name }) => name)).toEqual(["r", "Regressions › Again"]);
  });

  it("have sources and other files", () => {
    const [only] = fixture(
      "# r\n```ts\na;\n```\n```js file=b.js\nb;\n```",
      "```ts file=node_modules/p/index.d.ts\nexport {};\n```\n```json file=package.json\n{}\n```",
    ).cases;
    expect(only!.sources.map(({ name }) => name)).toEqual(["case.ts", "b.js"]);
    expect(only!.otherFiles.map(({ name }) => name)).toEqual(["node_modules/p/index.d.ts", "package.json"]);
  });

  it("state fixes by diffs, by a list, or by both", () => {
    const diffs = fixture("# r", "```ts", "a;", "```", '```diff fix="One" preferred', "+b", "```").cases[0]!.stated.get(
      1,
    )!;
    expect(diffs).toMatchObject([{ title: "One", isPreferred: true, isSafe: false, diff: "+b" }]);
    const both = fixture(
      "# r\n```ts\na;\n```\n```fixes finding=2\nOne (preferred) (safe)\nTwo\n```",
      '```diff fix="Two" finding=2 then=other\n+c\n```',
    ).cases[0]!;
    expect(both.stated.get(1)).toBeUndefined();
    expect(both.stated.get(2)).toMatchObject([
      { title: "One", isPreferred: true, isSafe: true, diff: undefined, followUp: undefined },
      { title: "Two", isPreferred: false, isSafe: false, diff: "+c", followUp: "other" },
    ]);
  });

  it("have a cursor or a selection, which are no part of the code", () => {
    const [cursor] = fixture("# r", "```ts", "f($0a);", "```", "```hover", "nothing", "```").cases;
    expect(cursor!.hover).toMatchObject({ offset: 2, text: "nothing", source: { code: "f(a);" } });
    const [selection] = fixture("# r", "```ts", "a;", "«b;", "c;»", "```", "```refused", "It is b.", "```").cases;
    expect(selection!.refactoring).toMatchObject({
      selection: { start: 3, end: 8 },
      source: { code: "a;\nb;\nc;" },
      fences: [{ language: "refused", body: "It is b." }],
    });
  });

  it("are refused when they contradict themselves", () => {
    expect(() => fixture("# r", "```ts", "a;", "```", "```fixes", "One", "```", '```diff fix="Two"', "```")).toThrow(
      "some-rule.md: line 8: the list of fixes lacks this one",
    );
    expect(() => fixture("# r", "## A", "```ts", "a;", "```", "## A", "```ts", "b;", "```")).toThrow("two cases");
    expect(() => fixture("# r", "```ts", "a«;", "```")).toThrow("needs one « and one »");
    expect(() => fixture("# r", "```ts", "  a($0);", "//^ rule: A.", "```")).toThrow("$0 would move the marks");
  });
});

describe("line diffs", () => {
  it("are empty for equal texts", () => {
    expect(lineDiff("a\nb", "a\nb")).toBe("");
  });

  it("show removed before added lines, place by place", () => {
    expect(lineDiff("a\nb\nc\nd", "a\nB\nc\nd\ne")).toBe("-b\n+B\n@@\n+e");
    expect(lineDiff("a\nb\nc", "c")).toBe("-a\n-b");
  });
});
