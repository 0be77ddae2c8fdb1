import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// `--mode demo` builds the UI with its in-memory backend, to look at it in a plain browser; the app's own build has none of it.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  base: "./",
  build: {
    target: "es2022",
    outDir: mode === "demo" ? "dist-demo" : "dist",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
  resolve: mode === "test" ? { conditions: ["browser"] } : undefined,
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    testTimeout: 60_000,
    setupFiles: ["src/testing/setup.ts"],
  },
}));
