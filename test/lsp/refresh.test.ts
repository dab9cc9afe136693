// Findings follow what happens elsewhere: in other documents, on disk.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DiagnosticRefreshRequest, FileChangeType } from "vscode-languageserver/node";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { toUri } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace, writeFiles } from "./temporary-workspace.ts";

const synchronous = "export function save(): void {}\n";
const asynchronous = "export async function save(): Promise<void> {}\n";
const caller = 'import { save } from "./api.js";\nexport function close() {\n  save();\n}\n';

async function rulesIn(client: LanguageClient, file: string) {
  return (await client.diagnostics(file)).map(({ code }) => code);
}

/** Tells the server what watchers of an editor would tell it. */
function watched(client: LanguageClient, file: string, type: FileChangeType): Promise<void> {
  return client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: toUri(file), type }] });
}

test("a function that becomes async shows in a document that was not touched", async () => {
  const folder = await temporaryWorkspace({ "api.ts": synchronous, "main.ts": caller });
  const [api, main] = [join(folder, "api.ts"), join(folder, "main.ts")];
  const client = await startServer(folder);
  await client.open(api, synchronous);
  await client.open(main, caller);
  expect(await rulesIn(client, main)).toEqual([]);
  expect(await rulesIn(client, api)).toEqual([]);

  const becameAsync = client.waitForMessage(DiagnosticRefreshRequest.method);
  await client.change(api, asynchronous);
  await client.diagnostics(api);
  await becameAsync;
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);

  const becameSync = client.waitForMessage(DiagnosticRefreshRequest.method);
  await client.change(api, synchronous);
  await becameSync;
  expect(await rulesIn(client, main)).toEqual([]);
});

test("a document that is opened with an unsaved text counts for the others", async () => {
  const folder = await temporaryWorkspace({ "api.ts": synchronous, "main.ts": caller });
  const [api, main] = [join(folder, "api.ts"), join(folder, "main.ts")];
  const client = await startServer(folder);
  await client.open(main, caller);
  expect(await rulesIn(client, main)).toEqual([]);
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  await client.open(api, asynchronous);
  await refreshed;
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);
});

test("an edit that other documents cannot see refreshes nothing", async () => {
  const folder = await temporaryWorkspace({ "api.ts": asynchronous, "main.ts": caller });
  const [api, main] = [join(folder, "api.ts"), join(folder, "main.ts")];
  const client = await startServer(folder);
  await client.open(api, asynchronous);
  await client.open(main, caller);
  expect(await rulesIn(client, api)).toEqual([]);
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);
  await client.change(api, asynchronous.replace("{}", "{ /* nothing yet */ }"));
  expect(await rulesIn(client, api)).toEqual([]);

  // The next change that matters is seen, so the look at the other documents after the first one is over by then.
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(client.count(DiagnosticRefreshRequest.method)).toBe(0);
  await client.change(api, synchronous);
  await refreshed;
  expect(client.count(DiagnosticRefreshRequest.method)).toBe(1);
});

test("a file that appears makes an import resolve", async () => {
  const folder = await temporaryWorkspace({ "main.ts": caller });
  const main = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(main, caller);
  expect(await rulesIn(client, main)).toEqual([]);
  const limited = client.received.findLast(({ method }) => method === "asyncInsight/status");
  expect(limited?.params).toMatchObject({
    state: "ready",
    limited: "analysis limited: 1 unresolved import in 1 file",
  });

  await writeFiles(folder, { "api.ts": asynchronous });
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  await watched(client, join(folder, "api.ts"), FileChangeType.Created);
  await refreshed;
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);
});

test("a file that changes on disk", async () => {
  const folder = await temporaryWorkspace({ "api.ts": synchronous, "main.ts": caller });
  const main = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(main, caller);
  expect(await rulesIn(client, main)).toEqual([]);
  await writeFiles(folder, { "api.ts": asynchronous });
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  await watched(client, join(folder, "api.ts"), FileChangeType.Changed);
  await refreshed;
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);
});

test("a folder that is deleted as a whole, reported under its own name", async () => {
  const call = caller.replace("./api.js", "./lib/api.js");
  const folder = await temporaryWorkspace({ "lib/api.ts": asynchronous, "main.ts": call });
  const main = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(main, call);
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);
  await rm(join(folder, "lib"), { recursive: true });
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  await watched(client, join(folder, "lib"), FileChangeType.Deleted);
  await refreshed;
  expect(await rulesIn(client, main)).toEqual([]);
});

test("a configuration file that changes", async () => {
  const strict = { compilerOptions: { strict: true, target: "esnext", module: "nodenext", types: [] } };
  const withGlobals = { ...strict, files: ["main.ts", "globals.d.ts"] };
  const call = "export function close() {\n  save();\n}\n";
  const folder = await temporaryWorkspace({
    "main.ts": call,
    "globals.d.ts": "declare function save(): Promise<void>;\n",
    "tsconfig.json": JSON.stringify({ ...strict, files: ["main.ts"] }),
  });
  const main = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(main, call);
  expect(await rulesIn(client, main)).toEqual([]);
  await writeFiles(folder, { "tsconfig.json": JSON.stringify(withGlobals) });
  const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
  await watched(client, join(folder, "tsconfig.json"), FileChangeType.Changed);
  await refreshed;
  expect(await rulesIn(client, main)).toEqual(["floating-promise"]);
});

const blocking = 'import { readFileSync } from "node:fs";\n';
const fs = 'declare module "node:fs" { export function readFileSync(path: string): string; }\n';

/** Texts of `main.ts`, and of `other.ts` without and with what makes `main.ts` block. */
const elsewhere = {
  "a helper": {
    main: 'import { load } from "./other.js";\nexport async function start() { return load(); }\n',
    without: `${blocking}export function load(): string { return "" + readFileSync; }\n`,
    with: `${blocking}export function load(): string { return readFileSync("a"); }\n`,
    rule: "blocking-helper",
  },
  "what a function does with its callback": {
    main: `${blocking}import { run } from "./other.js";\nexport async function start() { run(() => readFileSync("a")); }\n`,
    without: "export function run(task: () => string): string { return String(task); }\n",
    with: "export function run(task: () => string): string { return task(); }\n",
    rule: "blocking-call",
  },
  "the implementation of an interface": {
    main: 'import type { Loader } from "./other.js";\nexport async function start(by: Loader) { return by.load(); }\n',
    without: `${blocking}export interface Loader { load(): string }\nexport const loader: Loader = { load(): string { return "" + readFileSync; } };\n`,
    with: `${blocking}export interface Loader { load(): string }\nexport const loader: Loader = { load(): string { return readFileSync("a"); } };\n`,
    rule: "blocking-helper",
  },
  "who starts a worker": {
    main: `${blocking}export async function work() { return readFileSync("a"); }\n`,
    without:
      'declare class Worker { constructor(url: URL) }\ndeclare class URL { constructor(url: string, base: string) }\nexport function begin(): void { new Worker(new URL("./main.js", import.meta.url)); }\n',
    with: "export function begin(): void {}\n",
    rule: "blocking-call",
  },
};

test.each(Object.entries(elsewhere))("whether a call blocks follows %s in another document", async (_what, texts) => {
  const folder = await temporaryWorkspace({ "fs.d.ts": fs, "main.ts": texts.main, "other.ts": texts.without });
  const [main, other] = [join(folder, "main.ts"), join(folder, "other.ts")];
  const client = await startServer(folder);
  await client.open(other, texts.without);
  await client.open(main, texts.main);
  expect(await rulesIn(client, main)).toEqual([]);
  expect(await rulesIn(client, other)).toEqual([]);

  for (const [text, expected] of [
    [texts.with, [texts.rule]],
    [texts.without, []],
  ] as const) {
    const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
    await client.change(other, text);
    await client.diagnostics(other);
    await refreshed;
    expect(await rulesIn(client, main)).toEqual(expected);
  }
});
