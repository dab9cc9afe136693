// The harness complains: about findings that are not marked, about marks that nothing finds, and about fixes that break
// one of their promises. A harness that cannot fail would make every fixture worthless.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { floatingPromise } from "../../server/src/rules/floating-promise.ts";
import type { Fix } from "../../server/src/rules/finding.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { checkCase, type CaseOutcome } from "./fixture-check.ts";
import { parseFixture, type FixtureCase } from "./fixture.ts";
import { updatedFixture } from "./fixture-update.ts";
import { FixtureWorkspace } from "./fixture-workspace.ts";

const declaration = "declare function save(): Promise<void>;";
const mark = "//^^^^^^ floating-promise: Nothing waits for `save()`.";

const fixture = parseFixture(
  "floating-promise.md",
  `# floating-promise
## right
\`\`\`ts
${declaration}
export async function close() {
  save();
${mark}
}
\`\`\`
## not marked
\`\`\`ts
${declaration}
export async function close() {
  save();
}
\`\`\`
## marked, but not found
\`\`\`ts
export function close() {
  close();
//^^^^^^^ floating-promise: Nothing waits for \`close()\`.
}
\`\`\`
## other words
\`\`\`ts
${declaration}
export async function close() {
  save();
//^^^^^^ floating-promise: Something else.
}
\`\`\`
## no fix wanted
\`\`\`ts fixes=none
${declaration}
export async function close() {
  save();
${mark}
}
\`\`\`
## other fixes
\`\`\`ts
${declaration}
export async function close() {
  save();
${mark}
}
\`\`\`
\`\`\`fixes
Pray
\`\`\`
## does not compile
\`\`\`ts
const count: number = "one";
export { count };
\`\`\`
## with a comment
\`\`\`ts
${declaration}
export async function close() {
  /* important */
  save();
${mark}
}
\`\`\`
## a program
\`\`\`ts run
async function save() {
  console.log("saved");
}
  save();
${mark}
\`\`\`
`,
);

/** The statement with the finding is replaced by each of these, one fix each. */
const replacements: readonly [title: string, statement: string][] = [
  ["Do nothing", "save()"],
  ["Break the types", "void (1 as string)"],
  ["Break the syntax", "void ("],
  ["Find another", "Promise.resolve()"],
  ["Await", "await save()"],
];

const realRule: Rule = floatingPromise;

/** Reports as the real rule does, but its fixes are those above, and one that eats the line before. */
const rule: Rule = {
  ...realRule,
  // oxlint-disable-next-line require-yield -- Nothing has to be asked for bad fixes.
  *fixes({ span }, _fact, { file, text }) {
    const traits = { isSafe: false, isPreferred: false, needsCheck: false };
    const fixes = replacements.map(([title, newText]): Fix => ({ title, edits: [{ file, span, newText }], ...traits }));
    const start = text.lastIndexOf("\n", text.lastIndexOf("\n", span.start) - 1) + 1;
    const eating = { file, span: { start, end: span.end }, newText: "void save()" };
    return [...fixes, { title: "Eat the line before", edits: [eating], ...traits }];
  },
};

const outcomes = new Map<string, CaseOutcome>();
const honest = new Map<FixtureCase, CaseOutcome>();
let workspace: FixtureWorkspace;
let honestWorkspace: FixtureWorkspace;

beforeAll(async () => {
  workspace = await FixtureWorkspace.create(fixture.cases, [rule]);
  honestWorkspace = await FixtureWorkspace.create(fixture.cases);
  for (const each of fixture.cases) {
    outcomes.set(each.name, await checkCase(each, workspace));
    honest.set(each, await checkCase(each, honestWorkspace));
  }
});

afterAll(async () => {
  await workspace.dispose();
  await honestWorkspace.dispose();
});

const problemsOf = (name: string, fix: string): string[] =>
  outcomes.get(name)!.problems.filter((problem) => problem.startsWith(`after the fix "${fix}"`));

describe("findings", () => {
  it("that are marked as they are found are right", () => {
    const { actual, expected } = outcomes.get("right")!;
    expect(actual).toEqual(expected);
    expect(expected.findings).toEqual(["case.ts:3:3-3:9 floating-promise: Nothing waits for `save()`."]);
  });

  it.each(["not marked", "marked, but not found", "other words"])("that are %s are wrong", (name) => {
    const { actual, expected } = outcomes.get(name)!;
    expect(actual.findings).not.toEqual(expected.findings);
  });
});

describe("fixes", () => {
  it.each(["no fix wanted", "other fixes"])("are compared with what the case states: %s", (name) => {
    const { actual, expected } = outcomes.get(name)!;
    expect(actual.findings).toEqual(expected.findings);
    expect(actual.fixes).toHaveLength(replacements.length + 1);
    expect(actual.fixes).not.toEqual(expected.fixes);
  });

  it("must end the finding", () => {
    expect(problemsOf("right", "Do nothing")).toEqual([expect.stringContaining("the finding is still there")]);
  });

  it("must compile", () => {
    const error = expect.stringContaining("the code has an error that it did not have");
    expect(problemsOf("right", "Break the types")).toEqual([error]);
    expect(problemsOf("right", "Break the syntax")).toContainEqual(error);
  });

  it("must not lead to another finding", () => {
    const message = "there is a new finding: floating-promise: Nothing waits for `Promise.resolve()`.";
    expect(problemsOf("right", "Find another")).toEqual([expect.stringContaining(message)]);
  });

  it("must keep comments", () => {
    expect(problemsOf("with a comment", "Eat the line before")).toEqual([
      expect.stringContaining("the comment /* important */ is lost"),
    ]);
  });

  it("must not change what a program prints", () => {
    expect(problemsOf("a program", "Find another")).toContainEqual(expect.stringContaining("the program printed"));
    expect(problemsOf("a program", "Await")).toEqual([]);
  });

  it("that keep their promises are no problem", () => {
    expect(problemsOf("right", "Await")).toEqual([]);
  });
});

describe("cases", () => {
  it("must compile unless they say otherwise", () => {
    expect(outcomes.get("does not compile")!.problems).toEqual([expect.stringContaining("TS2322")]);
  });
});

describe("an update", () => {
  it("makes a case say what is found and offered", () => {
    const text = updatedFixture(fixture, honest, honestWorkspace);
    const updated = parseFixture(fixture.file, text);
    const marksOf = (name: string): string[] =>
      updated.cases.find((each) => each.name === name)!.sources[0].marks.map(({ message }) => message);
    expect(marksOf("not marked")).toEqual(["Nothing waits for `save()`."]);
    expect(marksOf("marked, but not found")).toEqual([]);
    expect(marksOf("other words")).toEqual(["Nothing waits for `save()`."]);
    const titles = updated.cases
      .find((each) => each.name === "other fixes")!
      .stated.get(1)!
      .map(({ title }) => title);
    expect(titles).toEqual(honest.get(fixture.cases[5]!)!.fixes[0]!.map(({ title }) => title));
    expect(titles).toContain("Mark as intentional with `void`");
  });
});
