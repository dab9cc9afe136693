// Bundles the tests that run inside the extension host, which loads CommonJS only.

import { join } from "node:path";
import * as esbuild from "esbuild";
import { repositoryFolder } from "./provision.ts";

/** @returns the path of the bundle, whose `run` VS Code calls */
export async function bundleSuite(): Promise<string> {
  // Below the repository, so that Mocha, which stays outside the bundle, is found in its node_modules.
  const outfile = join(repositoryFolder, ".cache", "vscode-suite", "main.js");
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, "suite", "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}
