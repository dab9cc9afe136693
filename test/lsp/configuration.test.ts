// Settings reach the findings without a restart, from clients that can be asked and from those that cannot.

/* async-insight-disable late-await -- who waits for a message has to listen before it is sent; failing early fails the test */

import { join } from "node:path";
import { expect, test } from "vitest";
import { DiagnosticRefreshRequest } from "vscode-languageserver/node";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { toUri } from "../harness/lsp-client.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const text =
  "declare function save(): Promise<void>;\nexport async function close() {\n  save();\n  const lost = save();\n}\n";

/** A server whose client answers with these settings, which a test may change. */
async function serverWith(settings: { current: unknown }): Promise<{ client: LanguageClient; file: string }> {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder, { configuration: () => settings.current });
  await client.open(file, text);
  return { client, file };
}

async function findings(client: LanguageClient, file: string): Promise<string[]> {
  return (await client.diagnostics(file)).map(({ code, severity }) => `${code} ${severity}`);
}

test("a rule's severity, changed while the server runs", async () => {
  const settings = { current: {} as unknown };
  const { client, file } = await serverWith(settings);
  expect(await findings(client, file)).toEqual(["floating-promise 2", "unused-promise 2"]);
  for (const [severity, expected] of [
    ["error", ["floating-promise 1", "unused-promise 2"]],
    ["hint", ["floating-promise 4", "unused-promise 2"]],
    ["off", ["unused-promise 2"]],
  ] as const) {
    settings.current = { floatingPromise: { severity } };
    const refreshed = client.waitForMessage(DiagnosticRefreshRequest.method);
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    await refreshed;
    expect(await findings(client, file)).toEqual(expected);
  }
});

test("what is said of the last file counts its findings anew, whenever the setting changes", async () => {
  const settings = { current: {} as unknown };
  const { client, file } = await serverWith(settings);
  const told = () => client.received.findLast(({ method }) => method === "asyncInsight/status")?.params;
  const first = client.diagnostics(file);
  for (const [severity, count] of [
    ["off", 1],
    ["error", 2],
  ] as const) {
    settings.current = { floatingPromise: { severity } };
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    if (severity === "off") await first;
    await expect.poll(told, { timeout: 5_000 }).toMatchObject({ state: "ready", findings: count });
  }
});

test("all of it off", async () => {
  const settings = { current: { enable: false } as unknown };
  const { client, file } = await serverWith(settings);
  expect(await findings(client, file)).toEqual([]);
  settings.current = { enable: true };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  expect(await findings(client, file)).toHaveLength(2);
});

test("a linter of the project takes over", async () => {
  const { client, file } = await serverWith({ current: { deferTo: ["typescript-eslint"] } });
  expect(await findings(client, file)).toEqual(["unused-promise 2"]);
});

test("settings belong to the resource", async () => {
  const [quiet, loud] = [await temporaryWorkspace({}), await temporaryWorkspace({})];
  const client = await startServer([quiet, loud], {
    configuration: (_section, scopeUri) =>
      scopeUri?.startsWith(toUri(quiet)) ? { "floatingPromise.severity": "off" } : {},
  });
  for (const folder of [quiet, loud]) await client.open(join(folder, "main.ts"), text);
  expect(await findings(client, join(quiet, "main.ts"))).toEqual(["unused-promise 2"]);
  expect(await findings(client, join(loud, "main.ts"))).toHaveLength(2);
  const asked = client.received.filter(({ method }) => method === "workspace/configuration");
  expect(asked.length).toBeLessThanOrEqual(5);
});

test("what means nothing is said once, in the log, and the rest counts", async () => {
  const settings = { current: { floatingPromise: { severity: "loud" }, unusedPromise: { severity: "hint" }, typo: 1 } };
  const { client, file } = await serverWith(settings);
  expect(await findings(client, file)).toEqual(["floating-promise 2", "unused-promise 4"]);
  await client.change(file, `${text}\n`);
  await client.diagnostics(file);
  const logged = client.received
    .filter(({ method }) => method === "window/logMessage")
    .map(({ params }) => JSON.stringify(params));
  expect(logged.filter((message) => message.includes("asyncInsight.floatingPromise.severity"))).toHaveLength(1);
  expect(logged.filter((message) => message.includes("asyncInsight.typo"))).toHaveLength(1);
  expect(client.count("window/showMessage")).toBe(0);
});

test("a client that cannot be asked gives its settings at the start, and sends changes", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const workspace = { ...clientCapabilities.workspace, configuration: false };
  const client = await startServer(folder, {
    capabilities: { ...clientCapabilities, workspace },
    initializationOptions: { settings: { floatingPromise: { severity: "off" } } },
  });
  await client.open(file, text);
  expect(await findings(client, file)).toEqual(["unused-promise 2"]);
  await client.notify("workspace/didChangeConfiguration", {
    settings: { asyncInsight: { unusedPromise: { severity: "off" } } },
  });
  expect(await findings(client, file)).toEqual(["floating-promise 2"]);
});

test("an untrusted workspace names no executable", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const client = await startServer(folder, {
    configuration: () => ({ engine: { executable: join(folder, "main.ts") } }),
    initializationOptions: { trusted: false },
  });
  await client.open(join(folder, "main.ts"), text);
  expect(await findings(client, join(folder, "main.ts"))).toHaveLength(2);
});
