// Suppression comments without an engine: what each linter's comments mean for our rules. That findings really
// disappear is shown by the fixtures in test/rules.

import { describe, expect, it } from "vitest";
import { suppressionsOf } from "../../server/src/config/suppressions.ts";
import type { SuppressibleRule, Suppressions } from "../../server/src/config/suppressions.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import type { Span } from "../../server/src/text/span.ts";

const rules: readonly SuppressibleRule[] = [
  {
    name: "floating-promise",
    equivalents: [
      { linter: "typescript-eslint", rule: "@typescript-eslint/no-floating-promises" },
      { linter: "oxlint", rule: "typescript/no-floating-promises" },
      { linter: "biome", rule: "lint/suspicious/noFloatingPromises" },
      { linter: "deno_lint", rule: "no-floating-promises" },
    ],
  },
  {
    name: "await-in-loop",
    equivalents: [
      { linter: "eslint", rule: "no-await-in-loop", isSyntactic: true },
      { linter: "oxlint", rule: "no-await-in-loop", isSyntactic: true },
      { linter: "biome", rule: "lint/performance/noAwaitInLoops", isSyntactic: true },
      { linter: "deno_lint", rule: "no-await-in-loop", isSyntactic: true },
    ],
  },
  { name: "unused-promise", equivalents: [] },
];

/** Comments as a scanner sees them; strings and templates are skipped, which is all that the texts below need. */
function commentsOf(text: string): Span[] {
  const tokens = text.matchAll(/"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g);
  return [...tokens].flatMap((token) =>
    token[0].startsWith("/") ? [{ start: token.index, end: token.index + token[0].length }] : [],
  );
}

function read(text: string): Suppressions {
  const comments = commentsOf(text);
  return suppressionsOf(
    new LineIndex(text),
    (offset) => comments.find((comment) => comment.start <= offset && offset < comment.end),
    rules,
  );
}

/** For each `x` of the text, in order, the rules that are silenced there. An `x` in a word does not count. */
function silenced(text: string): string[][] {
  const suppressions = read(text);
  return [...text.matchAll(/\bx\b/g)].map(({ index }) =>
    rules.map((rule) => rule.name).filter((name) => suppressions.isSuppressed(name, index)),
  );
}

const everyRule = rules.map((rule) => rule.name);
const withEquivalent = ["floating-promise", "await-in-loop"];

describe("our own comments", () => {
  it("cover the next line, and nothing after it", () => {
    expect(silenced("// async-insight-disable-next-line floating-promise\nx\nx")).toEqual([["floating-promise"], []]);
  });

  it("cover every rule when they name none", () => {
    expect(silenced("// async-insight-disable-next-line\nx")).toEqual([everyRule]);
    expect(silenced("// async-insight-disable-next-line -- the process ends anyway\nx")).toEqual([everyRule]);
  });

  it("name several rules, with or without spaces", () => {
    const both = ["floating-promise", "unused-promise"];
    expect(silenced("// async-insight-disable-next-line floating-promise, unused-promise\nx")).toEqual([both]);
    expect(silenced("// async-insight-disable-next-line floating-promise,unused-promise -- why\nx")).toEqual([both]);
  });

  it("cover their own line, before and behind the comment", () => {
    expect(silenced("x\nx /* async-insight-disable-line */ x\nx")).toEqual([[], everyRule, everyRule, []]);
    expect(silenced("x // async-insight-disable-line unused-promise")).toEqual([["unused-promise"]]);
  });

  it("cover a block up to the end of the file", () => {
    expect(silenced("x\n/* async-insight-disable floating-promise */ x\nx")).toEqual([
      [],
      ["floating-promise"],
      ["floating-promise"],
    ]);
  });

  it("cover a block up to the comment that ends it, even within a line", () => {
    expect(silenced("x; /* async-insight-disable */ x; /* async-insight-enable */ x")).toEqual([[], everyRule, []]);
  });

  it("end a block for the named rules only", () => {
    const text =
      "/* async-insight-disable */ x\n/* async-insight-enable floating-promise */ x\n/* async-insight-enable */ x";
    expect(silenced(text)).toEqual([everyRule, ["await-in-loop", "unused-promise"], []]);
  });

  it("open a block again after it was ended", () => {
    const text = "/* async-insight-disable */ x /* async-insight-enable */ x /* async-insight-disable */ x";
    expect(silenced(text)).toEqual([everyRule, [], everyRule]);
  });

  it("cover no block from a line comment", () => {
    expect(silenced("// async-insight-disable\nx")).toEqual([[]]);
  });

  it("tell the reason and the place", () => {
    const text = "x\n// async-insight-disable-next-line floating-promise -- fire -- and forget \nx";
    const [suppression] = read(text).all;
    expect(suppression).toMatchObject({ tool: "async-insight", reason: "fire -- and forget", unknownRules: [] });
    expect(text.slice(suppression!.comment.start, suppression!.comment.end)).toMatch(/^\/\/ .* forget $/);
    expect([...suppression!.stretches.keys()]).toEqual(["floating-promise"]);
  });

  it("tell unknown rules and silence nothing by them", () => {
    const text = "// async-insight-disable-next-line floating-promises, unused-promise\nx";
    expect(silenced(text)).toEqual([["unused-promise"]]);
    expect(read(text).all[0]!.unknownRules).toEqual(["floating-promises"]);
    expect(silenced("// async-insight-disable-next-line nonsense\nx")).toEqual([[]]);
    expect(read("// async-insight-disable-next-line nonsense\nx").all).toHaveLength(1);
  });

  it("may span lines, decorated with stars or not", () => {
    const plain =
      "/* async-insight-disable-next-line floating-promise,\n   unused-promise\n   -- a long\n   story */\nx\nx";
    expect(silenced(plain)).toEqual([["floating-promise", "unused-promise"], []]);
    expect(read(plain).all[0]!.reason).toMatch(/^a long\s+story$/);
    const starred = "/**\n * async-insight-disable-next-line\n * floating-promise\n */\nx";
    expect(silenced(starred)).toEqual([["floating-promise"]]);
  });

  it("disable the lines that a comment over several lines touches", () => {
    expect(silenced("x /* async-insight-disable-line\n */ x\nx")).toEqual([everyRule, everyRule, []]);
  });

  it("work with carriage returns", () => {
    expect(silenced("x\r\n// async-insight-disable-next-line floating-promise\r\nx\r\nx")).toEqual([
      [],
      ["floating-promise"],
      [],
    ]);
    expect(read("// async-insight-disable-next-line floating-promise\r\nx").all[0]!.unknownRules).toEqual([]);
  });

  it("work in JSX", () => {
    expect(silenced("<p>\n  {/* async-insight-disable-next-line floating-promise */}\n  {x}\n</p>")).toEqual([
      ["floating-promise"],
    ]);
  });

  it("stack above one line with those of others", () => {
    const text =
      "// async-insight-disable-next-line unused-promise\n  // eslint-disable-next-line ts/no-floating-promises\nx\nx";
    expect(silenced(text)).toEqual([["floating-promise", "unused-promise"], []]);
    const jsx =
      "{/* async-insight-disable-next-line unused-promise */}\n{/* biome-ignore lint/suspicious/noFloatingPromises: x */}\nx";
    expect(silenced(jsx).at(-1)).toEqual(["floating-promise", "unused-promise"]);
  });

  it("do not reach over a blank line or over code that begins with a comment", () => {
    expect(silenced("// async-insight-disable-next-line\n\nx")).toEqual([[]]);
    expect(silenced("// async-insight-disable-next-line\n/* first */ x\nx")).toEqual([everyRule, []]);
  });

  it("cover nothing below the last line", () => {
    expect(silenced("x // async-insight-disable-next-line")).toEqual([[]]);
    expect(silenced("x\n// async-insight-disable-next-line\n")).toEqual([[]]);
  });

  it("must open their comment", () => {
    expect(silenced("// see async-insight-disable-next-line\nx")).toEqual([[]]);
    expect(silenced("// async-insight-disable-next-lines\nx")).toEqual([[]]);
    expect(silenced("// my-async-insight-disable-next-line\nx")).toEqual([[]]);
  });

  it("are none in strings and templates", () => {
    expect(silenced('"// async-insight-disable-next-line"\nx')).toEqual([[]]);
    expect(silenced("`\n/* async-insight-disable */\n`; x")).toEqual([[]]);
  });
});

describe("comments of ESLint", () => {
  it.each([
    ["// eslint-disable-next-line @typescript-eslint/no-floating-promises\nx", ["floating-promise"]],
    ["// eslint-disable-next-line ts/no-floating-promises -- why\nx", ["floating-promise"]],
    ["// eslint-disable-next-line no-console, @typescript-eslint/no-floating-promises\nx", ["floating-promise"]],
    ["x // eslint-disable-line @typescript-eslint/no-floating-promises", ["floating-promise"]],
    ["x // eslint-disable-line no-await-in-loop", ["await-in-loop"]],
    ["// eslint-disable-next-line\nx", withEquivalent],
    ["/* eslint-disable-next-line */\nx", withEquivalent],
    ["// eslint-disable-next-line no-console\nx", []],
    ["// eslint-disable-next-line floating-promise\nx", []],
    ["/* eslint-disable @typescript-eslint/no-floating-promises */\nx", ["floating-promise"]],
    ["// eslint-disable @typescript-eslint/no-floating-promises\nx", []],
  ])("%j", (text, expected) => {
    expect(silenced(text)).toEqual([expected]);
  });

  it("count for a syntactic rule only when they are about one line", () => {
    expect(silenced("/* eslint-disable */\nx")).toEqual([["floating-promise"]]);
    expect(silenced("/* eslint-disable no-await-in-loop */\nx")).toEqual([[]]);
  });

  it("are ended by their own kind only", () => {
    const text = "/* eslint-disable */ x /* async-insight-enable */ x /* oxlint-enable */ x /* eslint-enable */ x";
    expect(silenced(text)).toEqual([["floating-promise"], ["floating-promise"], ["floating-promise"], []]);
  });

  it("are left out of the list when they are about other rules", () => {
    expect(read("// eslint-disable-next-line no-console\nx\n/* eslint-disable no-alert */").all).toEqual([]);
    expect(read("// eslint-disable-next-line no-console, no-await-in-loop\nx").all[0]!.unknownRules).toEqual([]);
  });
});

describe("comments of oxlint", () => {
  it.each([
    ["// oxlint-disable-next-line typescript/no-floating-promises\nx", ["floating-promise"]],
    ["// oxlint-disable-next-line typescript-eslint/no-floating-promises -- why\nx", ["floating-promise"]],
    ["x // oxlint-disable-line", withEquivalent],
    ["/* oxlint-disable */\nx", ["floating-promise"]],
    ["// oxlint-disable typescript/no-floating-promises\nx", ["floating-promise"]],
    ["/* oxlint-disable */ /* oxlint-enable */\nx", []],
  ])("%j", (text, expected) => {
    expect(silenced(text)).toEqual([expected]);
  });
});

describe("comments of Biome", () => {
  it.each([
    ["// biome-ignore lint/suspicious/noFloatingPromises: why\nx", ["floating-promise"]],
    ["// biome-ignore lint/nursery/noFloatingPromises: its group at the time\nx", ["floating-promise"]],
    ["// biome-ignore lint/suspicious: why\nx", ["floating-promise"]],
    ["// biome-ignore lint/performance/noAwaitInLoops lint/suspicious/noFloatingPromises: why\nx", withEquivalent],
    ["// biome-ignore lint: why\nx", withEquivalent],
    ["// biome-ignore lint/suspicious/noFloatingPromises(save): why\nx", ["floating-promise"]],
    ["// biome-ignore lint/suspicious/noFloatingPromises\nx", ["floating-promise"]],
    ["/* biome-ignore lint/suspicious/noFloatingPromises: why */ x", ["floating-promise"]],
    ["// biome-ignore format: noFloatingPromises\nx", []],
    ["// biome-ignore lint/style: why\nx", []],
    ["// biome-ignore-all lint/suspicious/noFloatingPromises: why\n\nx", ["floating-promise"]],
    ["#!/usr/bin/env node\n/* hello */\n// biome-ignore-all lint: why\nx", ["floating-promise"]],
  ])("%j", (text, expected) => {
    expect(silenced(text)).toEqual([expected]);
  });

  it("begin and end a block", () => {
    const text = "x\n// biome-ignore-start lint: why\nx\n// biome-ignore-end lint: why\nx";
    expect(silenced(text)).toEqual([[], ["floating-promise"], []]);
  });

  it("cover the file only from its top", () => {
    expect(silenced("x\n// biome-ignore-all lint: why\nx")).toEqual([[], []]);
  });

  it("keep a reason that has colons", () => {
    expect(read("// biome-ignore lint: see https://example.org\nx").all[0]!.reason).toBe("see https://example.org");
  });
});

describe("comments of deno_lint", () => {
  it.each([
    ["// deno-lint-ignore no-floating-promises\nx", ["floating-promise"]],
    ["// deno-lint-ignore no-await-in-loop no-floating-promises\nx", withEquivalent],
    ["// deno-lint-ignore no-console, no-floating-promises -- why\nx", ["floating-promise"]],
    ["// deno-lint-ignore\nx", withEquivalent],
    ["// deno-lint-ignore no-console\nx", []],
    ["// deno-lint-ignore-file\nx", ["floating-promise"]],
    ["/** About. */\n// deno-lint-ignore-file no-floating-promises\nx", ["floating-promise"]],
    ["// deno-lint-ignore-file no-await-in-loop\nx", []],
  ])("%j", (text, expected) => {
    expect(silenced(text)).toEqual([expected]);
  });

  it("cover the file only from its top", () => {
    expect(silenced("x\n// deno-lint-ignore-file\nx")).toEqual([[], []]);
  });
});

describe("the cost", () => {
  it("is one text search when there is no directive", () => {
    let asked = 0;
    const lines = new LineIndex("// an ordinary comment\nsave(); /* another */\n");
    const count = () => {
      asked++;
      return undefined;
    };
    expect(suppressionsOf(lines, count, rules).all).toEqual([]);
    expect(asked).toBe(0);
  });

  it("is one question for a comment that mentions directives repeatedly", () => {
    const text = "// eslint-disable-next-line -- not eslint-disable-line, nor eslint-disable\nx";
    let asked = 0;
    suppressionsOf(
      new LineIndex(text),
      (offset) => {
        asked++;
        return commentsOf(text).find((comment) => comment.start <= offset && offset < comment.end);
      },
      rules,
    );
    expect(asked).toBe(1);
  });
});
