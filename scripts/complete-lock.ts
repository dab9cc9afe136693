// Adds to package-lock.json the optional platform packages that the registry at hand did not offer, so that `npm ci`
// finds lockfile and manifests in agreement and installs the right binaries on every platform. Run after each change of
// the dependencies: `node scripts/with-toolchain.mjs scripts/complete-lock.ts`.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  license?: string;
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const systems = new Set([
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
]);
const processors = new Set([
  "arm",
  "arm64",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
]);

const path = join(import.meta.dirname, "..", "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, LockedPackage> };
const added = Object.entries(lock.packages).flatMap(([owner, entry]) => missingFrom(owner, entry));
for (const [key, entry] of added) lock.packages[key] = entry;
const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root!, ...others.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} platform packages added to package-lock.json`);

function missingFrom(owner: string, { optionalDependencies = {}, ...entry }: LockedPackage): [string, LockedPackage][] {
  return Object.entries(optionalDependencies).flatMap(([name, version]): [string, LockedPackage][] => {
    const key = `node_modules/${name}`;
    if (lock.packages[key] !== undefined || lock.packages[`${owner}/${key}`] !== undefined) return [];
    return [[key, platformPackage(name, version, entry)]];
  });
}

/** What a platform package says of itself can be read off its name: `@scope/tool-linux-arm64-musl`. */
function platformPackage(name: string, version: string, { license, dev }: LockedPackage): LockedPackage {
  const words = name.split("/").at(-1)!.split(/[-.]/);
  const os = words.filter((word) => systems.has(word));
  const cpu = words.map((word) => (word === "armv7" ? "arm" : word)).filter((word) => processors.has(word));
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return {
    version: version.replace(/^[\^~]/, ""),
    ...(cpu.length > 0 && { cpu }),
    ...(dev !== undefined && { dev }),
    ...(libc !== undefined && os.includes("linux") && { libc: [libc] }),
    ...(license !== undefined && { license }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}
