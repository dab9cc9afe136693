// Vitest's global setup: the tests of the language server and of the command line run what users run, the bundles, so
// these are built once before all of them.

import { build } from "../../scripts/build.ts";

export default async function buildBundles(): Promise<void> {
  await build();
}
