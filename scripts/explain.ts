// `npm run explain FILE`: what each step of the analysis saw of a file, for people who write rules.

import { resolve } from "node:path";
import { explain } from "../server/src/analysis/explain.ts";
import { AnalysisWorkspace } from "../server/src/analysis/workspace.ts";
import { defaultSettings } from "../server/src/config/settings.ts";
import { pathExists } from "./path-exists.ts";

/** The folder in which the command was typed; npm itself changes to the repository's. */
const folder = process.env.INIT_CWD ?? process.cwd();

async function main(): Promise<number> {
  const [path, ...rest] = process.argv.slice(2);
  if (path === undefined || rest.length > 0) {
    console.error("usage: npm run explain FILE");
    return 2;
  }
  const file = resolve(folder, path).replaceAll("\\", "/");
  if (!(await pathExists(file))) {
    console.error(`${file} does not exist.`);
    return 2;
  }
  const workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
  try {
    console.log(await explain(workspace, file));
    return 0;
  } finally {
    await workspace.dispose();
  }
}

process.exitCode = await main();
