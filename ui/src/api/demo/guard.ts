// What the demo backend says of links, and whom it trusts.
import * as data from "./data";
import type { FeedItem } from "../types";
import type { Handlers, World } from "./world";

/** The address without the commonest of what is hung on links. */
function cleaned(url: string): string {
  const parsed = new URL(url);
  for (const name of [...parsed.searchParams.keys()])
    if (/^utm_|^fbclid$|^gclid$/.test(name)) parsed.searchParams.delete(name);
  return parsed.href;
}

/** A pin of a feed that the guard covers. */
export const coveredItem = (): FeedItem => ({
  id: 899_999,
  source: 2,
  caption: "lnk.example",
  pin: {
    ...data.pin("pegs", "Three vases in ash glaze", "lnk.example"),
    link: { url: data.SPAM, host: "lnk.example" },
    guard: data.spamVerdict,
  },
  at: Date.now(),
  sent_to: [],
  stranger: false,
  message: null,
});

type Part = Pick<Handlers, "check_link" | "follow_link" | "trusted" | "trust_site" | "trust_person" | "guard_lists">;

export function guardHandlers(world: World): Part {
  return {
    check_link: ({ url }) =>
      url === data.SPAM ? data.spamVerdict : { severity: "none", findings: [], cleaned: cleaned(url) },
    follow_link: ({ url }) =>
      url === data.SPAM
        ? data.spamWay
        : {
            hops: [{ url, host: new URL(url).hostname, how: "link" }],
            verdict: { severity: "none", findings: [], cleaned: cleaned(url) },
            problem: null,
          },
    trusted: () => world.trusted,
    trust_site: ({ site, trusted }) => {
      const others = world.trusted.sites.filter((known) => known !== site);
      world.trusted = { ...world.trusted, sites: trusted ? [...others, site] : others };
      return null;
    },
    trust_person: ({ user, trusted }) => {
      const others = world.trusted.people.filter((known) => known.user !== user);
      const person = { user, name: user, avatar: null, ambiguous: false };
      world.trusted = { ...world.trusted, people: trusted ? [...others, person] : others };
      return null;
    },
    guard_lists: () => [{ name: "tracking", date: "2026-11-25", entries: 200 }],
  };
}
