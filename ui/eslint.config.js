import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

// Folders form layers: i18n and api know nothing above them; shared knows no domain; domains do not know each other;
// views put them together.
const domains = ["conversation", "feed", "board", "people", "settings", "session", "search"];
const layers = {
  i18n: ["api", "shared", ...domains, "views"],
  api: ["i18n", "shared", ...domains, "views"],
  shared: [...domains, "views"],
  ...Object.fromEntries(domains.map((d) => [d, [...domains.filter((o) => o !== d), "views"]])),
};
const message = "This import crosses the layers: api and i18n < shared < a domain < views.";
const noTauri = { group: ["@tauri-apps", "@tauri-apps/*"], message: "Only src/api imports Tauri." };

export default ts.config(
  { ignores: ["dist/", "dist-demo/", "node_modules/"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      "no-restricted-imports": ["error", { patterns: [noTauri] }],
      "no-console": "error",
      eqeqeq: ["error", "smart"],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "svelte/no-at-html-tags": "error",
      // Maps and sets of the controllers are indexes beside `$state.raw`, not state.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  ...Object.entries(layers).map(([folder, forbidden]) => ({
    files: [`src/${folder}/**/*.{ts,svelte}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: `(^|/)\\.\\./(${forbidden.join("|")})(/|$)`, message },
            ...(folder === "api" ? [] : [noTauri]),
          ],
        },
      ],
    },
  })),
);
