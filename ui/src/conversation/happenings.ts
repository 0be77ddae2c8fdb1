// The words for what happened in a conversation. Names are others' texts: cut, and each isolated from the words around it.
import type { Happening, Person } from "../api";
import { list, t } from "../i18n";
import { cut, plainLine } from "../shared/text";

const isolated = (text: string): string => `\u2068${cut(plainLine(text), 40)}\u2069`;

/** The Matrix ID stands beside a name that looks like another. */
const nameOf = ({ name, user, ambiguous }: Person): string =>
  ambiguous ? `${isolated(name)} (${isolated(user)})` : isolated(name);

type Kind = "invited" | "withdrawn" | "removed" | "banned" | "unbanned";
type Own = "joined" | "left" | "declined" | "face" | "admin" | "moderator" | "member";

export function wordsOf(one: Happening): string {
  const words = t.happened;
  const by = nameOf(one.by);
  const shown = one.people.map(nameOf);
  const names = list(one.more ? [...shown, words.others(one.more)] : shown);
  const name = isolated(one.name ?? "");
  const mine = one.mine;
  /** What people did or got themselves. */
  const own = (what: Own): string => (one.me ? words[`${what}Me`] : words[what](names));
  /** What one does to others. */
  const done = (what: Kind): string =>
    one.me ? words[`${what}Me`](by) : mine ? words[`${what}ByMe`](names) : words[what](by, names);
  switch (one.what) {
    case "created":
      if (one.name === null) return mine ? words.createdByMe : words.created(by);
      return mine ? words.createdNamedByMe(name) : words.createdNamed(by, name);
    case "named":
      if (one.name === null) return mine ? words.unnamedByMe : words.unnamed(by);
      return mine ? words.namedByMe(name) : words.named(by, name);
    case "picture":
      return mine ? words.pictureByMe : words.picture(by);
    case "picture_gone":
      return mine ? words.pictureGoneByMe : words.pictureGone(by);
    case "called":
      return one.me ? words.calledMe(name) : words.called(isolated(one.before ?? ""), name);
    case "role":
      return own(one.role ?? "member");
    case "joined":
    case "left":
    case "declined":
    case "face":
      return own(one.what);
    default:
      return done(one.what);
  }
}
