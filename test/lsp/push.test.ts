// Clients that do not ask for diagnostics are sent them.

import { join } from "node:path";
import { expect, test } from "vitest";
import { PublishDiagnosticsNotification } from "vscode-languageserver/node";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { toUri } from "../harness/lsp-client.ts";
import { pushCapabilities, startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const synchronous = "export function save(): void {}\n";
const asynchronous = "export async function save(): Promise<void> {}\n";
const caller = 'import { save } from "./api.js";\nexport function close() {\n  save();\n}\n';

const published = (client: LanguageClient, file: string) => client.published(file)?.map(({ code }) => code);

/** Waits until the last published findings of the file are these. */
const eventually = (client: LanguageClient, file: string, codes: readonly string[]) =>
  client.waitFor(`${codes.length} findings in ${file}`, () =>
    JSON.stringify(published(client, file)) === JSON.stringify(codes) ? true : undefined,
  );

test("findings are sent after opening and editing, and taken back on closing", async () => {
  const folder = await temporaryWorkspace({ "api.ts": asynchronous, "main.ts": caller });
  const main = join(folder, "main.ts");
  const client = await startServer(folder, { capabilities: pushCapabilities });
  await client.open(main, caller);
  await eventually(client, main, ["floating-promise"]);
  const message = client.received.find(({ method }) => method === PublishDiagnosticsNotification.method);
  expect(message?.params).toMatchObject({ uri: toUri(main), version: 1 });
  await client.change(main, caller.replace("save()", "void save()"));
  await eventually(client, main, []);
  await client.change(main, caller);
  await eventually(client, main, ["floating-promise"]);
  await client.close(main);
  await eventually(client, main, []);
});

test("a burst of edits is answered for the last text, not one by one", async () => {
  const folder = await temporaryWorkspace({ "api.ts": asynchronous, "main.ts": caller });
  const main = join(folder, "main.ts");
  const client = await startServer(folder, { capabilities: pushCapabilities });
  await client.open(main, caller);
  for (let i = 0; i < 20; i++) await client.change(main, `${"\n".repeat(i)}${caller}`);
  await eventually(client, main, ["floating-promise"]);
  const messages = client.received.filter(({ method }) => method === PublishDiagnosticsNotification.method);
  expect(messages.at(-1)?.params).toMatchObject({ version: 21 });
  // One where the machine keeps up, a few where it stalls in the middle of the burst.
  expect(messages.length).toBeLessThan(10);
  expect(client.published(main)?.[0]?.range.start.line).toBe(21);
});

test("a function that becomes async shows in a document that was not touched", async () => {
  const folder = await temporaryWorkspace({ "api.ts": synchronous, "main.ts": caller });
  const [api, main] = [join(folder, "api.ts"), join(folder, "main.ts")];
  const client = await startServer(folder, { capabilities: pushCapabilities });
  await client.open(api, synchronous);
  await client.open(main, caller);
  await eventually(client, main, []);
  await client.change(api, asynchronous);
  await eventually(client, main, ["floating-promise"]);
});
