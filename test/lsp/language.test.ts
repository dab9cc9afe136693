// The server speaks the language of its client, wherever it says anything.

import { join } from "node:path";
import { expect, test } from "vitest";
import type { CodeAction, CodeLens, InlayHint, MarkupContent } from "vscode-languageserver/node";
import { toUri } from "../harness/lsp-client.ts";
import { startServer, temporaryWorkspace } from "./temporary-workspace.ts";

const text = `declare function save(): Promise<void>;
declare function load(id: number): Promise<string>;
export async function close() {
  save();
  const text = load(1);
  await load(2);
  return await text;
}
`;

async function startIn(locale: string) {
  const folder = await temporaryWorkspace({ "main.ts": text });
  const path = join(folder, "main.ts");
  const client = await startServer(folder, {
    locale,
    initializationOptions: { commands: true, hover: { theme: "dark" } },
    configuration: () => ({ codeLens: { enable: true }, inlayHints: { enable: true } }),
  });
  await client.open(path, text);
  const [diagnostic] = await client.diagnostics(path);
  const textDocument = { uri: toUri(path) };
  const range = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
  const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument,
    range: diagnostic!.range,
    context: { diagnostics: [diagnostic] },
  });
  const hover = await client.hover(path, { line: 5, character: 3 });
  const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
  const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
  const timeline = await client.request<{
    svg: string;
    alternative: string;
    steps: { words: string }[];
    notes: string[];
  }>("asyncInsight/timeline", { textDocument, position: { line: 5, character: 3 } });
  return {
    diagnostic: diagnostic!,
    titles: actions.map(({ title }) => title),
    hover: (hover!.contents as MarkupContent).value,
    lenses: lenses.map(({ command }) => command!.title),
    hints: hints.map(({ label }) => label),
    timeline,
  };
}

test("findings, fixes, hovers, pictures, lenses and hints in German", async () => {
  const { diagnostic, titles, hover, lenses, hints, timeline } = await startIn("de");
  expect(diagnostic.message).toBe("Nichts wartet auf `save()`.");
  expect(diagnostic.code).toBe("floating-promise");
  expect(titles).toContain("`await` hinzufügen");
  expect(titles).toContain("`floating-promise` für diese Zeile abschalten");
  expect(hover).toMatch(/^\*\*Wartestelle\.\*\* `close` wird hier angehalten, bis `load\(2\)` abgeschlossen ist/);
  expect(hover).toContain("Vielleicht noch offen: `save()` ([Zeile 4](");
  expect(hover).toContain("### Wartestelle: wo anderer Code an die Reihe kommt");
  expect(hover).toContain("![close wartet. ");
  expect(lenses).toContain("2 awaits");
  expect(hints).toContain("offen bis Zeile 7");
  expect(timeline.alternative).toMatch(/^Was close tut, während es wartet\./);
  expect(timeline.svg).toContain("Ereignisschleife");
  expect(timeline.steps[0]!.words).toBe("Zeile 4: startet save(), und niemand wartet darauf.");
  expect(timeline.notes[0]).toMatch(/^Wie lange jeder Vorgang dauert/);
});

test.each(["de-AT", "de_CH"])("German of %s is German", async (locale) => {
  expect((await startIn(locale)).diagnostic.message).toBe("Nichts wartet auf `save()`.");
});

test.each(["en", "fr", "den"])("English for %s", async (locale) => {
  const { diagnostic, hover } = await startIn(locale);
  expect(diagnostic.message).toBe("Nothing waits for `save()`.");
  expect(hover).toContain("In asyncio");
});
