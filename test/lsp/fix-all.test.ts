// *Fix all of this rule in the file* for every rule of the unawaited family, and what is safe to fix on save: each applied
// until it is no longer offered, which takes few rounds and leaves no finding that it could have repaired.

import { join } from "node:path";
import { expect, test } from "vitest";
import { TextEdit } from "vscode-languageserver/node";
import type { CodeAction, CodeActionContext, Range } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const declarations = `declare function load(name: string): Promise<string>;
declare function loadAll(): Promise<string[]>;
declare function isOpen(name: string): Promise<boolean>;
declare function show(...texts: unknown[]): void;
`;

interface Case {
  readonly before: string;
  readonly after: string;
}

const cases: Readonly<Record<string, Case>> = {
  "floating-promise": {
    before: `export async function run(name: string) {
  load(name);
  if (name) loadAll();
}
`,
    after: `export async function run(name: string) {
  await load(name);
  if (name) await loadAll();
}
`,
  },
  "unused-promise": {
    before: `export async function run(name: string) {
  const first = load(name);
  const second = loadAll();
}
`,
    after: `export async function run(name: string) {
  await load(name);
  await loadAll();
}
`,
  },
  "late-await": {
    before: `export async function run(name: string) {
  const first = load(name);
  const second = loadAll();
  const text = await first;
  const texts = await second;
  show(text, texts);
  const third = load("third");
  const fourth = load("fourth");
  await third;
  await fourth;
}
`,
    after: `export async function run(name: string) {
  const first = load(name);
  const second = loadAll();
  const [text, texts] = await Promise.all([first, second]);
  show(text, texts);
  const third = load("third");
  const fourth = load("fourth");
  await Promise.all([third, fourth]);
}
`,
  },
  "async-void-callback": {
    before: `export async function run(names: string[]) {
  names.forEach(async (name) => { await load(name); });
  names.forEach(async (name) => {
    names.forEach(async (other) => { await load(name + other); });
  });
}
`,
    after: `export async function run(names: string[]) {
  for (const name of names) { await load(name); }
  for (const name of names) {
    for (const other of names) { await load(name + other); }
  }
}
`,
  },
  "async-predicate": {
    before: `export async function run(names: string[]) {
  const open = names.filter(async (name) => isOpen(name));
  const isAny = names.some(async (name) => isOpen(name));
  show(open, isAny);
}
`,
    after: `export async function run(names: string[]) {
  const openConditions = await Promise.all(names.map(async (name) => isOpen(name)));
  const open = names.filter((_, index) => openConditions[index]);
  const isAny = (await Promise.all(names.map(async (name) => isOpen(name)))).some(Boolean);
  show(open, isAny);
}
`,
  },
  "promise-condition": {
    before: `export async function run(name: string) {
  if (isOpen(name) && !isOpen("other")) show(name);
}
`,
    after: `export async function run(name: string) {
  if ((await isOpen(name)) && !(await isOpen("other"))) show(name);
}
`,
  },
  "promise-spread": {
    before: `export async function run() {
  show(...loadAll());
  return [...loadAll()];
}
`,
    after: `export async function run() {
  show(...(await loadAll()));
  return [...(await loadAll())];
}
`,
  },
  "async-promise-executor": {
    before: `export const first = (name: string) => new Promise<string>(async (resolve) => { resolve(await load(name)); });
export const second = () => new Promise<string[]>(async (resolve) => { resolve(await loadAll()); });
`,
    after: `export const first = (name: string) => (async (): Promise<string> => { return await load(name); })();
export const second = () => (async (): Promise<string[]> => { return await loadAll(); })();
`,
  },
  "unawaited-return-in-try": {
    before: `export async function run(name: string) {
  try {
    return name ? load(name) : loadAll();
  } catch {
    return undefined;
  }
}
`,
    after: `export async function run(name: string) {
  try {
    return name ? await load(name) : await loadAll();
  } catch {
    return undefined;
  }
}
`,
  },
  "await-non-promise": {
    before: `export async function run(name: string, names: string[]) {
  show(await name.trim());
  for await (const each of names) show(await each.trim());
}
`,
    after: `export async function run(name: string, names: string[]) {
  show(name.trim());
  for (const each of names) show(each.trim());
}
`,
  },
  "await-in-gather": {
    before: `export async function run(name: string) {
  show(...(await Promise.all([await load(name), await load("other")])));
  const [texts] = await Promise.all([loadAll()]);
  return texts;
}
`,
    after: `export async function run(name: string) {
  show(...(await Promise.all([load(name), load("other")])));
  const texts = await loadAll();
  return texts;
}
`,
  },
};

const whole: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const onSave: CodeActionContext = { diagnostics: [], only: ["source.fixAll.asyncInsight"] };

/** Applies the action that `choose` finds until there is none, and says what each round made of the text. */
async function rounds(
  client: LanguageClient,
  file: string,
  text: string,
  choose: () => Promise<CodeAction | undefined>,
): Promise<string[]> {
  const texts: string[] = [];
  await client.open(file, text);
  for (let current = text; texts.length < 5;) {
    const action = await choose();
    if (action === undefined) return texts;
    const { edit } = action.edit === undefined ? await client.resolveCodeAction(action) : action;
    const changes = edit?.documentChanges ?? [];
    const edits = changes.flatMap((change) => ("edits" in change ? change.edits.filter(TextEdit.is) : []));
    current = TextDocument.applyEdits(TextDocument.create("", "", 1, current), edits);
    await client.change(file, current);
    texts.push(current);
  }
  throw new Error(`no end after ${texts.length} rounds:\n${texts.at(-1)}`);
}

test.each(Object.entries(cases))("%s", async (rule, { before, after }) => {
  const folder = await temporaryWorkspace({ "empty.ts": "export {};\n" });
  const client = await startServer(folder);

  const all = join(folder, "all.ts");
  const title = `Fix all \`${rule}\` in this file`;
  const texts = await rounds(client, all, declarations + before, async () => {
    const actions = await client.codeActions(all, whole);
    return actions.find((action) => action.title === title);
  });
  expect(texts.at(-1)).toBe(declarations + after);
  expect((await client.diagnostics(all)).filter(({ code }) => code === rule)).toEqual([]);

  const safe = join(folder, "safe.ts");
  const saved = await rounds(client, safe, declarations + before, async () => {
    const [action] = await client.codeActions(safe, whole, onSave);
    return action;
  });
  const isSafe = rule === "unawaited-return-in-try" || rule === "promise-spread";
  expect(saved).toEqual(isSafe ? [declarations + after] : []);
});
