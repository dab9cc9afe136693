// Views of whole functions as a client gets them: the timeline, lenses and hints.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CodeLens, InlayHint } from "vscode-languageserver/node";
import type { FunctionTimeline } from "../../server/src/lsp/timeline.ts";
import { toUri } from "../harness/lsp-client.ts";
import type { LanguageClient } from "../harness/lsp-client.ts";
import { parseXml } from "../pictures/xml.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const declarations = `declare function fetchUser(id: number): Promise<string>;
declare function fetchOrders(id: number): Promise<string[]>;
declare function save(text: string): Promise<void>;
`;
const text = `${declarations}
export async function report(ids: number[]): Promise<void> {
  const orders = fetchOrders(1);
  for (const id of ids) {
    const user = await fetchUser(id);
    if (user === "") await save(user);
  }
  console.log(await orders);
}

export async function both(): Promise<void> {
  const [user, orders] = await Promise.all([fetchUser(1), fetchOrders(1)]);
  save(user + orders);
}

export function plain(): number {
  return 1;
}
`;
const node = `declare module "node:fs" { export function readFileSync(path: string): string; }\n`;

interface Editor {
  readonly client: LanguageClient;
  readonly file: string;
  readonly text: string;
}

async function editorWith(content: string, settings: object = {}): Promise<Editor> {
  const folder = await temporaryWorkspace({ "main.ts": content, "node.d.ts": node });
  const file = join(folder, "main.ts");
  const client = await startServer(folder, {
    initializationOptions: { commands: true },
    configuration: () => settings,
  });
  await client.open(file, content);
  return { client, file, text: content };
}

function positionOf(content: string, what: string) {
  const before = content.slice(0, content.indexOf(what)).split("\n");
  return { line: before.length - 1, character: before.at(-1)!.length };
}

function timelineAt({ client, file, text: content }: Editor, what: string): Promise<FunctionTimeline | null> {
  const params = { textDocument: { uri: toUri(file) }, position: positionOf(content, what), width: 700 };
  return client.request("asyncInsight/timeline", params);
}

function lensesOf({ client, file }: Editor): Promise<CodeLens[]> {
  return client.request("textDocument/codeLens", { textDocument: { uri: toUri(file) } });
}

function hintsOf({ client, file, text: content }: Editor): Promise<InlayHint[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: content.split("\n").length, character: 0 } };
  return client.request("textDocument/inlayHint", { textDocument: { uri: toUri(file) }, range });
}

describe("the timeline", () => {
  test("says step by step what the function around the place does", async () => {
    const editor = await editorWith(text);
    const timeline = await timelineAt(editor, "fetchUser(id)");
    expect(timeline?.name).toBe("report");
    expect(timeline?.steps.map(({ words }) => words)).toEqual([
      "Line 6: starts fetchOrders(1) as orders.",
      "Line 8: waits for fetchUser(id), while orders goes on (for (const id of ids)).",
      'Line 9: waits for save(user), while orders goes on (for (const id of ids), if (user === "")).',
      "Line 11: waits for orders.",
    ]);
    for (const { start, end } of timeline!.steps) expect(text.slice(start, end)).toMatch(/^(?:await )?\w+/u);
    expect(timeline?.notes.join(" ")).toMatch(/not known.*branch.*loop/u);
  });

  test("is a picture whose parts lead to the code", async () => {
    const editor = await editorWith(text);
    const { svg, alternative } = (await timelineAt(editor, "fetchUser(id)"))!;
    expect(() => parseXml(svg)).not.toThrow();
    expect(svg).not.toContain("<style");
    expect(alternative).toContain("fetchUser(id)");
    const places = [...svg.matchAll(/data-start="(\d+)" data-end="(\d+)"/gu)].map(([, start, end]) =>
      text.slice(Number(start), Number(end)),
    );
    expect(places).toEqual(expect.arrayContaining(["fetchOrders(1)", "fetchUser(id)", "await orders"]));
  });

  test("shows what runs together, and what nobody waits for", async () => {
    const editor = await editorWith(text);
    const timeline = await timelineAt(editor, "Promise.all");
    expect(timeline?.steps.map(({ words }) => words)).toEqual([
      "Line 15: waits for fetchUser(1) and fetchOrders(1).",
      "Line 16: starts save(user + orders), and nobody waits for it.",
    ]);
    expect(timeline?.svg).toContain("unheeded");
  });

  test("has a blocked stretch, and a second panel in which nothing blocks", async () => {
    const content = `import { readFileSync } from "node:fs";\n${declarations}
export async function load(): Promise<string> {
  const user = await fetchUser(1);
  return user + readFileSync("a.txt");
}
`;
    const timeline = await timelineAt(await editorWith(content), "await");
    expect(timeline?.steps.map(({ words }) => words)).toEqual([
      "Line 7: waits for fetchUser(1).",
      'Line 8: readFileSync("a.txt") blocks the event loop.',
    ]);
    expect(timeline?.svg).toContain('class="bar blocked"');
    expect(timeline?.alternative).toMatch(/As written: .*blocks the event loop.*As it could be: /u);
  });

  test("is there for the top level, and not for code that waits for nothing", async () => {
    const editor = await editorWith(`${declarations}await save("");\nfunction plain() {\n  return 1;\n}\nplain();\n`);
    expect((await timelineAt(editor, "await"))?.name).toBe("module");
    const without = await editorWith(`${declarations}function plain() {\n  return 1;\n}\nplain();\n`);
    expect(await timelineAt(without, "return")).toBeNull();
  });
});

describe("lenses", () => {
  test("are off by default", async () => {
    expect(await lensesOf(await editorWith(text))).toEqual([]);
  });

  test("count waits and blocking calls of asynchronous functions, each with a command", async () => {
    const content = `import { readFileSync } from "node:fs";\n${text.replace("return 1;", "return 2;")}
export async function load(): Promise<string> {
  return readFileSync("a.txt");
}
`;
    const lenses = await lensesOf(await editorWith(content, { codeLens: { enable: true } }));
    expect(lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title}`)).toEqual([
      "6: 3 awaits",
      "15: 1 await",
      "24: reaches 1 blocking call",
    ]);
    expect(lenses.map(({ command }) => command?.command)).toEqual([
      "asyncInsight.showTimeline",
      "asyncInsight.showTimeline",
      "asyncInsight.showPlaces",
    ]);
  });
});

describe("hints", () => {
  test("are off by default", async () => {
    expect(await hintsOf(await editorWith(text))).toEqual([]);
  });

  test("say until where a promise is pending, and what runs together", async () => {
    const hints = await hintsOf(await editorWith(text, { inlayHints: { enable: true } }));
    expect(
      hints.map(({ position, label }) => `${position.line + 1}:${position.character} ${JSON.stringify(label)}`),
    ).toEqual([
      '6:31 "pending until line 11"',
      '8:36 "runs with orders"',
      '9:37 "runs with orders"',
      '15:56 "runs with fetchOrders(1)"',
      '15:72 "runs with fetchUser(1)"',
      '16:21 "pending"',
    ]);
  });

  test("follow the setting at once", async () => {
    const settings = { inlayHints: { enable: false } };
    const editor = await editorWith(text, settings);
    expect(await hintsOf(editor)).toEqual([]);
    settings.inlayHints.enable = true;
    await editor.client.notify("workspace/didChangeConfiguration", { settings: null });
    expect((await hintsOf(editor)).length).toBeGreaterThan(0);
  });
});
