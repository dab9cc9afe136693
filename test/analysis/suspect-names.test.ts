// Which names may block changes while somebody types: the findings of other files follow at once, in both directions.

import { rmSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { analysedFolder, fileSystem, type AnalysedFolder } from "./analysed-folder.ts";

/** What relative imports of these texts begin with. */
const here = "./";

let workspace: AnalysedFolder["workspace"];
let write: AnalysedFolder["write"];
let found: AnalysedFolder["found"];

beforeEach(() => {
  ({ workspace, write, found } = analysedFolder({}, { allowJs: true }));
  write("fs.d.ts", fileSystem);
});

const reader = (body: string) =>
  `import { readFileSync } from "node:fs";\nexport function load(): string { ${body} }\n`;
const blocks = reader('return readFileSync("a");');
const harmless = reader('return "a" + String(readFileSync);');

test("a helper that begins or ceases to block changes the findings of the files that call it", async () => {
  const helper = write("helper.ts", harmless);
  write("middle.ts", `import { load } from "${here}helper.ts";\nexport const config = (): string => load();\n`);
  const text = `import { config } from "${here}middle.ts";\nexport async function start(): Promise<string> { return config(); }\n`;
  const main = write("main.ts", text);
  workspace.openDocument(helper, harmless);
  workspace.openDocument(main, text);
  expect(await found(main)).toEqual([]);
  for (let round = 0; round < 2; round++) {
    workspace.changeDocument(helper, blocks);
    expect(await found(main)).toEqual(["`config()` blocks: it reaches `readFileSync`."]);
    workspace.changeDocument(helper, harmless);
    expect(await found(main)).toEqual([]);
  }
});

test("a change on disk counts like one in an editor", async () => {
  const helper = write("helper.ts", harmless);
  const text = `import { load } from "${here}helper.ts";\nexport async function start(): Promise<string> { return load(); }\n`;
  const main = write("main.ts", text);
  workspace.openDocument(main, text);
  expect(await found(main)).toEqual([]);
  write("helper.ts", blocks);
  workspace.filesChanged([{ file: helper, kind: "changed" }]);
  expect(await found(main)).toEqual(["`load()` blocks: it reaches `readFileSync`."]);
  rmSync(helper);
  workspace.filesChanged([{ file: helper, kind: "deleted" }]);
  expect(await found(main)).toEqual([]);
});

test.each([
  ["renamed by the import", `import { load as read } from "${here}helper.ts";`, "read()"],
  ["a default export under any name", `import anything from "${here}default.ts";`, "anything()"],
  ["held by another name", `import { load } from "${here}helper.ts";\nconst held = () => load();`, "held()"],
])("a name that is %s is followed", async (_what, head, call) => {
  write("helper.ts", blocks);
  write(
    "default.ts",
    `import { load } from "${here}helper.ts";\nexport default function (): string { return load(); }\n`,
  );
  const text = `${head}\nexport async function start(): Promise<string> { return ${call}; }\n`;
  const main = write("main.ts", text);
  workspace.openDocument(main, text);
  expect(await found(main)).toEqual([`\`${call}\` blocks: it reaches \`readFileSync\`.`]);
});
