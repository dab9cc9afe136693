// Which files count as sources under the paths that people name.

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isSourceFile, listSourceFiles } from "../../server/src/analysis/source-files.ts";
import { InOrder } from "../../server/src/cli/in-order.ts";
import { folderWith } from "./run-cli.ts";

async function list(folder: string, ...paths: string[]) {
  const { files, named, problems } = await listSourceFiles(paths, { folder });
  const relative = (file: string): string => file.slice(folder.length + 1);
  return {
    files: files.map(relative),
    named: [...named].map(relative),
    problems: problems.map(({ path, message }) => `${relative(path)} ${message}`),
  };
}

describe("isSourceFile", () => {
  it.each(["a.ts", "a.tsx", "a.mts", "a.cts", "a.js", "a.jsx", "a.mjs", "a.cjs", "/x/d.ts", "a.d.tsx"])(
    "takes %s",
    (path) => {
      expect(isSourceFile(path)).toBe(true);
    },
  );
  it.each(["a.d.ts", "a.d.mts", "a.d.cts", "a.d.css.ts", "a.json", "a.vue", "ts", "a.ts.map", "a.mjsx.txt"])(
    "leaves %s",
    (path) => {
      expect(isSourceFile(path)).toBe(false);
    },
  );
});

describe("listSourceFiles", () => {
  const folder = folderWith({
    "b.ts": "",
    "a.js": "",
    "types.d.ts": "",
    "readme.md": "",
    "src/z.tsx": "",
    "src/.hidden/c.cts": "",
    "src/node_modules/x.ts": "",
    "node_modules/y.ts": "",
    ".git/z.ts": "",
  });

  it("walks folders, sorted, without dependencies and declarations", async () => {
    expect(await list(folder, ".")).toEqual({
      files: ["a.js", "b.ts", "src/.hidden/c.cts", "src/z.tsx"],
      named: [],
      problems: [],
    });
  });

  it("takes what is named itself, whatever it is, and each file once", async () => {
    const paths = ["node_modules/y.ts", "types.d.ts", "readme.md", "b.ts", "./b.ts", ".", "src"];
    expect(await list(folder, ...paths)).toEqual({
      files: ["a.js", "b.ts", "node_modules/y.ts", "readme.md", "src/.hidden/c.cts", "src/z.tsx", "types.d.ts"],
      named: ["node_modules/y.ts", "types.d.ts", "readme.md", "b.ts"],
      problems: [],
    });
  });

  it("names what does not exist and goes on", async () => {
    expect(await list(folder, "gone", "b.ts", "b.ts/x")).toEqual({
      files: ["b.ts"],
      named: ["b.ts"],
      problems: ["b.ts/x does not exist: a part of the path is a file", "gone does not exist"],
    });
  });

  it("follows links to folders and files once, and prefers real paths", async () => {
    const linked = folderWith({ "real/a.ts": "", "real/deep/b.ts": "", "text.txt": "" });
    const outside = folderWith({ "c.ts": "", "node_modules/p/d.ts": "" });
    symlinkSync(join(linked, "real"), join(linked, "alias"), "dir");
    symlinkSync("..", join(linked, "real", "deep", "up"), "dir");
    symlinkSync("self", join(linked, "self"), "dir");
    symlinkSync("a.ts", join(linked, "real", "same.ts"));
    symlinkSync("../text.txt", join(linked, "real", "text.ts"));
    symlinkSync("nowhere.ts", join(linked, "real", "dangling.ts"));
    symlinkSync(outside, join(linked, "outside"), "dir");
    symlinkSync(join(outside, "node_modules", "p"), join(linked, "package"), "dir");
    mkdirSync(join(linked, "folder.ts"));
    expect((await list(linked, ".")).files).toEqual(["outside/c.ts", "real/a.ts", "real/deep/b.ts", "real/text.ts"]);
    expect((await list(linked, "self")).problems).toEqual(["self is a symbolic link that leads back to itself"]);
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(listSourceFiles([folder], { signal })).rejects.toThrow("aborted");
  });
});

describe("InOrder", () => {
  it("lets results out as early as their order allows", () => {
    const queue = new InOrder<number>(["a", "b", "c", "d"]);
    expect(queue.settle("b", 2)).toEqual([]);
    expect(queue.settle("a", 1)).toEqual([1, 2]);
    expect(queue.settle("d", 4)).toEqual([]);
    expect(queue.settle("x", 9)).toEqual([]);
    expect(queue.settle("c", undefined)).toEqual([4]);
    expect(queue.rest()).toEqual([9]);
    expect(queue.rest()).toEqual([]);
  });

  it("gives the rest in order, also when some are missing", () => {
    const queue = new InOrder<number>(["a", "b", "c"]);
    queue.settle("c", 3);
    queue.settle("b", 2);
    expect(queue.rest()).toEqual([2, 3]);
  });
});
