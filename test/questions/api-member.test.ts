// Which member of which module a call names, through every way by which a function gets into a file.

import { expect, test } from "vitest";
import { ask } from "../../server/src/questions/question.ts";
import { forEachDescendant, is, type CallExpression, type SourceFile } from "../../server/src/typescript/syntax.ts";
import { askProgram } from "./program.ts";

const neighbour = "./io.ts";

const imports = `
import fs, { readFileSync, readFileSync as read } from "node:fs";
import * as all from "fs";
import { promises } from "fs";
import { lstatSync } from "${neighbour}";
import { DatabaseSync } from "node:sqlite";
import pack, { sync, Client } from "pack";
import untyped, { someSync as some } from "untyped";
import * as missing from "@scope/untyped";
declare function own(path: string): string;
declare const files: { fs: typeof fs; readFileSync(path: string): string };
const stored = fs.statSync;
const { existsSync: exists, mkdirSync } = all;
const again = missing.loadSync;
declare const anything: any;
`;

const calls: readonly (readonly [call: string, module: string | undefined, name?: string])[] = [
  ["fs.readFileSync('')", "fs", "readFileSync"],
  ["all.readFileSync('')", "fs", "readFileSync"],
  ["readFileSync('')", "fs", "readFileSync"],
  ["read('')", "fs", "readFileSync"],
  ["fs['readFileSync']('')", "fs", "readFileSync"],
  ["(fs.readFileSync)('')", "fs", "readFileSync"],
  ["fs.realpathSync.native('')", "fs", "realpathSync.native"],
  ["promises.readFile('')", "fs/promises", "readFile"],
  ["fs.promises.readFile('')", "fs/promises", "readFile"],
  ["lstatSync('')", "fs", "lstatSync"],
  ["stored('')", "fs", "statSync"],
  ["exists('')", "fs", "existsSync"],
  ["mkdirSync('')", "fs", "mkdirSync"],
  ["files.fs.readFileSync('')", "fs", "readFileSync"],
  ["(await import('node:fs')).readFileSync('')", "fs", "readFileSync"],
  ["new DatabaseSync('').exec('')", "sqlite", "DatabaseSync.exec"],
  ["new DatabaseSync('').prepare('').all()", "sqlite", "StatementSync.all"],
  ["pack('')", "pack", "default"],
  ["pack.sync('')", "pack", "sync"],
  ["sync('')", "pack", "sync"],
  ["new Client().loadSync()", "pack", "Client.loadSync"],
  ["untyped.goSync()", "untyped", "goSync"],
  ["untyped()", "untyped", "default"],
  ["some()", "untyped", "someSync"],
  ["missing.loadSync()", "@scope/untyped", "loadSync"],
  ["again()", "@scope/untyped", "loadSync"],
  ["[1].map(String)", "global", "Array.map"],
  ["Array.from([1], String)", "global", "ArrayConstructor.from"],
  ["''.replace('', String)", "global", "String.replace"],
  ["JSON.parse('')", "global", "JSON.parse"],
  ["Atomics.wait(new Int32Array(1), 0, 0)", "global", "Atomics.wait"],
  ["alert('')", "global", "alert"],
  ["window.alert('')", "global", "alert"],
  ["new XMLHttpRequest().open('', '', false)", "global", "XMLHttpRequest.open"],
  ["own('')", undefined],
  ["files.readFileSync('')", undefined],
  ["anything.readFileSync('')", undefined],
  ["anything('')", undefined],
  ["(() => 1)()", undefined],
];

test("every form of import leads to the module and the name", async () => {
  const text = `${imports}export {};\nfunction probe(x: unknown) {}\n${calls.map(([call]) => `probe(${call});`).join("\n")}\n`;
  const files = {
    "main.ts": text,
    "io.ts": 'export { lstatSync } from "fs";\n',
    "pack.d.ts":
      'declare module "pack" {\n  export class Client { loadSync(): string; }\n  export function sync(x: string): string;\n  function main(x: string): string;\n  namespace main { function sync(x: string): string; }\n  export default main;\n}\n',
  };
  const members = await askProgram(files, (file) => probed(file).map((call) => ask("api-member", call)));
  const found = members.map((member) => [member?.module, member?.names]);
  for (const [index, [call, module, name]] of calls.entries()) {
    expect(found[index]![0], call).toBe(module);
    if (name !== undefined) expect(found[index]![1], call).toContain(name);
  }
});

/** The calls that are arguments of `probe`, in text order. */
function probed(file: SourceFile): CallExpression[] {
  const found: CallExpression[] = [];
  forEachDescendant(file, (node) => {
    if (!is.isCallExpression(node) || !is.isIdentifier(node.expression) || node.expression.text !== "probe") return;
    found.push(node.arguments[0] as CallExpression);
  });
  return found;
}
