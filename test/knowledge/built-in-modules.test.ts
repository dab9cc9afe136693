// The list of modules that Node.js brings with it against the Node.js that runs the tests.

import { builtinModules } from "node:module";
import { expect, it } from "vitest";
import { isBuiltIn } from "../../server/src/knowledge/built-in-modules.ts";

it("knows all modules of Node.js, and no others", () => {
  const names = builtinModules.filter((name) => !name.startsWith("_"));
  expect(names.filter((name) => !isBuiltIn(name))).toEqual([]);
  expect(isBuiltIn("node:sqlite")).toBe(true);
  expect(["fs-extra", "./fs", "@scope/fs", "yaml"].filter((name) => isBuiltIn(name))).toEqual([]);
});
