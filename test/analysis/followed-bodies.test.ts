// What an answer was found by reading, in whatever file, is looked at again when it changes; nothing else is.

import { beforeEach, expect, test } from "vitest";
import { ask, type Inquiry } from "../../server/src/questions/question.ts";
import { defineRule } from "../../server/src/rules/rule.ts";
import { forEachDescendant, is, spanOf, type Expression } from "../../server/src/typescript/syntax.ts";
import { analysedFolder, type AnalysedFolder } from "./analysed-folder.ts";

/** Reports calls of functions that reach a `debugger` statement: the simplest thing that only bodies can tell. */
const reachesDebugger = defineRule<"discarded-value">({
  name: "floating-promise",
  family: "blocking",
  summary: "A call that stops in the debugger.",
  concept: "promise",
  severity: "warning",
  equivalents: [],
  options: {},
  facts: ["discarded-value"],
  *check({ expression }) {
    return (yield* reaches(expression)) ? [{ span: spanOf(expression), message: expression.getText() }] : [];
  },
  // oxlint-disable-next-line require-yield -- this rule repairs nothing
  *fixes() {
    return [];
  },
});

function* reaches(call: Expression): Inquiry<boolean> {
  const fn = yield* ask("called-function", call);
  if (fn === undefined) return false;
  const calls: Expression[] = [];
  let isFound = false;
  forEachDescendant(fn.body!, (node) => {
    isFound ||= is.isDebuggerStatement(node);
    if (is.isCallExpression(node)) calls.push(node);
  });
  for (const inner of calls) isFound ||= yield* reaches(inner);
  return isFound;
}

let workspace: AnalysedFolder["workspace"];
let write: AnalysedFolder["write"];
let found: AnalysedFolder["found"];

beforeEach(() => {
  ({ workspace, write, found } = analysedFolder({ rules: [reachesDebugger] }));
});

/** How a text of these tests imports another one. */
const module = (name: string) => `./${name}.ts`;

const forms = `
import first, { second as renamed } from "${module("helpers")}";
import * as all from "${module("helpers")}";
const { third } = all;
class Own {
  #secret(): void { debugger; }
  readonly field = () => { debugger; };
  changeable = () => { debugger; };
  run(): void {
    this.#secret();
    this.field();
    this.changeable();
  }
}
declare let replaceable: () => void;
let changing = () => { debugger; };
const fixed = function () { debugger; };
interface Shape { method(): void }
abstract class Base { abstract method(): void }
export function use(shape: Shape, base: Base, given: () => void): void {
  first();
  renamed();
  all.second();
  all["second"]();
  third();
  new Own();
  new all.Fourth();
  replaceable();
  changing();
  (fixed as () => void)();
  (() => { debugger; })();
  shape.method();
  base.method();
  given();
}
`;

test("a call leads to the body that it certainly runs, through every form of import and declaration", async () => {
  write(
    "helpers.ts",
    `export default function first(): void { debugger; }
export function second(): void;
export function second(n?: number): void { debugger; }
export const third = (): void => { debugger; };
export class Fourth { constructor() { debugger; } }
`,
  );
  const file = write("main.ts", forms);
  expect(await found(file)).toEqual([
    "this.#secret()",
    "this.field()",
    "first()",
    "renamed()",
    "all.second()",
    'all["second"]()',
    "new all.Fourth()",
    "(fixed as () => void)()",
    "(() => { debugger; })()",
  ]);
});

const last = (body: string) => `export function last(): void { ${body} }\nexport function other(): void {}\n`;

test("an edit of a body is seen by the reports that were found by reading it, near and far", async () => {
  const near = (body: string) =>
    `import { middle } from "${module("middle")}";\nfunction helper(): void { ${body} }\nexport function use(): void { helper(); middle(); }\n`;
  const far = write("last.ts", last(""));
  write("middle.ts", `import { last } from "${module("last")}";\nexport function middle(): void { last(); }\n`);
  const main = write("main.ts", near(""));
  workspace.openDocument(far, last(""));
  workspace.openDocument(main, near(""));
  expect(await found(main)).toEqual([]);

  workspace.changeDocument(far, last("debugger;"));
  expect(workspace.currentReport(main)).toBeUndefined();
  expect(await found(main)).toEqual(["middle()"]);
  workspace.changeDocument(main, near("debugger;"));
  expect(await found(main)).toEqual(["helper()", "middle()"]);
  workspace.changeDocument(far, last("debugger; debugger;"));
  expect(await found(main)).toEqual(["helper()", "middle()"]);
  workspace.changeDocument(far, last(""));
  expect(await found(main)).toEqual(["helper()"]);
  workspace.changeDocument(main, near(""));
  expect(await found(main)).toEqual([]);
});

const twoFunctions = (body: string) => `export function used(): void {}\nexport function unused(): void { ${body} }\n`;

test("an edit of a body that nobody read leaves the reports of other files valid", async () => {
  const helpers = write("helpers.ts", twoFunctions(""));
  const main = write(
    "main.ts",
    `import { used } from "${module("helpers")}";\nexport function use(): void { used(); }\n`,
  );
  workspace.openDocument(helpers, twoFunctions(""));
  workspace.openDocument(
    main,
    `import { used } from "${module("helpers")}";\nexport function use(): void { used(); }\n`,
  );
  await found(main);
  await found(helpers);
  workspace.changeDocument(helpers, twoFunctions("used();"));
  await found(helpers);
  expect(workspace.currentReport(main)).toBeDefined();
});

test("what was found by looking through a file is looked at again when any of its bodies changes", async () => {
  ({ workspace, write, found } = analysedFolder());
  const text = `class Deferred { resolve(): void {} reject(): void {} wait(): Promise<void> { return Promise.reject(new Error()); } }
interface Session { on(name: string, listener: () => void): void }
export class Frames {
  #stopped = new Deferred();
  listen(session: Session): void { session.on("stopped", async () => { await this.#stopped.wait(); }); }
  stop(): void { this.#stopped.resolve(); }
}
`;
  const rejecting = text.replace("this.#stopped.resolve()", "this.#stopped.reject()");
  const file = write("frames.ts", text);
  workspace.openDocument(file, text);
  expect(await found(file)).toEqual([]);
  for (let round = 0; round < 2; round++) {
    workspace.changeDocument(file, rejecting);
    expect(await found(file)).toEqual(["Nobody handles it when this async function rejects."]);
    workspace.changeDocument(file, text);
    expect(await found(file)).toEqual([]);
  }
});
