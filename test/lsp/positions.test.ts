// Columns are counted as agreed with the client, in both directions.

import { join } from "node:path";
import { expect, test } from "vitest";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

// Before the finding: an astral character (2 UTF-16 units, 4 bytes), ß (1 and 2) and € (1 and 3).
const line = '  const s = "😀ß€"; save(s);';
const text = `declare function save(s: string): Promise<void>;\nexport async function close() {\n${line}\n}\n`;

test.each([
  { offered: undefined, agreed: "utf-16", start: 20, end: 27 },
  { offered: ["utf-16"], agreed: "utf-16", start: 20, end: 27 },
  { offered: ["utf-8", "utf-16"], agreed: "utf-8", start: 25, end: 32 },
  { offered: ["utf-32", "utf-8", "utf-16"], agreed: "utf-32", start: 19, end: 26 },
  { offered: ["utf-7", "utf-16"], agreed: "utf-16", start: 20, end: 27 },
])("a client that offers $offered", async ({ offered, agreed, start, end }) => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const general = offered === undefined ? {} : { positionEncodings: offered };
  const client = await startServer(folder, { capabilities: { ...clientCapabilities, general } });
  expect(client.initializeResult?.capabilities.positionEncoding).toBe(agreed);
  await client.open(file, text);
  const range = { start: { line: 2, character: start }, end: { line: 2, character: end } };
  expect(await client.diagnostics(file)).toMatchObject([{ code: "floating-promise", range }]);

  // From the client: a hover on the finding's first character and not before, an edit right before the finding.
  expect(await client.hover(file, { line: 2, character: start })).toMatchObject({ range });
  expect(await client.hover(file, { line: 2, character: start - 1 })).toBeNull();
  const [fix] = await client.codeActions(file, range);
  const resolved = await client.resolveCodeAction(fix!);
  expect(resolved.edit?.documentChanges).toMatchObject([
    { edits: [{ range: { start: range.start, end: range.start } }] },
  ]);
  await client.change(file, [{ range: { start: range.start, end: range.start }, text: "await " }]);
  expect(await client.diagnostics(file)).toEqual([]);
});

test("a byte order mark that an edit brings", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, text);
  const start = { line: 0, character: 0 };
  const marked = "\uFEFFexport async function save() {} save();\n";
  await client.change(file, [{ range: { start, end: start }, text: marked }]);
  const range = { start: { line: 0, character: 33 }, end: { line: 0, character: 39 } };
  expect(await client.diagnostics(file)).toMatchObject([{ range }, { code: "floating-promise" }]);
});

test("CRLF and a byte order mark in the client's text", async () => {
  const marked = `\uFEFFdeclare function save(): Promise<void>; save();\r\nsave();\r\nexport {};\r\n`;
  const folder = await temporaryWorkspace({ "main.ts": marked });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, marked);
  // The mark counts, since it is part of the text that the client has.
  const start = "\uFEFFdeclare function save(): Promise<void>; ".length;
  expect(await client.diagnostics(file)).toMatchObject([
    { range: { start: { line: 0, character: start }, end: { line: 0, character: start + 6 } } },
    { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } } },
  ]);
  await client.change(file, [
    { range: { start: { line: 0, character: start }, end: { line: 0, character: start } }, text: "await " },
    // The client's editor drops the mark.
    { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, text: "" },
  ]);
  expect(await client.diagnostics(file)).toMatchObject([
    { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } } },
  ]);
});
