// The tests of the extension host in the desktop application, which @vscode/test-electron downloads from Microsoft. For
// people whose network allows that; everyone else has run.ts.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "../../scripts/build.ts";
import { bundleSuite } from "./bundle-suite.ts";
import { repositoryFolder } from "./provision.ts";

await build();
const workspace = await mkdtemp(join(tmpdir(), "async-insight-workspace-"));
try {
  await cp(join(import.meta.dirname, "workspace"), workspace, { recursive: true });
  process.exitCode = await runTests({
    extensionDevelopmentPath: repositoryFolder,
    extensionTestsPath: await bundleSuite(),
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust", "--skip-welcome"],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(workspace, { recursive: true, force: true });
}
