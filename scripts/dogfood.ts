// `npm run dogfood`: the product's own source, tests and scripts have no finding.

import { runNodeQuietly } from "./run-process.ts";

interface CheckOutput {
  readonly files: number;
  readonly findings: readonly {
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
    readonly rule: string;
    readonly message: string;
  }[];
}

async function dogfood(): Promise<number> {
  const files = await ownFiles();
  // Without a path, the command would check whatever lies in the folder.
  if (files.length === 0) return 2;
  const { code, output } = await runNodeQuietly("server/src/cli.ts", ["check", "--format", "json", ...files]);
  if (code !== 0 && code !== 1) return 2;
  const { files: checked, findings }: CheckOutput = JSON.parse(output);
  for (const { file, range, rule, message } of findings) {
    console.error(`${file}:${range.start.line + 1}: ${rule}: ${message}`);
  }
  console.log(`${findings.length} findings in ${checked} files`);
  return findings.length === 0 ? 0 : 1;
}

/** The files that tsconfig.json includes, as the compiler sees it, below the repository's root; none if it says why not. */
async function ownFiles(): Promise<string[]> {
  const compiler = "node_modules/typescript/bin/tsc";
  const { code, output } = await runNodeQuietly(compiler, ["--listFilesOnly", "--project", "tsconfig.json"]);
  if (code !== 0) {
    console.error(output);
    return [];
  }
  const files = output.split("\n").map((file) => file.trim());
  return files.filter((file) => file.endsWith(".ts") && !file.includes("node_modules"));
}

process.exitCode = await dogfood();
