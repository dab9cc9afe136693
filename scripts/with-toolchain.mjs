// Runs a TypeScript script of this repository with the Node version that the repository pins.
//
// Plain JavaScript without dependencies, since it is the first thing that runs in a bare clone: it installs the
// lockfile's packages when they are missing or outdated, then starts `node_modules/.bin/node` (the `node` package,
// which brings the pinned version) on the script that it was given. Nothing else belongs here.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error("usage: node scripts/with-toolchain.mjs SCRIPT [ARGUMENT…]");
  process.exit(2);
}

installDependencies();

const isWindows = process.platform === "win32";
const node = join(root, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");
const bin = join(root, "node_modules", ".bin");
const result = spawnSync(node, [join(root, script), ...args], {
  stdio: "inherit",
  cwd: root,
  env: {
    ...process.env,
    PATH: `${dirname(node)}${isWindows ? ";" : ":"}${bin}${isWindows ? ";" : ":"}${process.env.PATH}`,
    // Where the user was when they typed the command, for arguments that are paths.
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
  },
});
if (result.error) {
  console.error(`cannot start ${node}: ${result.error.message}. Delete node_modules and try again.`);
  process.exit(2);
}
process.exit(result.status ?? 1);

/** Installs what package-lock.json names, unless the last installation was of this very lockfile. */
function installDependencies() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".installed-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("Installing dependencies (npm ci)…");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", process.stderr.fd, process.stderr.fd],
    shell: process.platform === "win32",
  });
  if (install.status !== 0) {
    console.error("npm ci failed; its message is above. Async Insight needs Node 20.19 or later and npm 10 or later.");
    process.exit(install.status ?? 1);
  }
  writeFileSync(stamp, lock);
}
