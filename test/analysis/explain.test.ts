// What `npm run explain` says: of waits that follow each other, why each has to stay, or how sure it is that it need not; and where
// the evidence of findings is.

import { expect, test } from "vitest";
import { explain } from "../../server/src/analysis/explain.ts";
import { analysedFolder, fileSystem } from "./analysed-folder.ts";

const text = `declare function loadUser(id: number): Promise<{ id: number }>;
declare function loadPosts(id: number): Promise<string[]>;
declare function upload(text: string): Promise<void>;
export async function page(id: number) {
  const user = await loadUser(id);
  const posts = await loadPosts(id);
  const likes = await loadPosts(user.id);
  for (const post of posts) await upload(post);
  return likes;
}
`;

const helperText = `import { readFileSync } from "node:fs";\nexport function load(path = "a") { return readFileSync(path); }\n`;

test("verdicts about waits and loops are explained with their reasons", async () => {
  const { workspace, write } = analysedFolder({}, { types: [] });
  const main = write("main.ts", text);
  const lines = (await explain(workspace, main)).split("\n").map((line) => line.trim());
  expect(lines).toContain("6:17 behind 5:16: may overlap, likely");
  expect(lines).toContain("7:17 behind 5:16: It needs the result of `loadUser()`, or stands behind what does.");
  expect(lines.find((line) => line.startsWith("8:3 iteration-independence"))).toContain("it calls `upload`");
});

test("evidence in another file is not looked for in this one", async () => {
  const { workspace, write } = analysedFolder();
  write("fs.d.ts", fileSystem);
  const helper = write("helper.ts", helperText);
  const here = "./";
  const main = write(
    "main.ts",
    `import { load } from "${here}helper";\nexport async function start() { return load(); }\n`,
  );
  const lines = (await explain(workspace, main)).split("\n").map((line) => line.trim());
  const offset = helperText.indexOf("readFileSync(path)");
  expect(lines).toContainEqual(expect.stringContaining(`${helper}, offset ${offset}: `));
});
