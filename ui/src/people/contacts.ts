// The list of contacts: who is known here first, then the server's directory, then an ID as it was typed.
import type { Contact, ContactTarget, Person, UserId } from "../api";

/** A pin goes to ten at most. */
export const MOST = 10;

export const keyOf = (target: ContactTarget): string => (target.kind === "person" ? target.user : target.room);

/** One who is known from a conversation. */
export const contactOf = ({ user, name, avatar, ambiguous }: Person): Contact => ({
  target: { kind: "person", user },
  name,
  avatar,
  ambiguous,
  origin: "known",
  last_written: null,
  members: [],
});

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Whether a contact's name, members or ID hold the words. */
export function fits(contact: Contact, words: string): boolean {
  const wanted = plain(words);
  const id = contact.target.kind === "person" ? contact.target.user : "";
  return [contact.name, id, ...contact.members].some((text) => plain(text).includes(wanted));
}

const MATRIX_ID = /^@[^\s:@]+:[^\s:/]+(?::\d{1,5})?$/u;

/** A full Matrix ID, from what was typed, or `undefined`. */
export function typedId(query: string): UserId | undefined {
  const text = query.trim();
  return MATRIX_ID.test(text) && text.length <= 255 ? text : undefined;
}

/** One list without repeats: `local` in its own order, then `directory`, then the typed ID; never oneself. */
export function merge(local: Contact[], directory: Contact[], query: string, me: UserId): Contact[] {
  const seen = new Set<string>([me]);
  const merged: Contact[] = [];
  for (const contact of [...local, ...directory]) {
    const key = keyOf(contact.target);
    if (seen.has(key)) continue;
    seen.add(key);
    merged.push(contact);
  }
  const typed = typedId(query);
  if (typed && !seen.has(typed)) {
    merged.push({
      target: { kind: "person", user: typed },
      name: typed,
      avatar: null,
      ambiguous: false,
      origin: "typed",
      last_written: null,
      members: [],
    });
  }
  return merged;
}
