// An edit asks only about the function body that it touches. Whatever is edited, the report must be the one that a fresh
// analysis of the same text gives.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

/** Bodies with and without return types, nested functions, a class with a private field, a shared variable. */
const source = `declare function save(value?: unknown): Promise<number>;
declare function done(): void;
let shared: Promise<number> | undefined;
export async function first(): Promise<void> {
  save(1);
  const pending = save(2);
  done();
}
function second() {
  shared = save();
  return 1;
}
export const third = async (): Promise<void> => {
  await save();
  [1, 2].forEach((n) => { save(n); });
};
class Store {
  #warm = save();
  private last: Promise<number> | undefined;
  run(): void {
    this.last = save();
    third();
  }
  get size() {
    done();
    return 1;
  }
}
interface Closable { close(): void; flush(): void }
class Door implements Closable {
  ready;
  constructor() {
    this.ready = save();
  }
  async close(): Promise<void> {
    await third();
  }
  async flush() {
    await this.ready;
  }
}
function fourth(): void { second(); save(); }
function fifth() {
  const many = [1, 2].map((n) => { return save(n); });
  return many[0];
}
async function sixth(): Promise<void> {
  fifth();
  await second();
  void new Door().close();
  new Door().ready;
}
export { Store, fourth, sixth };
`;

/** What people type: a statement, a read, an await, a renamed call, a comment, a broken line, a new signature. */
const insertions = [
  "save();\n",
  "await save();\n",
  "void shared;\n",
  "shared = save(3);\n",
  "const pending = save();\n",
  "pending;\n",
  "return save() as never;\n",
  "return save();\n",
  "return 2;\n",
  "throw new Error();\n",
  "this.ready = 1 as never;\n",
  "class Local {}\n",
  "// a comment\n",
  "if (",
  "}\n",
  "function done(): Promise<void> { return Promise.resolve(); }\n",
  ": Promise<void> ",
  "async ",
];

/** What relative imports of these texts begin with. */
const here = "./";

let folder: string;
let edited: AnalysisWorkspace;
let fresh: AnalysisWorkspace;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-memory-")));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { strict: true, target: "es2022", module: "esnext", types: [] } }),
  );
  for (const name of ["edited.ts", "fresh.ts"]) writeFileSync(join(folder, name), source);
  edited = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
  fresh = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
});

afterAll(async () => {
  await Promise.all([edited.dispose(), fresh.dispose()]);
  rmSync(folder, { recursive: true, force: true });
});

async function findingsOf(workspace: AnalysisWorkspace, text: string, isFresh: boolean) {
  const file = join(folder, isFresh ? "fresh.ts" : "edited.ts");
  // A closed document is forgotten, so that its next analysis starts from nothing.
  if (isFresh) workspace.closeDocument(file);
  workspace.openDocument(file, text);
  const { findings } = await workspace.report(file);
  return findings.map(({ rule, message, span, related }) => ({
    rule,
    message,
    span,
    related: related.map((each) => each.span),
  }));
}

test("finds what a fresh analysis finds, after any series of edits", async () => {
  const edit = fc.record({
    at: fc.nat(source.length),
    remove: fc.integer({ min: 0, max: 12 }),
    insert: fc.constantFrom("", ...insertions),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
      let text = source;
      expect(await findingsOf(edited, text, false)).toEqual(await findingsOf(fresh, text, true));
      for (const { at, remove, insert } of edits) {
        // Whole lines mostly, as people type; any place of the text otherwise.
        const place = insert.endsWith("\n") ? text.indexOf("\n", at) + 1 : Math.min(at, text.length);
        text = text.slice(0, place) + insert + text.slice(place + remove);
        expect(await findingsOf(edited, text, false)).toEqual(await findingsOf(fresh, text, true));
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  [
    "a declaration",
    "declare function save(value?: unknown): Promise<number>;",
    "declare function save(value?: unknown): void;",
  ],
  ["the body of a function without a return type", "return 1;\n}\nexport", "return save();\n}\nexport"],
  ["a getter", "done();\n    return 1;", "done();\n    return save();"],
  ["a function that becomes async", "function second()", "async function second()"],
])("an edit of %s reaches bodies that were not touched", async (_what, before, after) => {
  expect(source).toContain(before);
  const use = "\nexport function user(store: Store): void { second(); store.size; }\n";
  const first = await findingsOf(edited, source + use, false);
  const second = await findingsOf(edited, (source + use).replace(before, after), false);
  expect(second).toEqual(await findingsOf(fresh, (source + use).replace(before, after), true));
  expect(second.length).not.toBe(first.length);
});

test.each([
  [
    "await-non-promise",
    "what one body declares is not what another calls",
    "return many[0];",
    "async function second() {}\n  return many[0];",
  ],
  [
    "promise-condition",
    "a body whose brace is missing is looked at as a whole",
    "=> {\n  await save();",
    "=> if ( save();",
  ],
])("the %s of a fresh analysis is there: %s", async (rule, _what, before, after) => {
  const text = `${source}export async function user() { await second(); }\n`;
  expect(text).toContain(before);
  await findingsOf(edited, text, false);
  const found = await findingsOf(edited, text.replace(before, after), false);
  expect(found).toEqual(await findingsOf(fresh, text.replace(before, after), true));
  expect(found.map((finding) => finding.rule)).toContain(rule);
});

test("an edit inside one body asks fewer questions than the first analysis", async () => {
  const file = join(folder, "edited.ts");
  const countQuestions = async (text: string) => {
    edited.openDocument(file, text);
    await edited.report(file);
    return edited.statistics().engineRequests;
  };
  const many = Array.from({ length: 200 }, (_, i) => `export function f${i}(): void { done(); save(${i}); }\n`).join(
    "",
  );
  await countQuestions(source);
  const before = await countQuestions(source + many);
  const after = await countQuestions(source + many.replace("save(7)", "save(77)"));
  const again = await countQuestions(source + many.replace("save(7)", "save(777)"));
  // 400 calls are several chunks of questions; one body is a single one.
  expect(again - after).toBeLessThan(30);
  expect(after - before).toBeLessThan(30);
  expect(edited.currentReport(file)?.findings.length).toBeGreaterThan(200);
});

test("an edit inside a function without a return type reaches others only if its type changes", async () => {
  const [maker, user] = [join(folder, "maker.ts"), join(folder, "user.ts")];
  const text = "export function make() {\n  const value = 1;\n  return value;\n}\n";
  const use = `import { make } from "${here}maker";\nexport function use(): void { make(); }\n`;
  writeFileSync(maker, text);
  writeFileSync(user, use);
  edited.filesChanged([maker, user].map((file) => ({ file, kind: "created" })));
  edited.openDocument(maker, text);
  edited.openDocument(user, use);
  await edited.report(maker);
  const before = await edited.report(user);
  expect(before.findings).toEqual([]);

  edited.changeDocument(maker, text.replace("const value", "console.log(1);\n  const value"));
  await edited.report(maker);
  expect(await edited.report(user)).toBe(before);

  edited.changeDocument(maker, text.replace("= 1", "= Promise.resolve(1)"));
  await edited.report(maker);
  expect((await edited.report(user)).findings.map(({ rule }) => rule)).toEqual(["floating-promise"]);
  for (const file of [maker, user]) edited.closeDocument(file);
});
