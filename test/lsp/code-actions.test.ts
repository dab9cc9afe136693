// Fixes, fix-alls and suppressions as an editor offers and applies them.

import { join } from "node:path";
import { expect, test } from "vitest";
import { CodeActionKind, LSPErrorCodes, TextEdit } from "vscode-languageserver/node";
import type { CodeAction, CodeActionContext, Range, WorkspaceEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { toUri } from "../harness/lsp-client.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const api = "declare function save(): Promise<void>;\n";
const text = `${api}export async function close() {\n  save();\n  if (1) {\n\tsave();\n  }\n}\n`;
const second: Range = { start: { line: 4, character: 3 }, end: { line: 4, character: 3 } };

interface Editor {
  readonly client: LanguageClient;
  readonly file: string;
  readonly text: string;
}

async function editorWith(
  content: string,
  options: Parameters<typeof startServer>[1] = {},
  name = "main.ts",
): Promise<Editor> {
  const folder = await temporaryWorkspace({ [name]: content });
  const file = join(folder, name);
  const client = await startServer(folder, options);
  await client.open(file, content, name.endsWith("x") ? "typescriptreact" : "typescript");
  return { client, file, text: content };
}

async function actionsAt({ client, file }: Editor, range: Range, context?: CodeActionContext): Promise<CodeAction[]> {
  return [...(await client.codeActions(file, range, context))];
}

async function actionNamed(editor: Editor, range: Range, title: string): Promise<CodeAction> {
  const actions = await actionsAt(editor, range);
  const action = actions.find((each) => each.title === title);
  if (action === undefined) throw new Error(`"${title}" is not among: ${actions.map((each) => each.title).join(", ")}`);
  return action;
}

/** The text after the action, as an editor makes it: with the edit of the action, or the one that it gets on request. */
async function applied(editor: Editor, action: CodeAction): Promise<string> {
  const { edit } = action.edit === undefined ? await editor.client.resolveCodeAction(action) : action;
  return TextDocument.applyEdits(TextDocument.create("", "", 1, editor.text), editsOf(edit, toUri(editor.file)));
}

function editsOf(edit: WorkspaceEdit | undefined, uri: string): TextEdit[] {
  const versioned = edit?.documentChanges?.flatMap((change) =>
    "edits" in change && change.textDocument.uri === uri ? change.edits.filter(TextEdit.is) : [],
  );
  const edits = versioned ?? edit?.changes?.[uri];
  if (edits === undefined || edits.length === 0) throw new Error(`no edit of ${uri}`);
  return edits;
}

test("a finding's fixes, the preferred one marked, then what concerns the file, then ways to be silent", async () => {
  const editor = await editorWith(text);
  const actions = await actionsAt(editor, second);
  const titles = actions.map(({ title }) => title);
  expect(titles[0]).toBe("Add `await`");
  expect(titles).toContain("Mark as intentional with `void`");
  expect(titles.slice(-3)).toEqual([
    "Fix all `floating-promise` in this file",
    "Disable `floating-promise` for this line",
    "Disable `floating-promise` for the entire file",
  ]);
  expect(actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title)).toEqual(["Add `await`"]);
  expect(new Set(actions.map(({ kind }) => kind))).toEqual(new Set([CodeActionKind.QuickFix]));
  const [diagnostic] = actions[0]!.diagnostics!;
  expect(await editor.client.diagnostics(editor.file)).toContainEqual(diagnostic);
});

test("an edit comes when an action is chosen, tied to the document's version", async () => {
  const editor = await editorWith(text);
  await editor.client.change(editor.file, text);
  const action = await actionNamed(editor, second, "Add `await`");
  expect(action.edit).toBeUndefined();
  const { edit } = await editor.client.resolveCodeAction(action);
  expect(edit).toEqual({
    documentChanges: [
      {
        textDocument: { uri: toUri(editor.file), version: 2 },
        edits: [{ range: { start: { line: 4, character: 1 }, end: { line: 4, character: 1 } }, newText: "await " }],
      },
    ],
  });
  expect(await applied(editor, action)).toBe(text.replace("\tsave", "\tawait save"));
});

test("every fix of a finding applies, and the finding is gone", async () => {
  const editor = await editorWith(text);
  const offered = (await actionsAt(editor, second)).filter((action) => action.data !== undefined);
  const titles = offered.map(({ title }) => title);
  expect(titles).toContain("Mark as intentional with `void`");
  for (const title of titles) {
    const after = await applied(editor, await actionNamed(editor, second, title));
    expect(after, title).not.toBe(text);
    await editor.client.change(editor.file, after);
    const left = await editor.client.diagnostics(editor.file);
    expect(left.length, title).toBeLessThan(2);
    await editor.client.change(editor.file, text);
  }
});

test("a client that cannot ask for edits later gets them at once, in the shape that it knows", async () => {
  const capabilities = {
    ...clientCapabilities,
    workspace: { ...clientCapabilities.workspace, workspaceEdit: {} },
    textDocument: { ...clientCapabilities.textDocument, codeAction: {} },
  };
  const editor = await editorWith(text, { capabilities });
  const action = await actionNamed(editor, second, "Add `await`");
  expect(action.data).toBeUndefined();
  expect(Object.keys(action.edit?.changes ?? {})).toEqual([toUri(editor.file)]);
  expect(await applied(editor, action)).toBe(text.replace("\tsave", "\tawait save"));
  const all = await actionNamed(editor, second, "Fix all `floating-promise` in this file");
  expect(await applied(editor, all)).toBe(text.replaceAll(/(?<=\s)save\(\);/g, "await save();"));
});

test("fix all of a rule", async () => {
  const editor = await editorWith(text);
  const action = await actionNamed(editor, second, "Fix all `floating-promise` in this file");
  expect(await applied(editor, action)).toBe(text.replaceAll(/(?<=\s)save\(\);/g, "await save();"));
});

test("one finding needs no fix-all", async () => {
  const editor = await editorWith(text.replace("\tsave();", ""));
  const at = { line: 2, character: 3 };
  const titles = (await actionsAt(editor, { start: at, end: at })).map(({ title }) => title);
  expect(titles).toContain("Add `await`");
  expect(titles).not.toContain("Fix all `floating-promise` in this file");
});

test("fix-all on save offers nothing that a person should look at first", async () => {
  const editor = await editorWith(text);
  const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const context = { diagnostics: [], only: ["source.fixAll.asyncInsight"] };
  // Neither `floating-promise` nor `unused-promise` has a fix that may be applied unseen.
  expect(await actionsAt(editor, whole, context)).toEqual([]);
  expect(await actionsAt(editor, whole, { diagnostics: [], only: [CodeActionKind.Refactor] })).toEqual([]);
  expect(await actionsAt(editor, whole, { diagnostics: [], only: [CodeActionKind.QuickFix] })).not.toEqual([]);
});

test("a suppression above the line, indented like it", async () => {
  const editor = await editorWith(text);
  const after = await applied(editor, await actionNamed(editor, second, "Disable `floating-promise` for this line"));
  expect(after).toBe(text.replace("\tsave", "\t// async-insight-disable-next-line floating-promise\n\tsave"));
  await editor.client.change(editor.file, after);
  expect(await editor.client.diagnostics(editor.file)).toHaveLength(1);
});

test("a suppression of the whole file, below a shebang, with the file's line breaks", async () => {
  const windows = `#!/usr/bin/env node\n${text}`.replaceAll("\n", "\r\n");
  const editor = await editorWith(windows);
  const at = { line: 3, character: 3 };
  const action = await actionNamed(editor, { start: at, end: at }, "Disable `floating-promise` for the entire file");
  const after = await applied(editor, action);
  expect(after).toBe(windows.replace("declare", "/* async-insight-disable floating-promise */\r\ndeclare"));
  await editor.client.change(editor.file, after);
  expect(await editor.client.diagnostics(editor.file)).toEqual([]);
});

test("a suppression between JSX tags stands in braces", async () => {
  const jsx =
    "declare namespace JSX { interface IntrinsicElements { p: { children?: unknown } } }\n" +
    "declare function save(): Promise<void>;\n" +
    "export const view = () => <p>\n  {[1].forEach(() => { save(); })}\n</p>;\n";
  const editor = await editorWith(jsx, {}, "view.tsx");
  const at = { line: 3, character: jsx.split("\n")[3]!.indexOf("save") };
  const action = await actionNamed(editor, { start: at, end: at }, "Disable `floating-promise` for this line");
  const after = await applied(editor, action);
  expect(after).toBe(jsx.replace("  {[1]", "  {/* async-insight-disable-next-line floating-promise */}\n  {[1]"));
  await editor.client.change(editor.file, after);
  expect(await editor.client.diagnostics(editor.file)).toEqual([]);
});

test("inside a template no comment can be written", async () => {
  const template = `${api}export const s = \`\n\${(() => { save(); })()}\`;\n`;
  const editor = await editorWith(template);
  const at = { line: 2, character: 11 };
  const titles = (await actionsAt(editor, { start: at, end: at })).map(({ title }) => title);
  expect(titles).not.toContain("Disable `floating-promise` for this line");
  expect(titles).toContain("Disable `floating-promise` for the entire file");
});

/** A logger that takes no errors: the rejection can't be handled with it, which only the compiler can tell. */
const oddLogger = `declare const logger: { error(): void };\n${text}logger.error();\n`;
const inOddLogger: Range = { start: { line: 3, character: 3 }, end: { line: 3, character: 3 } };

test("a fix that would not compile is refused when it is chosen", async () => {
  const editor = await editorWith(oddLogger);
  const action = await actionNamed(editor, inOddLogger, "Handle the rejection");
  await expect(editor.client.resolveCodeAction(action)).rejects.toMatchObject({
    code: LSPErrorCodes.RequestFailed,
    message: expect.stringContaining("would not compile"),
  });
});

test("a fix that would not compile is not offered to a client that gets edits at once", async () => {
  const textDocument = { ...clientCapabilities.textDocument, codeAction: {} };
  const editor = await editorWith(oddLogger, { capabilities: { ...clientCapabilities, textDocument } });
  const titles = (await actionsAt(editor, inOddLogger)).map(({ title }) => title);
  expect(titles).toContain("Add `await`");
  expect(titles).not.toContain("Handle the rejection");
});

test("an action that the text has outrun is refused", async () => {
  const editor = await editorWith(text);
  const action = await actionNamed(editor, second, "Add `await`");
  await editor.client.change(editor.file, `\n${text}`);
  await expect(editor.client.resolveCodeAction(action)).rejects.toMatchObject({
    code: LSPErrorCodes.ContentModified,
    message: "The code has changed since this was offered.",
  });
});

test("where there is no finding, there is no action", async () => {
  const editor = await editorWith(text);
  const start = { line: 0, character: 3 };
  expect(await actionsAt(editor, { start, end: start })).toEqual([]);
});
