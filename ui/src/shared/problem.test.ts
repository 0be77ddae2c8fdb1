// Failures in the language of who reads them.
import { cleanup, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";

import { ApiError, type Problem } from "../api";
import { useLanguage } from "../i18n";
import Alert from "./Alert.svelte";

afterEach(() => {
  cleanup();
  useLanguage("en", []);
});

const shown = (problem: Problem, language = "de"): string => {
  useLanguage(language, []);
  cleanup();
  render(Alert, { problem: new ApiError(problem) });
  return screen
    .getByRole("alert")
    .textContent.replace(/[\u2066-\u2069]/gu, "")
    .trim();
};

const refused: Problem = {
  code: "forbidden",
  words: "Could not add Ruth: the server refused it. It says: You are not allowed to.",
  said: { id: "refused", with: { server: "You are not allowed to" } },
};

it("a failure is said in the spoken language, and the server's own words are told apart", () => {
  expect(shown(refused)).toBe("Der Server hat es abgelehnt. Er sagt: You are not allowed to");
  expect(shown(refused, "ar")).toBe("رفض الخادم ذلك. يقول: You are not allowed to");
  expect(shown(refused, "en")).toBe(refused.words);
});

it("one without a sentence says what its kind means, and no English", () => {
  const words = "Something that only English has.";
  expect(shown({ code: "not_found", words })).toBe("Das ist nicht mehr da. Geh zurück und wähle etwas anderes.");
  expect(shown({ code: "not_found", words }, "en")).toContain(words);
});

it("a fault of our own keeps its English detail, marked as that", () => {
  const text = shown({ code: "internal", words: "sqlite: locked." });
  expect(text).toContain("Einzelheit (englisch): sqlite: locked.");
  expect(screen.getByText("sqlite: locked.").getAttribute("lang")).toBe("en");
});
