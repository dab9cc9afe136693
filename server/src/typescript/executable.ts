// Where the TypeScript 7 executable is. Starting it is processes.ts's business.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { say } from "../language/say.ts";

/** The engine cannot be started; the message says which file is missing and what to do. */
export class EngineMissingError extends Error {
  override readonly name = "EngineMissingError";
}

/**
 * The path of the engine's executable: the configured one; else the one that ships beside the bundle
 * (`dist/engine`); else, in a development checkout, the one of the installed `typescript` package.
 * The directory must also hold TypeScript's `lib.*.d.ts` files, without which the engine does not start.
 * @throws EngineMissingError if there is none
 */
export function findExecutable(configured?: string): string {
  if (configured !== undefined && configured !== "") {
    if (existsSync(configured)) return configured;
    throw new EngineMissingError(
      say`asyncInsight.engine.executable names ${configured}, which does not exist. Correct the setting or remove it to use the engine that ships with Async Insight.`,
    );
  }
  const name = process.platform === "win32" ? "tsc.exe" : "tsc";
  const bundled = join(ownFolder(), "engine", name);
  if (existsSync(bundled)) return bundled;
  const installed = installedExecutable(name);
  if (installed !== undefined) return installed;
  const platform = `${process.platform}-${process.arch}`;
  throw new EngineMissingError(
    say`Async Insight has no TypeScript engine for ${platform}: neither ${bundled} nor the npm package ${`@typescript/typescript-${platform}`} exists. Install the build for this platform.`,
  );
}

/** The folder of the running file: `dist` for a bundle, this source folder otherwise. */
function ownFolder(): string {
  return typeof __dirname === "string" ? __dirname : import.meta.dirname;
}

function installedExecutable(name: string): string | undefined {
  try {
    const require = createRequire(join(ownFolder(), "noop.js"));
    // The platform package is a dependency of `typescript`, so it is looked up from there (npm may nest it).
    const typescript = createRequire(require.resolve("typescript/package.json"));
    const platform = typescript.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`);
    const path = join(dirname(platform), "lib", name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
