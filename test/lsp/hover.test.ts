// What a finding teaches when somebody points at it.

import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { Hover, MarkupKind } from "vscode-languageserver/node";
import { concepts } from "../../server/src/concepts/index.ts";
import { hoverContents } from "../../server/src/lsp/hover-text.ts";
import { PALETTES } from "../../server/src/pictures/theme.ts";
import { rules } from "../../server/src/rules/index.ts";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { toUri, type LanguageClientOptions } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

type StartOptions = Partial<LanguageClientOptions>;

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

test("nothing where there is nothing to say", async () => {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const client = await startServer(folder);
  await client.open(join(folder, "main.ts"), text);
  expect(await client.hover(join(folder, "main.ts"), { line: 1, character: 4 })).toBeNull();
  expect(await client.hover(join(folder, "not-open.ts"), onFinding)).toBeNull();
});

const waiting = `declare function load(id: number): Promise<string>;
export async function show(): Promise<string> {
  const second = load(2);
  const first = await load(1);
  return first + (await second);
}
`;
const onAwait = { line: 3, character: 18 };

async function hoverIn(options: StartOptions, position = onAwait, name = "main.ts") {
  const folder = await temporaryWorkspace({ [name]: waiting });
  const client = await startServer(folder, options);
  const path = join(folder, name);
  await client.open(path, waiting);
  return { client, path, hover: await client.hover(path, position) };
}

test("what is true at an await, with links to the places, and the concept below a line", async () => {
  const { hover, path } = await hoverIn({}, onAwait, "main (1).ts");
  expect(hover?.range).toEqual({ start: { line: 3, character: 16 }, end: { line: 3, character: 21 } });
  const value = valueOf(hover, "markdown");
  expect(value).toMatch(/^\*\*Suspension point\.\*\* `show` is suspended here until `load\(1\)` has settled/);
  const address = `${toUri(path).replaceAll("(", "%28").replaceAll(")", "%29")}#L3,18`;
  expect(value).toContain(`- May still be pending here: \`second\` ([line 3](${address})).`);
  expect(value).toContain("\n\n---\n\n### Suspension point");
  // A client that names no theme may be a terminal.
  expect(value).not.toContain("data:image");
});

test("a picture in the colours of the client's theme", async () => {
  const { client, path, hover } = await hoverIn({
    initializationOptions: { hover: { theme: "light" } },
  });
  const value = valueOf(hover, "markdown");
  expect(pictureIn(value)).toContain(PALETTES.light.runs);
  expect(value).toContain("![show waits. second and load(1) overlap; suspended once.](data:image/svg+xml;base64,");
  expect(value.length).toBeLessThan(50_000);

  await client.notify("asyncInsight/theme", { theme: "highContrast" });
  const after = valueOf(await client.hover(path, onAwait), "markdown");
  expect(pictureIn(after)).toContain(PALETTES.highContrast.blocked);
  expect(pictureIn(after)).not.toContain(PALETTES.light.runs);
});

function pictureIn(markdown: string): string {
  const [, data] = /\(data:image\/svg\+xml;base64,([\w+/=]+)\|/.exec(markdown)!;
  return Buffer.from(data!, "base64").toString("utf8");
}

test("as much as the setting says", async () => {
  const initializationOptions = { hover: { theme: "dark" } };
  const brief = await hoverIn({ initializationOptions, configuration: () => ({ hover: "brief" }) });
  const value = valueOf(brief.hover, "markdown");
  expect(value).toContain("`show` is suspended here");
  expect(value).toContain("/server/src/concepts/suspension-point.md)");
  expect(value).not.toMatch(/data:image|asyncio/);
  const off = await hoverIn({ initializationOptions, configuration: () => ({ hover: "off" }) });
  expect(off.hover).toBeNull();
});

test("on a name, where TypeScript has its own hover, the concept is a link", async () => {
  const { hover } = await hoverIn({}, { line: 3, character: 23 });
  const value = valueOf(hover, "markdown");
  expect(value).toMatch(/^\*\*Promise\.\*\* `load\(1\)` gives a promise/);
  expect(value).toMatch(/\[About: Promise\]\(https:.*\/promise\.md\)$/);
  expect(value).not.toContain("asyncio");
});

test("a finding first, then what is true there, then the concept", () => {
  const span = { start: 0, end: 5 };
  const finding = { rule: "floating-promise", message: "Nothing waits.", severity: "warning", file: "/a.ts", span };
  const bars = [{ kind: "runs" as const, start: 0, end: 1 }];
  const picture = {
    title: "A picture",
    panels: [{ title: "", lanes: [{ kind: "loop" as const, label: "loop", bars }] }],
  };
  const lesson = { concept: "promise", span, remarks: [["It is true."]], picture };
  const request = {
    findings: [{ ...finding, severity: "warning" as const, related: [] }],
    refusals: [],
    lesson,
    isBrief: false,
    isMarkdown: true,
    theme: "dark" as const,
    isBesideAnother: false,
    placeOf: () => ({ line: 0, uri: "file:///a.ts" }),
  };
  const { value } = hoverContents(request);
  const parts = [
    "**Nothing waits.**",
    "**Promise.** It is true.",
    "![A picture.",
    "### Unhandled rejection",
    "/floating-promise.md)",
  ];
  const places = parts.map((part) => value.indexOf(part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  // One concept is explained; the other is a link.
  expect(value.match(/^### /gm)).toHaveLength(1);
  // Without a picture there is nothing that the finding does not say.
  expect(hoverContents({ ...request, lesson: { ...lesson, picture: undefined } }).value).not.toContain("It is true.");
});

test("the same in plain text, without pictures and addresses", async () => {
  const textDocument = { ...clientCapabilities.textDocument, hover: { contentFormat: ["plaintext" as const] } };
  const { hover } = await hoverIn({
    capabilities: { ...clientCapabilities, textDocument },
    initializationOptions: { hover: { theme: "dark" } },
  });
  const value = valueOf(hover, "plaintext");
  expect(value).toContain("May still be pending here: `second` (line 3).");
  expect(value).not.toMatch(/data:|file:/);
});

test("what was edited counts at once", async () => {
  const { client, path } = await hoverIn({});
  await client.change(path, waiting.replace("  const second = load(2);\n", "").replace("(await second)", "2"));
  const value = valueOf(await client.hover(path, { line: 2, character: 18 }), "markdown");
  expect(value).not.toContain("May still be pending");
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
  const folder = join(import.meta.dirname, "../../server/src/concepts");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  expect(files.map((name) => basename(name, ".md")).toSorted()).toEqual(Object.keys(concepts).toSorted());
  for (const name of files) {
    const page = await readFile(join(folder, name), "utf8");
    expect(concepts[basename(name, ".md")]).toBe(page.trimEnd());
    // What each page has to say, in this order.
    expect(page).toMatch(/^### [^\n]+\n[\s\S]*```ts\n[\s\S]*\*\*In asyncio\*\*[\s\S]*\*\*Common mistake\*\*/);
  }
});
