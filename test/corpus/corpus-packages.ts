// Which real packages the corpus consists of, and where each one's tarball keeps the code that people wrote.
//
// All of the TypeScript packages publish their sources. The JavaScript ones are read as an editor without configuration
// reads them, with a look into the JavaScript of their direct dependencies (maxNodeModuleJsDepth 1). Not deeper: at 2
// the compiler's threads race for which files are still near enough, and the program differs from run to run.
//
// Versions are not here: pinned/<name>/package.json and its lockfile name them, together with the dependencies and
// type packages that the sources import. Fetching is in fetch-package.ts.

/** One package of the corpus. */
export interface CorpusPackage {
  /** Folder below `packages/` and `pinned/`, and name of the file of recorded findings. */
  readonly name: string;
  /** The package's name in the registry. */
  readonly registryName: string;
  readonly language: "typescript" | "javascript";
  /** What is copied out of the installed package. */
  readonly sources: readonly CorpusSource[];
}

/** A file or folder of the installed package; paths are relative, with forward slashes. */
export interface CorpusSource {
  readonly from: string;
  readonly to: string;
  /** Entries directly below `from` that are build output rather than source. */
  readonly except?: readonly string[];
}

const same = (...paths: readonly string[]): readonly CorpusSource[] => paths.map((path) => ({ from: path, to: path }));

export const corpusPackages: readonly CorpusPackage[] = [
  // The tarball has no `src`: its root is the source tree, beside three builds of it.
  {
    name: "viem",
    registryName: "viem",
    language: "typescript",
    sources: [
      {
        from: ".",
        to: "src",
        except: ["_cjs", "_esm", "_types", "node_modules", "package.json", "tsconfig.json"],
      },
    ],
  },
  { name: "matrix-js-sdk", registryName: "matrix-js-sdk", language: "typescript", sources: same("src") },
  { name: "mongodb", registryName: "mongodb", language: "typescript", sources: same("src") },
  // `third_party` is bundled at build time; only its output is published, and the sources import it by relative path.
  {
    name: "puppeteer-core",
    registryName: "puppeteer-core",
    language: "typescript",
    sources: [...same("src"), { from: "lib/esm/third_party", to: "third_party" }],
  },
  { name: "openai", registryName: "openai", language: "typescript", sources: same("src") },
  { name: "effect", registryName: "effect", language: "typescript", sources: same("src") },
  { name: "ethers", registryName: "ethers", language: "typescript", sources: same("src.ts") },
  { name: "trpc-server", registryName: "@trpc/server", language: "typescript", sources: same("src") },
  // Build tools and generators: the kind of program that hides file access in synchronous helpers.
  {
    name: "theia-application-manager",
    registryName: "@theia/application-manager",
    language: "typescript",
    sources: same("src"),
  },
  { name: "quasar-app-vite", registryName: "@quasar/app-vite", language: "javascript", sources: same("lib") },
  { name: "npm", registryName: "npm", language: "javascript", sources: same("lib", "bin", "index.js") },
  { name: "eslint", registryName: "eslint", language: "javascript", sources: same("lib", "bin", "conf", "messages") },
  {
    name: "mocha",
    registryName: "mocha",
    language: "javascript",
    sources: same("lib", "bin", "index.js", "mocha.mjs"),
  },
  {
    name: "pm2",
    registryName: "pm2",
    language: "javascript",
    sources: same("lib", "bin", "modules", "index.js", "paths.js", "constants.js"),
  },
];
