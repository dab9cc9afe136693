// What makes the bundles start sooner: a server or a command line reads, compiles and evaluates all of its bundle before it does
// anything, which is a tenth of the time to the first findings. Nothing here changes what a program does.

import crypto from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * Writes typographic characters as escapes also where esbuild keeps them, in tagged templates and regular expressions: a single one
 * makes Node.js decode a whole bundle into two bytes a character, which takes four times as long as reading it.
 */
export const plainText: Plugin = {
  name: "plain-text",
  setup(building) {
    building.onLoad({ filter: /[\\/]server[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replaceAll(
        /[^\0-\x7F]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
      return contents === text ? undefined : { contents, loader: "ts" };
    });
  },
};

/**
 * Leaves out of the compiler's client what we never use. Its modules only declare things, which its package.json does not say, so
 * that the factories of all nodes and the visitors of all trees would stay; and our own connection stands in for its transport
 * (docs/decisions/0002-our-own-pipe-to-the-engine.md). Together they are an eighth of a bundle.
 */
export const leanEngineClient: Plugin = {
  name: "lean-engine-client",
  setup(building) {
    building.onResolve({ filter: /^#vscode-jsonrpc\/node$/ }, () => ({ path: "transport", namespace: "unused" }));
    building.onLoad({ filter: /^transport$/, namespace: "unused" }, () => ({
      contents: `export const ${unusedTransport.map((name) => `${name} = undefined`).join(", ")};`,
    }));
    building.onResolve({ filter: /^(?:typescript\/|\.|#enums\/)/ }, async ({ path, pluginData, ...from }) => {
      const isOfClient = path.startsWith("typescript/") || /[\\/]node_modules[\\/]typescript[\\/]/.test(from.importer);
      if (pluginData === isResolved || !isOfClient) return undefined;
      const { importer, kind, namespace, resolveDir } = from;
      const found = await building.resolve(path, { importer, kind, namespace, resolveDir, pluginData: isResolved });
      return { ...found, sideEffects: false };
    });
  },
};

/** Marks what `leanEngineClient` asks esbuild itself to resolve. */
const isResolved = Symbol("resolved");

/** What the client imports for a transport that it never opens. */
const unusedTransport = [
  "createMessageConnection",
  "RequestType",
  "SocketMessageReader",
  "SocketMessageWriter",
  "StreamMessageReader",
  "StreamMessageWriter",
];

/** Loads Node's cryptography when the first hash is made: by then the compiler is at work, and there is time. */
export const lateCrypto: Plugin = {
  name: "late-crypto",
  setup(building) {
    building.onResolve({ filter: /^(?:node:)?crypto$/ }, ({ namespace }) =>
      namespace === "late" ? { path: "node:crypto", external: true } : { path: "crypto", namespace: "late" },
    );
    building.onLoad({ filter: /^crypto$/, namespace: "late" }, () => ({
      contents: `module.exports = { ${Object.keys(crypto).map(lateMember).join(", ")} };`,
    }));
  },
};

function lateMember(name: string): string {
  return `get ${name}() { return require("node:crypto").${name}; }`;
}
