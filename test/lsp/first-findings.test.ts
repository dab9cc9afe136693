// In a large project the first findings do not wait until all of it has been read; the others follow.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { join } from "node:path";
import { expect, test } from "vitest";
import { DiagnosticRefreshRequest } from "vscode-languageserver/node";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { pushCapabilities, startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const main = `declare function save(): Promise<void>;
export async function wait(end: number): Promise<void> {
  save();
  while (Date.now() < end);
}
`;
const first = ["floating-promise"];
const all = ["floating-promise", "busy-wait"];

const large = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`n${i}.ts`, `export const n${i} = ${i};\n`]));

async function rulesIn(client: LanguageClient, file: string) {
  return (await client.diagnostics(file)).map(({ code }) => code);
}

async function open(files: Readonly<Record<string, string>>, capabilities = clientCapabilities) {
  const folder = await temporaryWorkspace({ "main.ts": main, ...files });
  const client = await startServer(folder, { capabilities });
  const file = join(folder, "main.ts");
  await client.open(file, main);
  return { client, file };
}

test("the client is told to ask again when the others are known", async () => {
  const { client, file } = await open(large);
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  expect(await rulesIn(client, file)).toEqual(first);
  await refreshed;
  expect(await rulesIn(client, file)).toEqual(all);
  // From now on everything is there at once.
  await client.change(file, `${main}save();\n`);
  expect(await rulesIn(client, file)).toEqual([...all, "floating-promise"]);
});

test("an edit in between is answered for the new text", async () => {
  const { client, file } = await open(large);
  expect(await rulesIn(client, file)).toEqual(first);
  const { method } = DiagnosticRefreshRequest;
  const before = client.count(method);
  await client.change(file, main.replace("  save();\n", ""));
  const rules = await rulesIn(client, file);
  // What is known in time comes at once, and then nobody is told to ask again.
  if (rules.length === 0) {
    await client.waitFor(method, () => (client.count(method) > before ? true : undefined));
    expect(await rulesIn(client, file)).toEqual(["busy-wait"]);
  } else {
    expect(rules).toEqual(["busy-wait"]);
  }
});

test("whoever hovers or asks for fixes waits for all of them", async () => {
  const { client, file } = await open(large);
  const place = { start: { line: 3, character: 2 }, end: { line: 3, character: 2 } };
  const [rules, actions] = await Promise.all([rulesIn(client, file), client.codeActions(file, place)]);
  expect(rules).toEqual(first);
  expect(actions.map(({ title }) => title).join("\n")).toContain("busy-wait");
});

test("a client that cannot be told to ask again waits for all of them", async () => {
  const { workspace } = clientCapabilities;
  const { client, file } = await open(large, { ...clientCapabilities, workspace: { ...workspace, diagnostics: {} } });
  expect(await rulesIn(client, file)).toEqual(all);
});

test("to a client that does not ask, the others are sent when they are known", async () => {
  const { client, file } = await open(large, pushCapabilities);
  expect((await client.waitForPublished(file)).map(({ code }) => code)).toEqual(first);
  expect((await client.waitForPublished(file)).map(({ code }) => code)).toEqual(all);
});

test("in a small project all of them come at once", async () => {
  const { client, file } = await open({});
  expect(await rulesIn(client, file)).toEqual(all);
});
