export { en as t, type Words } from "./en";
export { day, iso, list, number, otherDay, plural, size, time, when, whenSentence } from "./intl";
