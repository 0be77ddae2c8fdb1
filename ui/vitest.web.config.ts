import { defineConfig } from "vitest/config";

// Tests of the UI in the web view's own engine, on the demo backend: contrast, focus, sizes and touch are real there.
export default defineConfig({
  test: {
    environment: "node",
    // Pictures instead of tests for `make screenshots`.
    include: [process.env.TACKROOM_SHOTS ? "web/shots.ts" : "web/**/*.test.ts"],
    globalSetup: ["web/support/setup.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
