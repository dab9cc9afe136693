// What must not crash: each case shows the right findings, or says why there are none.

import { join } from "node:path";
import { expect, test } from "vitest";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const text = "declare function save(): Promise<void>;\nexport async function close() {\n  save();\n}\n";

async function rulesIn(client: LanguageClient, file: string) {
  return (await client.diagnostics(file)).map(({ code }) => code);
}

function lastStatus(client: LanguageClient): unknown {
  return client.received.findLast(({ method }) => method === "asyncInsight/status")?.params;
}

test.each([
  ["not JSON at all", "][ {"],
  ["empty", ""],
  ["unknown options and values", '{ "compilerOptions": { "target": "es1", "colour": "red", "strict": true } }'],
  ["options that TypeScript 7 removed", '{ "compilerOptions": { "baseUrl": ".", "target": "es5", "strict": true } }'],
  ["an extended file that does not exist", '{ "extends": "./missing.json", "compilerOptions": { "strict": true } }'],
])("a tsconfig.json that is broken: %s", async (_, config) => {
  const folder = await temporaryWorkspace({ "tsconfig.json": config, "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, text);
  expect(await rulesIn(client, file)).toEqual(["floating-promise"]);
});

test("a syntax error in the file", async () => {
  const broken = text.replace("close() {", "close( {");
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, broken);
  expect((await client.diagnosticReport(file)).kind).toBe("full");
  // An unfinished statement after the finding does not hide it.
  await client.change(file, text.replace("save();\n", "save();\n  const x = \n"));
  expect(await rulesIn(client, file)).toEqual(["floating-promise"]);
  await client.change(file, text);
  expect(await rulesIn(client, file)).toEqual(["floating-promise"]);
});

test("a file of five megabytes", async () => {
  const line = "export const value_0 = { name: 'a generated record', list: [1, 2, 3] };\n";
  const lines = Array.from({ length: Math.ceil(5_000_000 / line.length) }, (_, i) => line.replace("_0", `_${i}`));
  const big = `// @generated\n${lines.join("")}${text}`;
  const folder = await temporaryWorkspace({ "big.ts": big, "main.ts": text });
  const client = await startServer(folder);
  await client.open(join(folder, "big.ts"), big);
  expect(await rulesIn(client, join(folder, "big.ts"))).toEqual([]);
  expect(lastStatus(client)).toMatchObject({ state: "ready", limited: expect.stringContaining("not analyzed") });
  await client.change(join(folder, "big.ts"), [
    { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: "// edited\n" },
  ]);
  await client.open(join(folder, "main.ts"), text);
  expect(await rulesIn(client, join(folder, "main.ts"))).toEqual(["floating-promise"]);
});

test("files that are not UTF-8", async () => {
  const latin1 = Buffer.from(text.replace("save();\n}", "save(); // caf\u00e9\n}"), "latin1");
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
  const binary = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256);
  const folder = await temporaryWorkspace({ "latin1.ts": latin1, "utf16.ts": utf16, "binary.ts": binary });
  const client = await startServer(folder);
  const result = await client.request("asyncInsight/scanWorkspace", {});
  expect(result).toMatchObject({ cancelled: false });
  const { items } = await client.workspaceDiagnostics();
  const found = items.filter((item) => item.kind === "full" && item.items.length > 0).map(({ uri }) => uri);
  expect(found).toContainEqual(expect.stringMatching(/latin1\.ts$/));
});

test("lone surrogates", async () => {
  const odd = `const s = "\uD800";\ns;\n${text}`;
  const folder = await temporaryWorkspace({});
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, odd);
  expect(await rulesIn(client, file)).toEqual(["floating-promise"]);
});

test("a workspace folder that does not exist", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const missing = join(folder, "missing");
  const client = await startServer([folder, missing]);
  expect(await client.request("asyncInsight/scanWorkspace", {})).toMatchObject({ files: 1, findings: 1 });
  const logged = client.received.filter(({ method }) => method === "window/logMessage").map(({ params }) => params);
  expect(logged).toContainEqual(expect.objectContaining({ message: expect.stringContaining(missing) }));
});

test("messages that make no sense", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.change(file, "never opened");
  await client.close(file);
  await expect(client.request("asyncInsight/unknown", {})).rejects.toThrow();
  await expect(client.request("textDocument/diagnostic", {})).rejects.toThrow();
  await client.open(file, text);
  const outside = { line: 999, character: 999 };
  expect(await client.hover(file, outside)).toBeNull();
  expect(await client.codeActions(file, { start: outside, end: outside })).toEqual([]);
  expect(await rulesIn(client, file)).toEqual(["floating-promise"]);
});

test("an executable that is none", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder, {
    configuration: () => ({ "engine.executable": join(folder, "no-such-compiler") }),
  });
  await client.open(file, text);
  // The server starts the engine that it ships with before it knows of the setting.
  await client.waitFor("the settings to be asked for", () => client.count("workspace/configuration") || undefined);
  const failure = await client.diagnostics(file).catch((error: unknown) => String(error));
  expect(failure).toContain("no-such-compiler");
  // What the editor asks for by itself is answered in its log; people look at the status.
  await client.waitFor("the status to say so", () => {
    const status = JSON.stringify(lastStatus(client));
    return status.includes('"failed"') && status.includes("Correct the setting or remove it") ? true : undefined;
  });
  expect(await client.request<string>("asyncInsight/explain", { textDocument: { uri: "file:///x.ts" } })).toContain(
    "not open",
  );
});

test("what each step saw, for a bug report", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const file = join(folder, "main.ts");
  const client = await startServer(folder);
  await client.open(file, text);
  const uri = new URL(`file://${file}`).href;
  const explanation = await client.request<string>("asyncInsight/explain", { textDocument: { uri } });
  expect(explanation).toContain(file);
  expect(explanation).toContain("floating-promise: Nothing waits for `save()`.");
});
