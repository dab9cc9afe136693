// A fix that changes several files, and one that is refused. The files are made for the test, so that no other sees them.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, findings, fixesAt, openFile, rangeOf } from "./editor.ts";

const title = "Make `load` asynchronous and await it everywhere";

const files = {
  "chain/promises.d.ts":
    'declare module "node:fs/promises" {\n  export function readFile(path: string, encoding: "utf8"): Promise<string>;\n}\n',
  "chain/config.ts":
    'import { readFileSync } from "node:fs";\nexport function load(): string {\n  return readFileSync("config.json", "utf8");\n}\n',
  "chain/main.ts": 'import { load } from "./config.ts";\nexport async function start() {\n  return load().length;\n}\n',
};

const store =
  'import { load } from "./config.ts";\nexport class Store {\n  readonly text: string;\n  constructor() {\n    this.text = load();\n  }\n}\n';

describe("A fix that reaches through the project", () => {
  beforeEach(async () => {
    for (const [name, text] of Object.entries(files)) await write(name, text);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uriOf("chain"), { recursive: true });
  });

  it("changes all files at once", async () => {
    const document = await openFile("chain/main.ts");
    await findings(document, "blocking-helper");
    const fix = (await fixesAt(document, "load()")).find((action) => action.title === title);
    assert.ok(fix?.edit, `"${title}" has no edit`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.lineAt(2).text, "  return (await load()).length;");
    const config = await vscode.workspace.openTextDocument(uriOf("chain/config.ts"));
    assert.equal(
      config.getText(),
      'import { readFile } from "node:fs/promises";\nexport async function load(): Promise<string> {\n  return await readFile("config.json", "utf8");\n}\n',
    );
    await findings(document);
    await vscode.workspace.saveAll();
  });

  // Code actions that cannot be chosen are in the menu of those who ask for quick fixes, but not in what the command gives.
  it("is not offered where it is not possible, and the hover says why", async () => {
    await write("chain/store.ts", store);
    const document = await openFile("chain/main.ts");
    await findings(document, "blocking-helper");
    await eventually(async () => {
      const titles = (await fixesAt(document, "load()")).map((action) => action.title);
      assert.ok(!titles.includes(title), titles.join(", "));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        rangeOf(document, "load()").start,
      );
      const text = hovers.flatMap(({ contents }) =>
        contents.map((each) => (typeof each === "string" ? each : each.value)),
      );
      assert.match(
        text.join("\n"),
        /because the constructor of `Store` uses `load\(\)`, and a constructor cannot wait \(\[store\.ts:5\]/,
      );
    });
  });
});

function uriOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the window has no folder open");
  return vscode.Uri.joinPath(folder.uri, name);
}

async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uriOf(name), new TextEncoder().encode(text));
}
