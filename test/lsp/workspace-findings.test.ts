// The list of all known findings, and the repair of many of them at once.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Repair } from "../../server/src/lsp/fix-findings.ts";
import type { KnownFindings } from "../../server/src/lsp/workspace-findings.ts";
import { toUri } from "../harness/lsp-client.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const api = "export async function save(): Promise<void> {}\n";
const floating = 'import { save } from "./api.js";\nexport async function close() {\n  save();\n}\n';
const files = { "api.ts": api, "first.ts": floating, "second.ts": floating };

const findingsOf = (client: LanguageClient): Promise<KnownFindings> => client.request("asyncInsight/findings", null);
const scan = (client: LanguageClient): Promise<unknown> => client.request("asyncInsight/scanWorkspace", {});

/** The files' names with their rules. */
function rulesByName({ files: listed }: KnownFindings): [string | undefined, string[]][] {
  return listed.map(({ uri, findings }) => [uri.split("/").at(-1), findings.map(({ rule }) => rule)]);
}

test("before a scan, the findings are those of open documents", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  expect(await findingsOf(client)).toEqual({ rules: [], files: [], hasScanned: false, isScanning: false });
  const changed = client.waitForMessage("asyncInsight/findingsChanged");
  await client.open(join(folder, "first.ts"), floating);
  await client.diagnostics(join(folder, "first.ts"));
  await changed;
  const known = await findingsOf(client);
  expect(rulesByName(known)).toEqual([["first.ts", ["floating-promise"]]]);
  expect(known.rules).toEqual([
    { name: "floating-promise", family: "unawaited", summary: expect.stringContaining("promise") },
  ]);
  expect(known.files[0]?.findings[0]).toMatchObject({
    message: "Nothing waits for `save()`.",
    severity: 2,
    range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } },
  });
});

test("closing a document that no scan has looked at takes its findings away", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  await client.open(join(folder, "first.ts"), floating);
  await client.diagnostics(join(folder, "first.ts"));
  expect(rulesByName(await findingsOf(client))).toHaveLength(1);
  const changed = client.waitForMessage("asyncInsight/findingsChanged");
  await client.close(join(folder, "first.ts"));
  await changed;
  expect(rulesByName(await findingsOf(client))).toEqual([]);
});

test("after a scan they are those of the workspace, and follow edits of open documents", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  await scan(client);
  const known = await findingsOf(client);
  expect(known.hasScanned).toBe(true);
  expect(rulesByName(known)).toEqual([
    ["first.ts", ["floating-promise"]],
    ["second.ts", ["floating-promise"]],
  ]);
  const changed = client.waitForMessage("asyncInsight/findingsChanged");
  await client.open(join(folder, "first.ts"), floating.replace("save();", "await save();"));
  await client.diagnostics(join(folder, "first.ts"));
  await changed;
  expect(rulesByName(await findingsOf(client))).toEqual([["second.ts", ["floating-promise"]]]);
});

test("nobody is told of changes who never asked", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  await scan(client);
  // Longer than the server gathers changes.
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(client.count("asyncInsight/findingsChanged")).toBe(0);
});

test("findings of several files are repaired by one edit, also in files that are not open", async () => {
  const folder = await temporaryWorkspace({ ...files, "first.ts": floating.replace("save();", "save(); save();") });
  const client = await startServer(folder);
  await scan(client);
  const targets = ["first.ts", "second.ts"].map((name) => ({
    uri: toUri(join(folder, name)),
    rule: "floating-promise",
  }));
  const repair = await client.request<Repair>("asyncInsight/fixFindings", { targets });
  expect(repair).toMatchObject({ repaired: 3, findings: 3 });
  for (const name of ["first.ts", "second.ts"]) {
    const text = await readFile(join(folder, name), "utf8");
    const changes = repair.edit?.documentChanges?.flatMap((change) =>
      "edits" in change && change.textDocument.uri === toUri(join(folder, name)) ? change.edits : [],
    );
    const document = TextDocument.create("", "", 1, text);
    expect(TextDocument.applyEdits(document, (changes ?? []).filter(TextEdit.is))).toBe(
      text.replaceAll("save();", "await save();"),
    );
  }
});

test("one finding can be meant, and what has gone since is not counted", async () => {
  const folder = await temporaryWorkspace({ ...files, "first.ts": floating.replace("save();", "save();\n  save();") });
  const client = await startServer(folder);
  const target = { uri: toUri(join(folder, "first.ts")), rule: "floating-promise", start: { line: 3, character: 2 } };
  const repair = await client.request<Repair>("asyncInsight/fixFindings", { targets: [target, target] });
  expect(repair).toMatchObject({ repaired: 1, findings: 1 });
  const elsewhere = { ...target, start: { line: 1, character: 0 } };
  const gone = await client.request<Repair>("asyncInsight/fixFindings", { targets: [elsewhere] });
  expect(gone).toEqual({ edit: null, repaired: 0, findings: 0 });
});
