// What `npm run explain` says of waits that follow each other: why each has to stay, or how sure it is that it need not.

import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { explain } from "../../server/src/analysis/explain.ts";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

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

test("verdicts about waits and loops are explained with their reasons", async () => {
  const folder = (await realpath(await mkdtemp(join(tmpdir(), "async-insight-explain-")))).replaceAll("\\", "/");
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(`${folder}/main.ts`, text);
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions: { target: "esnext", types: [] } }));
  const workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
  onTestFinished(() => workspace.dispose());
  const lines = (await explain(workspace, `${folder}/main.ts`)).split("\n").map((line) => line.trim());
  expect(lines).toContain("6:17 behind 5:16: may overlap, likely");
  expect(lines).toContain("7:17 behind 5:16: It needs the result of `loadUser()`, or stands behind what does.");
  expect(lines.find((line) => line.startsWith("8:3 iteration-independence"))).toContain("it calls `upload`");
});
