// How the server and its engine end, and how they come back. Nothing may be left running, whoever died.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { distFolder } from "../../scripts/build.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { canSeeProcesses, childrenOf, ended, isRunning } from "./processes.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const text = "async function save() {}\nexport async function close() {\n  save();\n}\n";

async function serverWithFindings(): Promise<{ client: LanguageClient; file: string; processes: number[] }> {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, text);
  expect(await client.diagnostics(file)).toHaveLength(1);
  const engines = await childrenOf(client.process.pid!);
  expect(engines).toHaveLength(1);
  return { client, file, processes: [client.process.pid!, ...engines] };
}

describe.skipIf(!canSeeProcesses)("processes", () => {
  test("shutdown and exit leave none behind", async () => {
    const { client, processes } = await serverWithFindings();
    expect(await client.shutdown()).toBe(0);
    await ended(processes);
  });

  test("exit without shutdown is an error, and leaves none behind", async () => {
    const { client, processes } = await serverWithFindings();
    const exit = once(client.process, "exit");
    await client.notify("exit", null);
    expect(await exit).toEqual([1, null]);
    await ended(processes);
  });

  test("a client that closes the pipe leaves none behind", async () => {
    const { client, processes } = await serverWithFindings();
    client.process.stdin?.end();
    await ended(processes);
  });

  test("an engine that hangs ends with the server, whichever way that goes", async () => {
    const closed = await serverWithFindings();
    process.kill(closed.processes[1]!, "SIGSTOP");
    closed.client.process.stdin?.end();
    await ended(closed.processes);

    const shutDown = await serverWithFindings();
    process.kill(shutDown.processes[1]!, "SIGSTOP");
    expect(await shutDown.client.shutdown()).toBe(0);
    await ended(shutDown.processes);
  });

  test("a server that is killed leaves no engine behind", async () => {
    const { client, processes } = await serverWithFindings();
    client.process.kill("SIGKILL");
    await ended(processes);
  });

  test("over IPC, a client that dies leaves none behind", async () => {
    const folder = await temporaryWorkspace({ "main.ts": text });
    const uri = `file://${join(folder, "main.ts")}`;
    // A client as small as can be: it dies of the answer to its first question.
    const script = `
      const { fork } = require("node:child_process");
      const server = fork(${JSON.stringify(join(distFolder, "server.js"))}, ["--node-ipc"], { stdio: "ignore" });
      const send = (message) => server.send({ jsonrpc: "2.0", ...message });
      send({ id: 1, method: "initialize", params: { processId: process.pid, rootUri: null, capabilities: { textDocument: { diagnostic: {} } } } });
      server.on("message", (message) => {
        if (message.id === 1) {
          send({ method: "initialized", params: {} });
          send({ method: "textDocument/didOpen", params: { textDocument: { uri: ${JSON.stringify(uri)}, languageId: "typescript", version: 1, text: ${JSON.stringify(text)} } } });
          send({ id: 2, method: "textDocument/diagnostic", params: { textDocument: { uri: ${JSON.stringify(uri)} } } });
        }
        if (message.id === 2) console.log(JSON.stringify({ server: server.pid, found: message.result.items.length }));
      });`;
    const client = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void client.kill("SIGKILL"));
    const [line]: unknown[] = await once(client.stdout, "data");
    const { server, found }: { server: number; found: number } = JSON.parse(String(line));
    expect(found).toBe(1);
    const processes = [server, ...(await childrenOf(server))];
    expect(processes).toHaveLength(2);
    client.kill("SIGKILL");
    await ended(processes);
  });

  test("an engine that is killed is replaced, and knows the open documents", async () => {
    const { client, file, processes } = await serverWithFindings();
    const unsaved = text.replace("save();", "save(); save();");
    await client.change(file, unsaved);
    const failed = client.waitFor("the status of a crash", () => hasStatus(statuses(client), "failed"));
    process.kill(processes[1]!, "SIGKILL");
    await failed;
    expect(await client.diagnostics(file)).toHaveLength(2);
    const engines = await childrenOf(client.process.pid!);
    expect(engines).toHaveLength(1);
    expect(engines).not.toContain(processes[1]);
    await client.waitFor("the status of recovery", () => hasStatus(statuses(client).slice(-1), "ready"));
  });

  test("an engine that is killed while it works is asked again", async () => {
    const { client, file, processes } = await serverWithFindings();
    await client.change(file, `${text}\nsave();\n`);
    const pending = client.diagnostics(file);
    process.kill(processes[1]!, "SIGKILL");
    expect(await pending).toHaveLength(2);
  });

  test("an engine that has nothing to do gives its memory back, and comes again when it is needed", async () => {
    const folder = await temporaryWorkspace({ "main.ts": text });
    const file = join(folder, "main.ts");
    const client = await startServer(folder, { configuration: () => ({ "engine.idleMinutes": 0.01 }) });
    await client.open(file, text);
    expect(await client.diagnostics(file)).toHaveLength(1);
    await client.waitFor("the status of rest", () => hasStatus(statuses(client), "idle"));
    expect(await childrenOf(client.process.pid!)).toEqual([]);
    await client.change(file, `\n${text}`);
    expect(await client.diagnostics(file)).toHaveLength(1);
  });

  test("the engine restarts on request", async () => {
    const { client, file, processes } = await serverWithFindings();
    expect(await client.request("asyncInsight/restartEngine", {})).toBeNull();
    expect(await isRunning(processes[1]!)).toBe(false);
    expect(await client.diagnostics(file)).toHaveLength(1);
    expect(await childrenOf(client.process.pid!)).toHaveLength(1);
  });
});

function statuses(client: LanguageClient): unknown[] {
  return client.received.filter(({ method }) => method === "asyncInsight/status").map(({ params }) => params);
}

/** What `waitFor` looks for: one of the statuses has this state. */
function hasStatus(seen: readonly unknown[], state: string): true | undefined {
  return seen.some((status) => JSON.stringify(status).includes(`"state":"${state}"`)) ? true : undefined;
}
