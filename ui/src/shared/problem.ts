// What a failure says to a person. The app names a sentence of the message files where it has one, so that it is said in the
// spoken language; its own words are English.
import type { Problem, Said } from "../api";
import { language, sayOf } from "../i18n";

export const said = ({ id, with: variables }: Said): string => sayOf(`app-problem-${id}`, variables);

/** The English words say more than the sentence where they were made for what failed. */
export function wordsOfProblem(problem: Problem): string {
  const english = language() === "en" ? problem.words : "";
  return english || (problem.said ? said(problem.said) : problem.words);
}
