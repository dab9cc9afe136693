// Refactorings as an editor offers them: when, of which kind, with which words about what is not proven.

import { join } from "node:path";
import { expect, test } from "vitest";
import { CodeActionKind, CodeActionTriggerKind, LSPErrorCodes } from "vscode-languageserver/node";
import type {
  ClientCapabilities,
  CodeAction,
  CodeActionContext,
  Range,
  WorkspaceEditClientCapabilities,
} from "vscode-languageserver/node";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { toUri } from "../harness/lsp-client.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace, tsconfig } from "./temporary-workspace.ts";

const text = `declare function charge(order: string): Promise<number>;
declare function reserve(order: string): Promise<string>;
export async function checkout(order: string): Promise<string> {
  const amount = await charge(order);
  const place = await reserve(order);
  console.log(place);
  if (place === "") return "";
  await charge(place);
  return place + amount;
}
`;
const both = lines(3, 4);
const acrossBranch = lines(3, 7);
const onAmount: Range = { start: { line: 3, character: 9 }, end: { line: 3, character: 9 } };

const annotating = withEdits({ documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } });

interface Editor {
  readonly client: LanguageClient;
  readonly file: string;
}

async function editorWith(capabilities = annotating, content = text): Promise<Editor> {
  const withFetch = tsconfig.replace('"lib":["esnext"]', '"lib":["esnext","dom"]');
  const folder = await temporaryWorkspace({ "main.ts": content, "tsconfig.json": withFetch });
  const file = join(folder, "main.ts");
  const client = await startServer(folder, { capabilities });
  await client.open(file, content, "typescript");
  return { client, file };
}

async function refactorings({ client, file }: Editor, range: Range, more: Partial<CodeActionContext> = {}) {
  const actions = await client.codeActions(file, range, { diagnostics: [], ...more });
  return actions.filter(({ kind }) => kind?.startsWith(CodeActionKind.Refactor));
}

function lines(first: number, last: number): Range {
  return { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } };
}

function withEdits(workspaceEdit: WorkspaceEditClientCapabilities): ClientCapabilities {
  return { ...clientCapabilities, workspace: { ...clientCapabilities.workspace, workspaceEdit } };
}

function titlesOf(actions: readonly CodeAction[]): string[] {
  return actions.map(({ title }) => title);
}

test("a selection is gathered when it is asked for, with word of what is not proven", async () => {
  const editor = await editorWith();
  const [action, ...others] = await refactorings(editor, both);
  expect(others).toEqual([]);
  expect(action).toMatchObject({
    title: "Gather the selected awaits",
    kind: "refactor.rewrite.asyncInsight.gatherAwaits",
  });
  expect(action!.edit).toBeUndefined();
  const { edit } = await editor.client.resolveCodeAction(action!);
  const annotationId = "Gather the selected awaits";
  expect(edit).toEqual({
    documentChanges: [
      {
        textDocument: { uri: toUri(editor.file), version: 1 },
        edits: [
          {
            range: { start: { line: 3, character: 2 }, end: { line: 3, character: 37 } },
            newText: "const [amount, place] = await Promise.all([charge(order), reserve(order)]);",
            annotationId,
          },
          { range: { start: { line: 3, character: 37 }, end: { line: 4, character: 37 } }, newText: "", annotationId },
        ],
      },
    ],
    changeAnnotations: {
      [annotationId]: {
        label: annotationId,
        needsConfirmation: true,
        description:
          "Not proven:\n`reserve(order)`: What `charge()` does is not known, and by its name it changes something.\nAll start at once, and the first rejection wins.",
      },
    },
  });
});

test("what is proven needs no question", async () => {
  const proven = text.replaceAll(
    /declare function (\w+).*/g,
    "const $1 = async (order: string) => (await fetch(order)).statusText;",
  );
  const editor = await editorWith(annotating, proven);
  const [action] = await refactorings(editor, both);
  const { edit } = await editor.client.resolveCodeAction(action!);
  expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([
    {
      label: "Gather the selected awaits",
      needsConfirmation: false,
      description: "All start at once, and the first rejection wins.",
    },
  ]);
});

test("a client that shows no annotations gets plain edits", async () => {
  const editor = await editorWith(withEdits({ documentChanges: true }));
  const [action] = await refactorings(editor, both);
  const { edit } = await editor.client.resolveCodeAction(action!);
  expect(edit?.changeAnnotations).toBeUndefined();
  expect(JSON.stringify(edit)).not.toContain("annotationId");
});

test("at a cursor, only when somebody asks", async () => {
  const editor = await editorWith();
  expect(titlesOf(await refactorings(editor, onAmount))).toEqual(["Start now, await at first use"]);
  expect(await refactorings(editor, onAmount, { triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
  expect(titlesOf(await refactorings(editor, both, { triggerKind: CodeActionTriggerKind.Automatic }))).toEqual([
    "Gather the selected awaits",
  ]);
});

test("of the kinds that are asked for", async () => {
  const editor = await editorWith();
  const titles = async (...only: string[]) => titlesOf(await refactorings(editor, both, { only }));
  expect(await titles(CodeActionKind.Refactor)).toEqual(["Gather the selected awaits"]);
  expect(await titles("refactor.rewrite.asyncInsight.gatherAwaits")).toEqual(["Gather the selected awaits"]);
  expect(await titles("refactor.rewrite.asyncInsight.startNow")).toEqual([]);
  expect(await titles(CodeActionKind.QuickFix, CodeActionKind.RefactorExtract)).toEqual([]);
});

test("what cannot be done is shown with its reason to those who ask", async () => {
  const editor = await editorWith();
  const [action] = await refactorings(editor, acrossBranch);
  expect(action).toMatchObject({
    title: "Gather the selected awaits",
    disabled: { reason: "`console.log(place)` on line 6 may be a guard, or change what the waits behind it see." },
  });
  expect(await refactorings(editor, acrossBranch, { triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
  const { codeAction } = clientCapabilities.textDocument!;
  const plain = await editorWith({
    ...clientCapabilities,
    textDocument: { ...clientCapabilities.textDocument, codeAction: { ...codeAction, disabledSupport: false } },
  });
  expect(await refactorings(plain, acrossBranch)).toEqual([]);
});

test("what turns out to be impossible is refused with its reason", async () => {
  const typed = text.replace("charge(order: string): Promise<number>", "charge<T>(order: string): Promise<T>");
  const editor = await editorWith(annotating, typed.replace("const amount =", "const amount: number ="));
  const [action] = await refactorings(editor, onAmount);
  expect(action?.title).toBe("Start now, await at first use");
  // It returns in between.
  expect(action?.disabled?.reason).toContain("may leave before `amount` is waited for");
  const straight = await editorWith(
    annotating,
    typed.replace("const amount =", "const amount: number =").replace(/ {2}if.*\n/, ""),
  );
  const [offered] = await refactorings(straight, onAmount);
  await expect(straight.client.resolveCodeAction(offered!)).rejects.toMatchObject({
    code: LSPErrorCodes.RequestFailed,
    message: "The types do not allow it: the code would not compile.",
  });
});

test("a refactoring that the text has outrun is refused", async () => {
  const editor = await editorWith();
  const [action] = await refactorings(editor, both);
  await editor.client.change(editor.file, `\n${text}`);
  await expect(editor.client.resolveCodeAction(action!)).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
});

test("a client that cannot ask for edits later gets them at once, and nothing that is impossible", async () => {
  const textDocument = { ...clientCapabilities.textDocument, codeAction: {} };
  const editor = await editorWith({ ...clientCapabilities, textDocument });
  const [action] = await refactorings(editor, both);
  expect(JSON.stringify(action!.edit)).toContain("Promise.all([charge(order), reserve(order)])");
  expect(await refactorings(editor, onAmount)).toEqual([]);
});
