// Makes the words that the rest of the UI reads out of their shape: a plain one is a property, one with variables a
// function. Each is looked up when it is read, so that a change of language reaches what is on screen.
import { say, type Variables } from "./language.svelte";

/** A message without variables. */
export const text = "text";

type Entry = typeof text | ((...args: never[]) => Variables | string) | Shape;
export interface Shape {
  [key: string]: Entry;
}

export type Spoken<E> = E extends string
  ? string
  : E extends (...args: infer A) => unknown
    ? (...args: A) => string
    : { readonly [K in keyof E]: Spoken<E[K]> };

/** "feed", "sentTo" are `feed-sent-to`. */
export const idOf = (path: string[]): string =>
  path.map((part) => part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).join("-");

/** Every shape that was made to speak, for the tests that hold it against the message files. */
export const shapes: Shape[] = [];

export function speak<S extends { [K in keyof S]: Entry }>(shape: S): Spoken<S> {
  shapes.push(shape);
  return build(shape, []) as Spoken<S>;
}

function build(shape: Shape, path: string[]): object {
  const spoken = {};
  for (const [key, entry] of Object.entries(shape)) {
    const here = [...path, key];
    const id = idOf(here);
    if (typeof entry === "string") Object.defineProperty(spoken, key, { enumerable: true, get: () => say(id) });
    else if (typeof entry === "function") {
      const value = (...args: never[]) => {
        const made = entry(...args);
        return typeof made === "string" ? made : say(id, made);
      };
      Object.defineProperty(spoken, key, { enumerable: true, value });
    } else Object.defineProperty(spoken, key, { enumerable: true, value: build(entry, here) });
  }
  return spoken;
}
