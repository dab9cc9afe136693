// Whose code a file is, by its path: asked in a dozen places, which must not disagree.

import { describe, expect, test } from "vitest";
import * as kind from "../../server/src/text/file-kind.ts";

test.each([
  ["/project/src/main.ts", { isScript: true, isOwnScript: true }],
  ["/project/src/view.tsx", { isScript: true, isOwnScript: true }],
  ["/project/src/old.cjs", { isScript: true, isOwnScript: true }],
  ["/project/src/data.json", {}],
  ["/project/src/styles.css", {}],
  ["/project/src/api.d.ts", { isScript: true, isDeclarationFile: true, isForeign: true }],
  ["/project/src/api.d.mts", { isScript: true, isDeclarationFile: true, isForeign: true }],
  ["/project/src/styles.d.css.ts", { isScript: true, isDeclarationFile: true, isForeign: true }],
  ["/project/src/standard.ts", { isScript: true, isOwnScript: true }],
  ["/project/node_modules/queue/index.js", { isScript: true, isInPackage: true, isForeign: true }],
  [
    "/project/node_modules/@types/node/fs.d.ts",
    { isScript: true, isDeclarationFile: true, isInPackage: true, isForeign: true, isPlatform: true },
  ],
  [
    "/engine/lib.es2015.promise.d.ts",
    { isScript: true, isDeclarationFile: true, isForeign: true, isStandardLibrary: true, isPlatform: true },
  ],
])("%s", (path, expected) => {
  const { packageOf: _, ...questions } = kind;
  const answers = Object.entries(questions).filter(([, is]) => is(path));
  expect(answers.map(([name]) => name).toSorted()).toEqual(Object.keys(expected).toSorted());
});

describe("the package of a file", () => {
  test.each([
    ["/project/node_modules/queue/index.js", "queue"],
    ["/project/node_modules/@scope/queue/lib/index.js", "@scope/queue"],
    ["/project/node_modules/.pnpm/queue@1/node_modules/queue/index.js", "queue"],
    ["/project/node_modules/@types/queue/index.d.ts", "queue"],
    ["/project/node_modules/@types/scope__queue/index.d.ts", "@scope/queue"],
    ["/project/src/main.ts", undefined],
  ])("%s is %s", (path, name) => {
    expect(kind.packageOf(path)).toBe(name);
  });
});
