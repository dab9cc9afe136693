// Fixes that reach through the whole project: what an editor may show of them before it applies them, and what it shows
// where they are not possible.

import { join } from "node:path";
import { expect, test } from "vitest";
import type { ClientCapabilities, CodeAction, TextDocumentEdit } from "vscode-languageserver/node";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { toUri } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const declarations = `declare module "node:fs" { export function readFileSync(name: string, encoding: string): string; }
declare module "node:fs/promises" { export function readFile(name: string, encoding: string): Promise<string>; }
`;
const config = `import { readFileSync } from "node:fs";
export function load(): string {
  return readFileSync("config.json", "utf8");
}
`;
const main = `import { load } from "./config.ts";
export async function start() {
  return load().length;
}
`;
const store = `import { load } from "./config.ts";
export class Store {
  readonly text: string;
  constructor() {
    this.text = load();
  }
}
`;

const title = "Make `load` asynchronous and await it everywhere";
const place = { start: { line: 2, character: 10 }, end: { line: 2, character: 10 } };

const annotating: ClientCapabilities = {
  ...clientCapabilities,
  workspace: {
    ...clientCapabilities.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};

async function open(files: Readonly<Record<string, string>>, capabilities: ClientCapabilities) {
  const folder = await temporaryWorkspace({
    "node.d.ts": declarations,
    "config.ts": config,
    "main.ts": main,
    ...files,
  });
  const client = await startServer(folder, { capabilities });
  const file = join(folder, "main.ts");
  await client.open(file, main, "typescript");
  const actions = (await client.codeActions(file, place)) as CodeAction[];
  return { folder, client, file, action: actions.find((each) => each.title === title) };
}

test("each part says what it is for, and none can be left out", async () => {
  const { folder, client, action } = await open({}, annotating);
  const { edit } = await client.resolveCodeAction(action!);
  const changes = edit!.documentChanges as TextDocumentEdit[];
  const annotated = changes.flatMap(({ textDocument, edits }) =>
    edits.map((each) => [textDocument.uri, "annotationId" in each ? each.annotationId : undefined]),
  );
  const inConfig = annotated.filter(([uri]) => uri === toUri(join(folder, "config.ts"))).map(([, id]) => id);
  const inMain = annotated.filter(([uri]) => uri === toUri(join(folder, "main.ts"))).map(([, id]) => id);
  expect(new Set(inConfig)).toEqual(new Set(["import", "async", "type", "call"]));
  expect(new Set(inMain)).toEqual(new Set(["await"]));
  expect(edit!.changeAnnotations).toMatchObject({
    async: { label: "Becomes asynchronous", needsConfirmation: false },
    type: { label: "Returns a promise", needsConfirmation: false },
    await: { label: "Awaits the result", needsConfirmation: false },
    call: { label: "Calls what does not block", needsConfirmation: false },
    import: { label: "Imports", needsConfirmation: false },
  });
});

test("a client that knows no annotations gets the same edits without them", async () => {
  const { client, action } = await open({}, clientCapabilities);
  const { edit } = await client.resolveCodeAction(action!);
  expect(edit!.changeAnnotations).toBeUndefined();
  expect(JSON.stringify(edit)).not.toContain("annotationId");
  expect(edit!.documentChanges).toHaveLength(2);
});

test("a fix of one place is not annotated", async () => {
  const folder = await temporaryWorkspace({ "node.d.ts": declarations, "main.ts": "" });
  const client = await startServer(folder, { capabilities: annotating });
  const file = join(folder, "main.ts");
  const text =
    'import { readFileSync } from "node:fs";\nexport async function start() {\n  readFileSync("a", "utf8");\n}\n';
  await client.open(file, text, "typescript");
  const actions = (await client.codeActions(file, place)) as CodeAction[];
  const action = actions.find((each) => each.title === "Use `await readFile(…)`")!;
  expect(JSON.stringify(await client.resolveCodeAction(action))).not.toContain("annotationId");
});

test("where it is not possible, the action says why and cannot be chosen", async () => {
  const { action } = await open({ "store.ts": store }, clientCapabilities);
  expect(action).toMatchObject({
    disabled: { reason: "the constructor of `Store` uses `load()`, and a constructor cannot wait (store.ts:5)" },
  });
  expect(action!.edit).toBeUndefined();
  expect(action!.diagnostics).toHaveLength(1);
});

test("a client that shows no such actions gets none", async () => {
  const { disabledSupport: _, ...codeAction } = clientCapabilities.textDocument!.codeAction!;
  const textDocument = { ...clientCapabilities.textDocument, codeAction };
  const { action } = await open({ "store.ts": store }, { ...clientCapabilities, textDocument });
  expect(action).toBeUndefined();
});

test("the hover of the finding says why too, and leads there", async () => {
  const { folder, client, file } = await open({ "store.ts": store }, clientCapabilities);
  const hover = await client.request<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri: toUri(file) },
    position: place.start,
  });
  expect(hover.contents.value).toContain(
    `There is no quick fix “${title}”, because the constructor of \`Store\` uses \`load()\`, and a constructor cannot ` +
      `wait ([store.ts:5](${toUri(join(folder, "store.ts"))}#L5,17)).`,
  );
});
