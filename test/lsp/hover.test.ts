// What a finding teaches when somebody points at it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Hover, MarkupKind } from "vscode-languageserver/node";
import { conceptsModule, conceptsModulePath } from "../../scripts/generate-concepts.ts";
import { concepts } from "../../server/src/concepts/index.ts";
import { rules } from "../../server/src/rules/index.ts";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const text = "declare function save(): Promise<void>;\nexport async function close() {\n  save();\n}\n";
const onFinding = { line: 2, character: 4 };

function valueOf(hover: Hover | null, expected: MarkupKind): string {
  if (hover === null || typeof hover.contents === "string" || !("kind" in hover.contents)) throw new Error("no markup");
  expect(hover.contents.kind).toBe(expected);
  return hover.contents.value;
}

test("message, rule, concept with its counterpart in asyncio, and the page", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const client = await startServer(folder);
  await client.open(join(folder, "main.ts"), text);
  const hover = await client.hover(join(folder, "main.ts"), onFinding);
  expect(hover?.range).toEqual({ start: { line: 2, character: 2 }, end: { line: 2, character: 8 } });
  const value = valueOf(hover, "markdown");
  expect(value).toContain("**Nothing waits for `save()`.**");
  expect(value).toContain(rules.find(({ name }) => name === "floating-promise")!.summary);
  expect(value).toContain("### Unhandled rejection");
  expect(value).toContain("asyncio");
  expect(value).toContain("/docs/rules/floating-promise.md)");
});

test("what to do instead, where no fix does it", async () => {
  const blocking =
    'import { spawnSync } from "node:child_process";\nexport async function run() {\n  spawnSync("ls");\n}\n';
  const folder = await temporaryWorkspace({ "main.ts": blocking });
  const client = await startServer(folder);
  await client.open(join(folder, "main.ts"), blocking);
  const value = valueOf(await client.hover(join(folder, "main.ts"), onFinding), "markdown");
  expect(value).toContain("**`spawnSync` blocks the event loop until the process has ended.**");
  expect(value).toContain("Use `spawn`, and wait for its `close` event.");
});

test("nothing where there is no finding", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const client = await startServer(folder);
  await client.open(join(folder, "main.ts"), text);
  expect(await client.hover(join(folder, "main.ts"), { line: 1, character: 4 })).toBeNull();
  expect(await client.hover(join(folder, "not-open.ts"), onFinding)).toBeNull();
});

test("plain text for a client that shows nothing else", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const textDocument = { ...clientCapabilities.textDocument, hover: { contentFormat: ["plaintext" as const] } };
  const client = await startServer(folder, { capabilities: { ...clientCapabilities, textDocument } });
  await client.open(join(folder, "main.ts"), text);
  const value = valueOf(await client.hover(join(folder, "main.ts"), onFinding), "plaintext");
  expect(value).toContain("Nothing waits for `save()`.");
  expect(value).toContain("async function close()");
  expect(value).not.toMatch(/^#|```|\*\*|^---|\]\(/m);
});

test("every rule has a concept, and the module holds what the files say", async () => {
  for (const { name, concept } of rules) expect(concepts[concept], `the concept of ${name}`).toBeDefined();
  expect(await readFile(conceptsModulePath, "utf8")).toBe(await conceptsModule());
});
