// What a client that pulls diagnostics gets for the documents that it has open.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { join } from "node:path";
import { expect, test } from "vitest";
import { CancellationTokenSource, LSPErrorCodes } from "vscode-languageserver/node";
import type { Diagnostic } from "vscode-languageserver/node";
import { toUri } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const api = "export async function save(): Promise<void> {}\n";
const floating = 'import { save } from "./api.js";\nexport async function close() {\n  save();\n}\n';
const awaited = floating.replace("save();", "await save();");

const places = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(
    ({ code, range: { start, end } }) => `${code} ${start.line}:${start.character}-${end.line}:${end.character}`,
  );

test("an opened document's findings, as diagnostics", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": floating });
  const client = await startServer(folder);
  await client.open(join(folder, "main.ts"), floating);
  const [diagnostic, ...others] = await client.diagnostics(join(folder, "main.ts"));
  expect(others).toEqual([]);
  expect(diagnostic).toEqual({
    range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } },
    severity: 2,
    code: "floating-promise",
    codeDescription: {
      href: "https://github.com/async-insight/async-insight/blob/main/docs/rules/floating-promise.md",
    },
    source: "async-insight",
    message: "Nothing waits for `save()`.",
  });
});

test("edits, whole and in parts, change the findings", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": floating });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, floating);
  expect(places(await client.diagnostics(file))).toEqual(["floating-promise 2:2-2:8"]);
  await client.change(file, awaited);
  expect(await client.diagnostics(file)).toEqual([]);
  // Out again, with a line added above in the same change.
  await client.change(file, [
    { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } }, text: "" },
    { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "// new\n" },
  ]);
  expect(places(await client.diagnostics(file))).toEqual(["floating-promise 3:2-3:8"]);
});

test("the text in the editor wins over the disk, and the disk counts again after closing", async () => {
  const folder = await temporaryWorkspace({ "api.ts": "export function save(): void {}\n", "main.ts": floating });
  const client = await startServer(folder);
  await client.open(join(folder, "api.ts"), api);
  await client.open(join(folder, "main.ts"), floating);
  expect(places(await client.diagnostics(join(folder, "main.ts")))).toEqual(["floating-promise 2:2-2:8"]);
  await client.close(join(folder, "api.ts"));
  expect(await client.diagnostics(join(folder, "main.ts"))).toEqual([]);
});

test("a file that is open under two spellings of its URI stays open until both are closed", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": "export {};\n" });
  const [plain, spelled] = [toUri(join(folder, "main.ts")), toUri(join(folder, "%6dain.ts")).replace("%25", "%")];
  const client = await startServer(folder);
  await client.open(plain, floating);
  await client.open(spelled, floating);
  await client.close(spelled);
  expect(await client.diagnostics(plain)).toHaveLength(1);
  await client.open(spelled, floating);
  await client.close(plain);
  expect(await client.diagnostics(spelled)).toHaveLength(1);
  const [fix] = await client.codeActions(spelled, { start: { line: 2, character: 2 }, end: { line: 2, character: 2 } });
  const { edit } = await client.resolveCodeAction(fix!);
  expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri: spelled } }]);
});

test("what the client has already is not sent again", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": floating });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, floating);
  const first = await client.diagnosticReport(file);
  expect(first).toMatchObject({ kind: "full", resultId: expect.any(String) });
  expect(await client.diagnosticReport(file, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
  await client.change(file, `\n${floating}`);
  expect(await client.diagnosticReport(file, first.resultId)).toMatchObject({ kind: "full" });
});

test("a document that is not open has nothing to show", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": floating });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  expect(await client.diagnostics(file)).toEqual([]);
  await client.open(file, floating);
  expect(await client.diagnostics(file)).toHaveLength(1);
  await client.close(file);
  expect(await client.diagnostics(file)).toEqual([]);
});

test("a withdrawn question is answered with its cancellation, and the next one with findings", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": floating });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, floating);
  const source = new CancellationTokenSource();
  const withdrawn = client.diagnostics(file, source.token);
  source.cancel();
  await expect(withdrawn).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(await client.diagnostics(file)).toHaveLength(1);
});

test("a question that is overtaken by an edit is answered for the new text", async () => {
  const folder = await temporaryWorkspace({ "api.ts": api, "main.ts": floating });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, floating);
  const early = client.diagnostics(file);
  await client.change(file, awaited);
  expect(await early).toEqual([]);
});

test.each([
  ["untitled:Untitled-1", "typescript", "typescript"],
  ["untitled:Untitled-2", "javascript", "javascript"],
  ["untitled:folder name/ünnamed?.txt", "typescriptreact", "typescriptreact"],
])("a document that was never saved: %s", async (uri, languageId) => {
  const folder = await temporaryWorkspace({});
  const client = await startServer(folder);
  await client.open(uri, "async function save() {}\nasync function close() {\n  save();\n}\nclose;\n", languageId);
  expect(places(await client.diagnostics(uri))).toEqual(["floating-promise 2:2-2:8"]);
  await client.close(uri);
  expect(await client.diagnostics(uri)).toEqual([]);
});

test("JavaScript that no configuration includes", async () => {
  const folder = await temporaryWorkspace({});
  const loose = await temporaryWorkspace({});
  const file = join(loose, "scripts", "loose.js");
  const text = "async function save() {}\nexport async function close() {\n  save();\n}\n";
  const client = await startServer(folder);
  await client.open(file, text, "javascript");
  expect(places(await client.diagnostics(file))).toEqual(["floating-promise 2:2-2:8"]);
});

test("JSX", async () => {
  const folder = await temporaryWorkspace({});
  const file = join(folder, "button.tsx");
  const text =
    "declare namespace JSX { interface IntrinsicElements { button: { onClick(): void } } }\n" +
    "declare function save(): Promise<void>;\nexport const button = () => <button onClick={() => {\n  save();\n}} />;\n";
  const client = await startServer(folder);
  await client.open(file, text, "typescriptreact");
  expect(places(await client.diagnostics(file))).toEqual(["floating-promise 3:2-3:8"]);
});

test("documents in other languages are none of our business", async () => {
  const folder = await temporaryWorkspace({});
  const client = await startServer(folder);
  await client.open(join(folder, "notes.md"), "save();\n", "markdown");
  await client.change(join(folder, "notes.md"), "save()\n");
  expect(await client.diagnostics(join(folder, "notes.md"))).toEqual([]);
});

test("several folders, each with its own configuration", async () => {
  const strict = await temporaryWorkspace({ "main.ts": floating, "api.ts": api });
  const other = await temporaryWorkspace({ "main.ts": floating, "api.ts": "export function save(): void {}\n" });
  const client = await startServer([strict, other]);
  for (const folder of [strict, other]) await client.open(join(folder, "main.ts"), floating);
  expect(places(await client.diagnostics(join(strict, "main.ts")))).toEqual(["floating-promise 2:2-2:8"]);
  expect(await client.diagnostics(join(other, "main.ts"))).toEqual([]);
});
