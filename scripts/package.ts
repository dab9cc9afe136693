// Packs the extension for this platform: one .vsix with the bundles and the engine. Publishing is not done here.

import { readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { build } from "./build.ts";

const root = join(import.meta.dirname, "..");

/**
 * Builds for people and packs the result.
 *
 * @returns the path of the .vsix, which lies in the repository's folder
 * @throws when a file that the extension cannot do without is not packed, or one that nobody needs is
 */
export async function packageExtension(): Promise<string> {
  await build({ isRelease: true });
  checkContent(await listFiles({ cwd: root, packageManager: PackageManager.None }));
  const target = `${process.platform}-${process.arch === "arm" ? "armhf" : process.arch}`;
  const manifest: { name: string; version: string } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const packagePath = join(root, `${manifest.name}-${target}-${manifest.version}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath,
    target,
    // Everything is in the bundles already.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

const needed = [
  "dist/client.js",
  "dist/timeline.js",
  "dist/server.js",
  "dist/server-bundle.js",
  "dist/cli.js",
  "dist/cli-bundle.js",
  `dist/engine/${process.platform === "win32" ? "tsc.exe" : "tsc"}`,
  "dist/engine/lib.d.ts",
  "syntaxes/suppression-comments.tmLanguage.json",
  "media/icon.png",
  "media/pictures.css",
  "media/timeline.css",
  "package.json",
  "package.nls.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
];
const allowed =
  /^(?:dist\/(?:[\w-]+\.js|engine\/.*)|syntaxes\/.*|media\/.*|l10n\/.*|package(?:\.nls.*)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/u;

function checkContent(files: readonly string[]): void {
  const missing = needed.filter((file) => !files.includes(file));
  const unwanted = files.filter((file) => !allowed.test(file));
  if (missing.length > 0) throw new Error(`The package would lack ${missing.join(", ")}. Look at .vscodeignore.`);
  if (unwanted.length > 0) throw new Error(`The package would hold ${unwanted.join(", ")}. Look at .vscodeignore.`);
}

if (import.meta.main) {
  try {
    const vsix = await packageExtension();
    const { size } = await stat(vsix);
    console.error(`Packed ${relative(root, vsix)}, ${(size / 1e6).toFixed(1)} MB.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
