// What Vitest runs: everything that needs nothing but Node. The tests inside a real VS Code are a process of their own
// (test/vscode/run.ts), and so are the bench and the corpus, which download what they measure.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**", "test/corpus/packages/**", "test/bench/peers/**", "**/node_modules/**"],
    globalSetup: "test/harness/build-bundles.ts",
    // Servers and engines start within a test; a loaded machine may take its time for that.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
