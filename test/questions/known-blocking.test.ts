// What is known to block, asked as rules ask: each platform and package that the tables speak of, through the forms of
// import that people use.

import { expect, test } from "vitest";
import { knownBlocking } from "../../server/src/questions/known-blocking.ts";
import {
  calleeName,
  forEachDescendant,
  is,
  type CallExpression,
  type SourceFile,
} from "../../server/src/typescript/syntax.ts";
import { askProgram } from "./program.ts";

/** The calls of a text by line, with what is known of each. */
async function blockingIn(text: string, types = ""): Promise<Readonly<Record<string, string | undefined>>> {
  const calls: CallExpression[] = [];
  const found = await askProgram({ "main.ts": text, "types.d.ts": types }, (file) => {
    calls.push(...markedCalls(file));
    return calls.map((call) => knownBlocking(call, []));
  });
  return Object.fromEntries(
    calls.map((call, i) => {
      const known = found[i];
      const description = known && `${known.module} ${known.name}: ${known.cost ?? "unknown"}`;
      return [call.expression.getText(), description];
    }),
  );
}

/** Statements that are calls. */
function markedCalls(file: SourceFile): CallExpression[] {
  const calls: CallExpression[] = [];
  forEachDescendant(file, (node) => {
    if (is.isExpressionStatement(node) && is.isCallExpression(node.expression)) calls.push(node.expression);
  });
  expect(calls.every((call) => calleeName(call) !== undefined)).toBe(true);
  return calls;
}

test("packages without types, by what their imports say", async () => {
  const text = `
import fse, { outputFileSync, readFileSync as read } from "fs-extra";
import * as gfs from "graceful-fs";
import { hashSync } from "bcrypt";
import bcrypt from "bcryptjs";
import glob, { globSync } from "glob";
import globby from "globby";
import { globbySync } from "globby";
import fg from "fast-glob";
import execa from "execa";
import { execaSync, execaCommandSync } from "execa";
import spawn from "cross-spawn";
import rimraf, { rimrafSync } from "rimraf";
import mkdirp, { mkdirpSync } from "mkdirp";
import shell from "shelljs";
import { rm as remove } from "shelljs";
import request from "sync-request";
import deasync from "deasync";
import readlineSync from "readline-sync";
import findUp, { findUpSync } from "find-up";
import jsonfile from "jsonfile";
import write from "write-file-atomic";
const which = require("which");
fse.readJsonSync("a"); outputFileSync("a", ""); read("a"); fse.statSync("a");
gfs.readdirSync(".");
hashSync("a", 10); bcrypt.compareSync("a", "b");
glob.sync("*"); globSync("*"); globby.sync("*"); globbySync("*"); fg.sync("*"); fg.globSync("*");
execa.sync("ls"); execaSync("ls"); execaCommandSync("ls"); spawn.sync("ls");
rimraf.sync("a"); rimrafSync("a"); mkdirp.sync("a"); mkdirpSync("a");
shell.exec("ls"); shell.cp("a", "b"); remove("a"); shell.echo("a");
request("GET", "https://example.org"); deasync.loopWhile(() => true); readlineSync.question("?");
findUp.sync("a"); findUpSync("a"); jsonfile.readFileSync("a"); write.sync("a", ""); which.sync("ls");
`;
  expect(await blockingIn(text)).toEqual({
    "fse.readJsonSync": "fs-extra readJsonSync: file",
    outputFileSync: "fs-extra outputFileSync: file",
    read: "fs readFileSync: file",
    "fse.statSync": "fs statSync: file",
    "gfs.readdirSync": "fs readdirSync: file",
    hashSync: "bcrypt hashSync: cpu",
    "bcrypt.compareSync": "bcryptjs compareSync: cpu",
    "glob.sync": "glob sync: file",
    globSync: "glob globSync: file",
    "globby.sync": "globby sync: file",
    globbySync: "globby globbySync: file",
    "fg.sync": "fast-glob sync: file",
    "fg.globSync": "fast-glob globSync: file",
    "execa.sync": "execa sync: process",
    execaSync: "execa execaSync: process",
    execaCommandSync: "execa execaCommandSync: process",
    "spawn.sync": "cross-spawn sync: process",
    "rimraf.sync": "rimraf sync: file",
    rimrafSync: "rimraf rimrafSync: file",
    "mkdirp.sync": "mkdirp sync: file",
    mkdirpSync: "mkdirp mkdirpSync: file",
    "shell.exec": "shelljs exec: process",
    "shell.cp": "shelljs cp: file",
    remove: "shelljs rm: file",
    "shell.echo": undefined,
    request: "sync-request default: network",
    "deasync.loopWhile": "deasync loopWhile: sleep",
    "readlineSync.question": "readline-sync question: dialog",
    "findUp.sync": "find-up sync: file",
    findUpSync: "find-up findUpSync: file",
    "jsonfile.readFileSync": "jsonfile readFileSync: file",
    "write.sync": "write-file-atomic writeFile.sync: file",
    "which.sync": "which sync: file",
  });
});

test("packages whose values know what they are by their types alone", async () => {
  const types = `
declare module "better-sqlite3" {
  export interface Statement { get(): unknown; run(): void; raw(): this }
  export interface Database { exec(sql: string): this; prepare(sql: string): Statement; pragma(text: string): unknown }
  const open: new (path: string) => Database;
  export default open;
}
declare module "cosmiconfig" {
  export interface PublicExplorerSync { search(): unknown; load(path: string): unknown; clearCaches(): void }
  export interface PublicExplorer { search(): Promise<unknown> }
  export function cosmiconfigSync(name: string): PublicExplorerSync;
  export function cosmiconfig(name: string): PublicExplorer;
}
declare module "prompt-sync" {
  interface Prompt { (ask?: string): string }
  export default function (): Prompt;
}
`;
  const text = `
import Database from "better-sqlite3";
import { cosmiconfig, cosmiconfigSync } from "cosmiconfig";
import promptSync from "prompt-sync";
const db = new Database("a");
const statement = db.prepare("select 1");
const explorer = cosmiconfigSync("tool");
const later = cosmiconfig("tool");
const prompt = promptSync();
db.exec(""); db.pragma("x"); db.prepare(""); statement.get(); statement.run(); statement.raw();
explorer.search(); explorer.load("a"); explorer.clearCaches(); later.search();
prompt("?");
`;
  expect(await blockingIn(text, types)).toEqual({
    "db.exec": "better-sqlite3 Database.exec: file",
    "db.pragma": "better-sqlite3 Database.pragma: file",
    "db.prepare": undefined,
    "statement.get": "better-sqlite3 Statement.get: file",
    "statement.run": "better-sqlite3 Statement.run: file",
    "statement.raw": undefined,
    "explorer.search": "cosmiconfig PublicExplorerSync.search: file",
    "explorer.load": "cosmiconfig PublicExplorerSync.load: file",
    "explorer.clearCaches": undefined,
    "later.search": undefined,
    prompt: "prompt-sync Prompt: dialog",
  });
});

test("Node.js, through every form of import", async () => {
  const text = `
import fs from "fs";
import * as all from "node:fs";
import { execSync, spawnSync as start } from "child_process";
import { scryptSync, generateKeyPairSync, pbkdf2Sync, hkdfSync, randomFillSync } from "node:crypto";
import zlib from "zlib";
import { DatabaseSync } from "node:sqlite";
import required = require("fs");
const legacy = require("fs"), { execFileSync: run } = require("node:child_process");
const stored = fs.statSync, { lstatSync, chmodSync: change } = all;
const database = new DatabaseSync(":memory:"), statement = database.prepare("");
fs.readFileSync("a"); all.default.readdirSync("a"); all.existsSync("a"); fs["rmSync"]("a"); fs?.openSync("a");
(fs as typeof all).closeSync(1); fs.realpathSync.native("a"); required.mkdirSync("a"); legacy.unlinkSync("a");
require("fs").copyFileSync("a", "b"); stored("a"); lstatSync("a"); change("a", 0);
execSync("ls"); start("ls"); run("ls");
scryptSync("", "", 1); generateKeyPairSync("ed25519"); pbkdf2Sync("", "", 1, 1, ""); hkdfSync("", "", "", "", 1); randomFillSync(Buffer.alloc(1));
zlib.gzipSync(""); zlib.brotliDecompressSync(Buffer.alloc(0));
database.exec(""); database.close(); statement.iterate(); Atomics.wait(new Int32Array(1), 0, 0); Atomics.load(new Int32Array(1), 0);
`;
  expect(await blockingIn(text)).toEqual({
    "fs.readFileSync": "fs readFileSync: file",
    "all.default.readdirSync": "fs readdirSync: file",
    "all.existsSync": "fs existsSync: file",
    'fs["rmSync"]': "fs rmSync: file",
    "fs?.openSync": "fs openSync: file",
    "(fs as typeof all).closeSync": "fs closeSync: file",
    "fs.realpathSync.native": "fs realpathSync.native: file",
    "required.mkdirSync": "fs mkdirSync: file",
    "legacy.unlinkSync": "fs unlinkSync: file",
    'require("fs").copyFileSync': "fs copyFileSync: file",
    stored: "fs statSync: file",
    lstatSync: "fs lstatSync: file",
    change: "fs chmodSync: file",
    execSync: "child_process execSync: process",
    start: "child_process spawnSync: process",
    run: "child_process execFileSync: process",
    scryptSync: "crypto scryptSync: cpu",
    generateKeyPairSync: "crypto generateKeyPairSync: cpu",
    pbkdf2Sync: "crypto pbkdf2Sync: cpu",
    hkdfSync: "crypto hkdfSync: cpu",
    randomFillSync: undefined,
    "zlib.gzipSync": "zlib gzipSync: cpu",
    "zlib.brotliDecompressSync": "zlib brotliDecompressSync: cpu",
    "database.exec": "sqlite DatabaseSync.exec: file",
    "database.close": undefined,
    "statement.iterate": "sqlite StatementSync.iterate: file",
    "Atomics.wait": "global Atomics.wait: sleep",
    "Atomics.load": undefined,
  });
});

test("browsers, Deno and Bun", async () => {
  const text = `
import { sleepSync } from "bun";
declare const files: FileReaderSync, file: Deno.FsFile, command: Deno.Command;
const request = new XMLHttpRequest();
alert("a"); confirm("a"); window.prompt("a"); globalThis.alert("b");
request.open("GET", "/", false);
files.readAsText(new Blob());
Deno.statSync("a"); Deno.cwd(); file.readSync(); command.outputSync();
sleepSync(1); Bun.spawnSync(["ls"]); Bun.gzipSync(""); Bun.hash("");
`;
  const types = `
interface FileReaderSync { readAsText(blob: Blob): string }
declare namespace Deno {
  class FsFile { readSync(): number }
  class Command { outputSync(): object }
  function statSync(path: string): object;
  function cwd(): string;
}
`;
  expect(await blockingIn(text, types)).toEqual({
    alert: "global alert: dialog",
    confirm: "global confirm: dialog",
    "window.prompt": "global prompt: dialog",
    "globalThis.alert": "global alert: dialog",
    "request.open": "global XMLHttpRequest.open: network",
    "files.readAsText": "global FileReaderSync.readAsText: file",
    "Deno.statSync": "global Deno.statSync: file",
    "Deno.cwd": undefined,
    "file.readSync": "global Deno.FsFile.readSync: file",
    "command.outputSync": "global Deno.Command.outputSync: process",
    sleepSync: "bun sleepSync: sleep",
    "Bun.spawnSync": "global Bun.spawnSync: process",
    "Bun.gzipSync": "global Bun.gzipSync: cpu",
    "Bun.hash": undefined,
  });
});
