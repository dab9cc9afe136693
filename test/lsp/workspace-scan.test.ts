// Findings of files that nobody opened: scans on request and by setting, and what workspace diagnostics make of them.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  CancellationTokenSource,
  DiagnosticRefreshRequest,
  FileChangeType,
  LSPErrorCodes,
  ProgressType,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver/node";
import type {
  WorkDoneProgressReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import { toUri } from "../harness/lsp-client.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { pushCapabilities, startServer, temporaryWorkspace, writeFiles } from "./temporary-workspace.ts";

const api = "export async function save(): Promise<void> {}\n";
const floating = 'import { save } from "./api.js";\nexport function close() {\n  save();\n}\n';
const awaited = floating.replace("function", "async function").replace("save();", "await save();");
const files = { "api.ts": api, "first.ts": floating, "second.ts": floating, "right.ts": awaited };

interface ScanResult {
  readonly files: number;
  readonly findings: number;
  readonly cancelled: boolean;
}

function scan(client: LanguageClient, params: object = {}): Promise<ScanResult> {
  return client.request("asyncInsight/scanWorkspace", params);
}

/** Findings by the file's name, of the files that have some or of which the client is told that they have none. */
function findingsByName({ items }: WorkspaceDiagnosticReport, folder: string): Record<string, unknown> {
  const entries = items.map((item): [string, unknown] => [
    item.uri.slice(toUri(folder).length + 1),
    item.kind === "full" ? item.items.map(({ code }) => code) : item.kind,
  ]);
  return Object.fromEntries(entries);
}

/** Asks as VS Code does: with what it knows, and ready to be told in parts. */
function longPoll(client: LanguageClient, known: ReadonlyMap<string, string>) {
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const partialResultToken = `partial-${Math.random()}`;
  const listener = client.connection.onProgress(
    WorkspaceDiagnosticRequest.partialResult,
    partialResultToken,
    (part) => {
      items.push(...part.items);
    },
  );
  const source = new CancellationTokenSource();
  const params = {
    partialResultToken,
    previousResultIds: [...known].map(([uri, value]) => ({ uri, value })),
  };
  const answer = client
    .request<WorkspaceDiagnosticReport>("workspace/diagnostic", params, source.token)
    .then((last) => ({ items: [...items, ...last.items] }))
    .finally(() => listener.dispose());
  return { answer, cancel: () => source.cancel() };
}

test("a scan finds what is in files that nobody opened", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  expect((await client.workspaceDiagnostics()).items).toEqual([]);
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  expect(await scan(client)).toEqual({ files: 4, findings: 2, cancelled: false });
  await refreshed;
  expect(findingsByName(await client.workspaceDiagnostics(), folder)).toEqual({
    "first.ts": ["floating-promise"],
    "second.ts": ["floating-promise"],
  });
  // A tab that shows one of them without having it open yet.
  expect(await client.diagnostics(join(folder, "first.ts"))).toHaveLength(1);
});

test("a scan reports its progress to whoever gave a token", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  const seen: WorkDoneProgressReport[] = [];
  client.connection.onProgress(new ProgressType<WorkDoneProgressReport>(), "mine", (value) => {
    seen.push(value);
  });
  await scan(client, { workDoneToken: "mine" });
  expect(seen.at(0)).toMatchObject({ kind: "begin", percentage: 0, cancellable: true });
  expect(seen.slice(1, -1).map(({ kind }) => kind)).toContain("report");
  expect(seen.at(-1)).toMatchObject({ kind: "end" });
});

test("a scan that is cancelled says so, and the next one is complete", async () => {
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`file-${i}.ts`, floating]));
  const folder = await temporaryWorkspace({ ...many, "api.ts": api });
  const client = await startServer(folder);
  const source = new CancellationTokenSource();
  const result = client.request<ScanResult>("asyncInsight/scanWorkspace", {}, source.token);
  source.cancel();
  expect(await result).toMatchObject({ cancelled: true });
  expect(await scan(client)).toEqual({ files: 401, findings: 400, cancelled: false });
});

test("a client that takes parts is answered when there is something to tell", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  const first = longPoll(client, new Map());
  await scan(client);
  const { items } = await first.answer;
  expect(findingsByName({ items }, folder)).toEqual({
    "first.ts": ["floating-promise"],
    "second.ts": ["floating-promise"],
  });

  // It knows all of that now, so its next question stays open until something changes.
  const known = new Map(items.map(({ uri, resultId }) => [uri, resultId!]));
  const second = longPoll(client, known);
  await client.open(join(folder, "first.ts"), awaited);
  expect(await client.diagnostics(join(folder, "first.ts"))).toEqual([]);
  const after = await second.answer;
  expect(findingsByName(after, folder)).toEqual({ "first.ts": [] });

  for (const { uri, resultId } of after.items) known.set(uri, resultId!);
  const third = longPoll(client, known);
  third.cancel();
  await expect(third.answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
});

test("without a scan, the findings of a document go when it closes", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder);
  const poll = longPoll(client, new Map());
  await client.open(join(folder, "first.ts"), floating);
  expect(await client.diagnostics(join(folder, "first.ts"))).toHaveLength(1);
  await client.close(join(folder, "first.ts"));
  expect(findingsByName(await poll.answer, folder)).toEqual({ "first.ts": [] });
  // Nor do they come back when the server has had time to look at what changed.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(findingsByName(await client.workspaceDiagnostics(), folder)).toEqual({ "first.ts": [] });
});

test("after a scan, files that change, appear and go are followed", async () => {
  const folder = await temporaryWorkspace({ ...files, "old/gone.ts": floating.replace("./api", "../api") });
  const client = await startServer(folder);
  await scan(client);
  const { items } = await longPoll(client, new Map()).answer;
  expect(Object.keys(findingsByName({ items }, folder)).toSorted()).toEqual(["first.ts", "old/gone.ts", "second.ts"]);
  const known = new Map(items.map(({ uri, resultId }) => [uri, resultId!]));

  await writeFiles(folder, { "first.ts": awaited, "new.ts": floating });
  await rm(join(folder, "old"), { recursive: true });
  const changes = [
    { uri: toUri(join(folder, "first.ts")), type: FileChangeType.Changed },
    { uri: toUri(join(folder, "new.ts")), type: FileChangeType.Created },
    { uri: toUri(join(folder, "old")), type: FileChangeType.Deleted },
  ];
  await client.notify("workspace/didChangeWatchedFiles", { changes });
  const news: Record<string, unknown> = {};
  while (Object.keys(news).length < 3) {
    const answer = await longPoll(client, known).answer;
    Object.assign(news, findingsByName(answer, folder));
    for (const { uri, resultId } of answer.items) known.set(uri, resultId!);
  }
  expect(news).toEqual({ "first.ts": [], "new.ts": ["floating-promise"], "old/gone.ts": [] });
});

test("after a scan, a document that closes without being saved counts as the disk has it", async () => {
  const folder = await temporaryWorkspace(files);
  const first = join(folder, "first.ts");
  const client = await startServer(folder);
  await scan(client);
  await client.open(first, awaited);
  expect(await client.diagnostics(first)).toEqual([]);
  const before = await client.workspaceDiagnostics();
  expect(findingsByName(before, folder)).toMatchObject({ "first.ts": [] });
  const poll = longPoll(client, new Map(before.items.map(({ uri, resultId }) => [uri, resultId!])));
  await client.close(first);
  expect(findingsByName(await poll.answer, folder)).toEqual({ "first.ts": ["floating-promise"] });
});

test("the scope `workspace` shows all findings without being asked for", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder, { configuration: () => ({ scope: "workspace" }) });
  const { items } = await longPoll(client, new Map()).answer;
  expect(findingsByName({ items }, folder)).toEqual({
    "first.ts": ["floating-promise"],
    "second.ts": ["floating-promise"],
  });
});

test("a client that does not ask is sent what a scan has found", async () => {
  const folder = await temporaryWorkspace(files);
  const client = await startServer(folder, { capabilities: pushCapabilities });
  await scan(client);
  await client.waitFor("findings of both files", () =>
    ["first.ts", "second.ts"].every((name) => client.published(join(folder, name))?.length === 1) ? true : undefined,
  );
  expect(client.published(join(folder, "right.ts"))).toBeUndefined();
});

test("what a scan could not see is said", async () => {
  const blind = floating.replace("./api.js", "not-installed");
  const blinder = `import { other } from "neither";\nother();\n${blind}`;
  const folder = await temporaryWorkspace({ "first.ts": blind, "second.ts": blinder, "api.ts": api });
  const client = await startServer(folder);
  expect(await scan(client)).toEqual({ files: 3, findings: 0, cancelled: false });
  expect(client.received.findLast(({ method }) => method === "asyncInsight/status")?.params).toEqual({
    state: "ready",
    limited: "analysis limited: 3 unresolved imports in 2 files",
  });
});

test("after a scan, a document whose file is deleted keeps its findings until it is closed", async () => {
  const folder = await temporaryWorkspace(files);
  const first = join(folder, "first.ts");
  const client = await startServer(folder);
  await scan(client);
  await client.open(first, floating);
  await rm(first);
  await client.notify("workspace/didChangeWatchedFiles", {
    changes: [{ uri: toUri(first), type: FileChangeType.Deleted }],
  });
  expect(await client.diagnostics(first)).toHaveLength(1);
  const shown = async () => findingsByName(await client.workspaceDiagnostics(), folder);
  expect(await shown()).toMatchObject({ "first.ts": ["floating-promise"] });
  await client.close(first);
  await expect.poll(shown, { timeout: 5_000 }).toMatchObject({ "first.ts": [], "second.ts": ["floating-promise"] });
});

test("a folder that leaves the workspace takes its findings along", async () => {
  const [first, second] = [await temporaryWorkspace(files), await temporaryWorkspace(files)];
  const client = await startServer([first, second], { configuration: () => ({ scope: "workspace" }) });
  const shown = async (folder: string) => {
    const { items } = await client.workspaceDiagnostics();
    return findingsByName({ items: items.filter(({ uri }) => uri.startsWith(toUri(folder))) }, folder);
  };
  const all = { "first.ts": ["floating-promise"], "second.ts": ["floating-promise"] };
  await expect.poll(() => shown(second), { timeout: 5_000 }).toEqual(all);
  const event = { added: [], removed: [{ uri: toUri(second), name: "second" }] };
  await client.notify("workspace/didChangeWorkspaceFolders", { event });
  expect(await shown(second)).toEqual({ "first.ts": [], "second.ts": [] });
  expect(await shown(first)).toEqual(all);

  // A document of that folder still has findings as long as it is open.
  await client.open(join(second, "first.ts"), floating);
  expect(await client.diagnostics(join(second, "first.ts"))).toHaveLength(1);
  expect(await shown(second)).toMatchObject({ "first.ts": ["floating-promise"] });
  await client.close(join(second, "first.ts"));
  expect(await shown(second)).toEqual({ "first.ts": [], "second.ts": [] });
});

test("a folder that joins the workspace is scanned with it", async () => {
  const [first, second] = [await temporaryWorkspace(files), await temporaryWorkspace(files)];
  const client = await startServer(first);
  expect(await scan(client)).toMatchObject({ files: 4 });
  const event = { added: [{ uri: toUri(second), name: "second" }], removed: [] };
  await client.notify("workspace/didChangeWorkspaceFolders", { event });
  expect(await scan(client)).toMatchObject({ files: 8, findings: 4 });
});
