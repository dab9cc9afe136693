// What Vitest runs: everything that needs nothing but Node. The tests inside a real VS Code are a process of their own
// (test/vscode/run.ts), and so are the bench and the corpus, which download what they measure.

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**", "test/corpus/packages/**", "test/bench/peers/**", "**/node_modules/**"],
    globalSetup: "test/harness/build-bundles.ts",
    // A test waits for its engine, and its engine for the test: two at a time keep two cores busy.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Servers and engines start within a test; a loaded machine may take its time for that.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
