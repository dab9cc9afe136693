// A program that does what every scan through the engine's interface has to do first, and nothing else: loads the project in
// the current folder and takes the syntax trees of its own files. engine-floor.ts measures it.
//
// Usage: node bare-scan.js EXECUTABLE CONFIG FOLDER (of the files whose trees are wanted)

import { EngineConnection } from "../../server/src/typescript/connection.ts";

const [executable = "", config = "", folder = ""] = process.argv.slice(2);
const connection = new EngineConnection({
  folder: process.cwd(),
  executable,
  readFile: undefined,
  isShortLived: true,
  isSequential: true,
  isDetached: false,
  onDeath: (error) => {
    throw error;
  },
});
await connection.apiRequest("initialize");
const { snapshot, projects } = await connection.apiRequest<{ snapshot: number; projects: { id: string }[] }>(
  "updateSnapshot",
  { openProjects: [config], closeProjects: [] },
);
const project = projects[0]!.id;
const files = await connection.apiRequest<string[]>("getSourceFileNames", { snapshot, project });
const own = files.filter((file) => file.startsWith(folder));
const trees = own.map((file) => connection.apiRequestBinary("getSourceFile", { snapshot, project, file }));
const bytes = (await Promise.all(trees)).reduce((sum, tree) => sum + (tree?.length ?? 0), 0);
process.stdout.write(`${own.length} files, ${bytes} bytes\n`);
await connection.close();
