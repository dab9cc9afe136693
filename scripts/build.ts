// Builds `dist/`: the bundles and, beside them, the engine that the server and the command line start.
//
// Everything that runs the product calls `build` (start, package, the tests of the upper levels); nothing else decides
// what a bundle contains. Type checking is not done here: bundling stays fast, and `npm run types` says it better.

import { constants } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathExists } from "./path-exists.ts";
import * as esbuild from "esbuild";
import { lateCrypto, leanEngineClient, plainText } from "./bundle-plugins.ts";

const root = join(import.meta.dirname, "..");

/** The folder that holds everything that `build` writes. */
export const distFolder = join(root, "dist");

export interface BuildOptions {
  /** For people: minified, without source maps. The default is for development. */
  readonly isRelease?: boolean;
}

/**
 * Writes the client, the server, the command line and the engine to `dist/`. What is already current in the engine's
 * folder stays, since a running engine's executable cannot be overwritten.
 *
 * @throws when an entry point is missing, a bundle does not build, or the engine is not installed for this platform
 */
export async function build(options: BuildOptions = {}): Promise<void> {
  for (const bundle of bundles) {
    if (await pathExists(join(root, bundle.entry))) continue;
    throw new Error(`Cannot build dist/${bundle.name}.js: its entry point ${bundle.entry} does not exist.`);
  }
  await mkdir(distFolder, { recursive: true });
  await Promise.all([...bundles.map((bundle) => buildBundle(bundle, options)), copyEngine()]);
}

interface Bundle {
  readonly name: string;
  readonly entry: string;
  readonly external?: readonly string[];
  readonly isExecutable?: boolean;
  /** Started often, and so large that compiling it is a third of the start. */
  readonly isCached?: boolean;
  /** Runs in a page of the editor, which has no modules of Node. */
  readonly isPage?: boolean;
}

const bundles: readonly Bundle[] = [
  // The editor provides `vscode` to whatever runs in its extension host; nobody can bundle it.
  { name: "client", entry: "client/src/extension.ts", external: ["vscode"] },
  { name: "timeline", entry: "client/src/page/timeline.ts", isPage: true },
  { name: "server", entry: "server/src/main.ts", isCached: true },
  { name: "cli", entry: "server/src/cli.ts", isExecutable: true, isCached: true },
];

async function buildBundle(bundle: Bundle, { isRelease = false }: BuildOptions): Promise<void> {
  const entry = join(distFolder, `${bundle.name}.js`);
  const outfile = bundle.isCached ? join(distFolder, `${bundle.name}-bundle.js`) : entry;
  await esbuild.build({
    ...(bundle.isPage ? inPage : inNode()),
    entryPoints: [join(root, bundle.entry)],
    outfile,
    bundle: true,
    external: [...(bundle.external ?? [])],
    // White space is a third of a bundle and costs time at every start; names stay readable while developing.
    minifyWhitespace: true,
    minifySyntax: true,
    // Names appear in the stack traces that people paste into bug reports. Shorter names that remember the long ones (esbuild's
    // `keepNames`) cost a tenth of the time of a start.
    minifyIdentifiers: false,
    sourcemap: isRelease ? false : "linked",
    legalComments: isRelease ? "eof" : "none",
    // Some dependencies name a UMD file as `main`, whose `require` no bundler sees through.
    mainFields: ["module", "main"],
    loader: { ".md": "text" },
    plugins: [plainText, leanEngineClient, lateCrypto],
    logLevel: "warning",
    absWorkingDir: root,
  });
  if (bundle.isCached) await writeFile(entry, cachedStart(bundle));
  if (bundle.isExecutable) await chmod(entry, 0o755);
}

/** Keeps what Node.js has compiled for the next start, in the folder for temporary files; Node.js 20 just starts. */
function cachedStart({ name, isExecutable }: Bundle): string {
  return `${isExecutable ? SHEBANG : ""}require("node:module").enableCompileCache?.();\nrequire("./${name}-bundle.js");\n`;
}

const SHEBANG = "#!/usr/bin/env node\n";

const inPage: esbuild.BuildOptions = { platform: "browser", target: "es2022", format: "iife" };

function inNode(): esbuild.BuildOptions {
  return {
    platform: "node",
    target: "node20",
    format: "cjs",
    // CommonJS has no `import.meta`. What the sources ask of it is where the bundle lies; `resolve` is only ever asked
    // whether it exists.
    define: {
      "import.meta.url": "bundleUrl",
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
      "import.meta.resolve": "undefined",
    },
    banner: {
      js: ['"use strict";', 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;'].join("\n"),
    },
  };
}

/** TypeScript's executable and the declarations of the standard library, which it looks for beside itself. */
async function copyEngine(): Promise<void> {
  const packageName = `@typescript/typescript-${process.platform}-${process.arch}`;
  const packageFolder = join(root, "node_modules", ...packageName.split("/"));
  if (!(await pathExists(packageFolder))) {
    throw new Error(
      `${packageName} is not installed, so there is no engine for this platform. ` +
        "Delete node_modules and run `npm ci` with optional dependencies enabled.",
    );
  }
  const manifest: { version: string } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const engineFolder = join(distFolder, "engine");
  const stamp = join(engineFolder, ".version");
  const wanted = `${packageName}@${manifest.version}\n`;
  if ((await pathExists(stamp)) && (await readFile(stamp, "utf8")) === wanted) return;

  await rm(engineFolder, { recursive: true, force: true });
  await mkdir(engineFolder);
  const executable = process.platform === "win32" ? "tsc.exe" : "tsc";
  const source = join(packageFolder, "lib");
  const wantedFiles = (await readdir(source)).filter((name) => name === executable || /^lib.*\.d\.ts$/u.test(name));
  // A clone shares the bytes where the file system can do that, and is a plain copy where it cannot.
  const copies = wantedFiles.map((name) =>
    copyFile(join(source, name), join(engineFolder, name), constants.COPYFILE_FICLONE),
  );
  await Promise.all(copies);
  await chmod(join(engineFolder, executable), 0o755);
  await writeFile(stamp, wanted);
}

if (import.meta.main) {
  const started = performance.now();
  try {
    await build({ isRelease: process.argv.includes("--release") });
    console.error(`Built ${relative(root, distFolder)}/ in ${Math.round(performance.now() - started)} ms.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
