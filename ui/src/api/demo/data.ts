// People, pins and conversations of the demo: our own pictures, invented names, `.example` hosts.
import type {
  ChoicePin, Conversation, FeedItem, Happening, Message, MessageBody, Person, Picture, Pin, Request, Source, Trail, Verdict, What,
} from "../types"; // prettier-ignore

const files = import.meta.glob<string>("../../../../assets/demo/*.jpg", {
  eager: true,
  query: "?url",
  import: "default",
});

/** Addresses by media id; ids are positions in this list plus one. */
export const pictures: { name: string; url: string }[] = Object.entries(files).map(([path, url]) => ({
  name: path.replace(/^.*\/|\.jpg$/g, ""),
  url,
}));

export const mediaOf = (name: string): number => pictures.findIndex((p) => p.name === name) + 1;

const HEIGHTS: Record<string, number> = {
  wool: 640, dusk: 580, chair: 600, vases: 520, quilt: 480, arch: 700, fern: 660, lamp: 620, table: 380, stairs: 720,
  terrazzo: 340, lake: 320, kilim: 720, books: 430, pegs: 600, night: 640, tiles: 480, waves: 360, cabin: 540, pears: 440,
  poster: 680, sofa: 370, dunes: 640, leather: 400, contour: 560, harbour: 420,
}; // prettier-ignore
const COLOURS: Record<string, string> = {
  books: "#5F5043", cabin: "#999E9F", chair: "#949385", contour: "#CBC7B5", dunes: "#A78A6C", dusk: "#8C827E",
  fern: "#314536", harbour: "#7E8079", kilim: "#776659", lake: "#78898D", lamp: "#4F473B", leather: "#88705C",
  night: "#6D5E58", pears: "#6D705A", pegs: "#808075", poster: "#A99E8C", quilt: "#958672", sofa: "#908D7E",
  stairs: "#B7AA97", table: "#D0CBB9", terrazzo: "#C4BCAF", tiles: "#AAAFA9", vases: "#A89684", waves: "#969F9D",
  wool: "#7F7F79", arch: "#9D8C78",
}; // prettier-ignore

export function picture(name: string): Picture {
  return {
    media: mediaOf(name),
    width: 480,
    height: HEIGHTS[name] ?? 0,
    blurhash: null,
    colour: COLOURS[name] ?? null,
    alt: null,
  };
}

export function person(local: string, name: string, server = "lindqvist.example", ambiguous = false): Person {
  const media = mediaOf(`av-${local}`);
  return { user: `@${local}:${server}`, name, avatar: media > 0 ? media : null, ambiguous };
}

export const mei = person("mei", "Mei");
export const people = {
  ruth: person("ruth", "Ruth"),
  jonas: person("jonas", "Jonas"),
  amina: person("amina", "Amina"),
  tomas: person("tomas", "Tomas"),
  oskar: person("oskar", "Oskar"),
  lucia: person("lucia", "Lucía", "taller.example"),
  sam: person("sam", "Sam"),
};

const FEED: [picture: string, title: string, host: string, sent?: string[]][] = [
  ["pegs", "Peg rail, four pegs, oiled birch", "nordichomes.example", ["Ruth"]],
  ["dusk", "Six ridges, an hour after sunset", "slowweekends.example"],
  ["kilim", "Kilim with three diamonds", "weaverscollective.example"],
  ["sofa", "Two-seater in bottle green", "atelier-nord.example"],
  ["arch", "Lime plaster, deep reveal", "limeandlath.example"],
  ["table", "Lemons on a striped cloth", "slowweekends.example"],
  ["chair", "Windsor chair, seven spindles", "nordichomes.example", ["Ruth", "Jonas"]],
  ["waves", "Seigaiha, block print", "paperandpress.example"],
  ["lamp", "Pleated shade, warm bulb", "atelier-nord.example"],
  ["leather", "Bridle leather, six tans", "harness-maker.example"],
  ["fern", "What grows without sun", "greenroom.example"],
  ["cabin", "The cabin from the lake side", "From Amina"],
  ["books", "Shelves to the ceiling, at last", "nordichomes.example"],
  ["poster", "Print fair, the second Sunday", "paperandpress.example"],
  ["tiles", "Cement tiles, quarter turn", "limeandlath.example"],
  ["vases", "Set of three, ash glaze", "atelier-nord.example"],
  ["harbour", "The ferry side of the harbour", "slowweekends.example"],
  ["quilt", "Half-square quilt from shirts", "weaverscollective.example"],
  ["stairs", "Handrail, one line", "limeandlath.example"],
  ["pears", "Three pears, Tuesday", "paperandpress.example"],
  ["night", "Curtains, heavy linen", "nordichomes.example"],
  ["lake", "Still, for once", "slowweekends.example"],
  ["wool", "Undyed wool, woven check", "weaverscollective.example"],
  ["terrazzo", "Terrazzo offcuts", "limeandlath.example"],
  ["dunes", "Dunes, late light", "slowweekends.example"],
  ["contour", "The long way round", "From Tomas"],
];
const BOARD: [picture: string, title: string, caption: string][] = [
  ["chair", "Windsor chair, seven spindles", "From Ruth"],
  ["kilim", "Kilim with three diamonds", "From you"],
  ["pegs", "Peg rail, four pegs, oiled birch", "From Amina"],
  ["lamp", "Pleated shade, warm bulb", "From you"],
  ["terrazzo", "Terrazzo offcuts", "From Jonas"],
  ["wool", "Undyed wool, woven check", "From Ruth"],
  ["leather", "Bridle leather, six tans", "From you"],
  ["stairs", "Handrail, one line", "From Ruth"],
  ["tiles", "Cement tiles, quarter turn", "From Jonas"],
  ["quilt", "Half-square quilt from shirts", "From Ruth"],
];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function pin(name: string, title: string, host: string | null, note = ""): Pin {
  return {
    title,
    note,
    link: host ? { url: `https://${host}/${title.toLowerCase().replace(/[^a-z]+/g, "-")}`, host } : null,
    picture: picture(name),
    source: null,
  };
}

/** A short link that an advertiser pays for: covered, with what the guard found. */
export const SPAM = "https://lnk.example/set-of-three-ash-glaze";
export const spamVerdict: Verdict = {
  severity: "cover",
  findings: [
    { code: "affiliate_host", severity: "cover", words: "", evidence: "go.clicks.example" },
    { code: "shortener", severity: "warn", words: "", evidence: "lnk.example" },
  ],
  cleaned: SPAM,
};
export const spamWay: Trail = {
  hops: [
    { url: SPAM, host: "lnk.example", how: "link" },
    { url: "https://go.clicks.example/r?aff=771&to=vases", host: "go.clicks.example", how: "redirect" },
    { url: "https://atelier-nord.example/vases?aff=771", host: "atelier-nord.example", how: "refresh" },
  ],
  verdict: { ...spamVerdict, cleaned: "https://atelier-nord.example/vases" },
  problem: null,
};

export const HALLWAY = "!hallway:lindqvist.example";
export const sources: Source[] = [
  { id: 1, kind: "board", name: "Hallway", url: null, room: HALLWAY, error: null, refreshed_at: null },
  {
    id: 2,
    kind: "rss",
    name: "Nordic Homes",
    url: "https://nordichomes.example/feed",
    room: null,
    error: null,
    refreshed_at: Date.now(),
  },
  {
    id: 3,
    kind: "rss",
    name: "Slow Weekends",
    url: "https://slowweekends.example/feed",
    room: null,
    error: null,
    refreshed_at: Date.now(),
  },
];

/** `count` pins: the ones of the look first, then the same again with numbers. */
export function feedItems(count: number): FeedItem[] {
  const now = Date.now();
  const board = BOARD.map(([name, title, caption], i): FeedItem => {
    const host = `${title.split(/\W/)[0]?.toLowerCase()}.example`;
    return {
      id: 900_000 + i,
      source: 1,
      caption,
      pin: pin(name, title, host),
      at: now - i * 5 * DAY,
      sent_to: [],
      stranger: false,
      message: 700 + i,
    };
  });
  const feed = Array.from({ length: count }, (_, i): FeedItem => {
    const [name, title, host, sent] = FEED[i % FEED.length] ?? ["pegs", "Peg rail", "nordichomes.example"];
    const round = Math.floor(i / FEED.length);
    const real = host.includes(" ") ? null : host;
    return {
      id: i + 1,
      source: host.startsWith("slow") ? 3 : host.startsWith("From") ? 1 : 2,
      caption: host,
      pin: {
        ...pin(
          name,
          round ? `${title}, ${round + 1}` : title,
          real,
          round ? "" : "They cut to order. The narrow coat could hang here without touching the door.",
        ),
        source: {
          kind: real ? "rss" : "board",
          name: host.startsWith("slow") ? "Slow Weekends" : "Nordic Homes",
          url: null,
        },
      },
      at: now - i * 7 * 60 * MINUTE,
      sent_to: round ? [] : (sent ?? []),
      stranger: false,
      message: null,
    };
  });
  return [...feed, ...board];
}

function conversation(room: string, members: Person[], name: string, more: Partial<Conversation> = {}): Conversation {
  return {
    room, kind: members.length > 1 ? "group" : "direct", name, avatar: members.length > 1 ? null : (members[0]?.avatar ?? null),
    members, member_count: members.length, unread: 0, marked_unread: false, muted: false, muted_until: null, notify: "all", archived: false, on_top: false, encrypted: true, joined: true, stranger: false, last: null, head: false, read_at: null, ...more,
  }; // prettier-ignore
}

export const rooms = {
  amina: "!amina:lindqvist.example",
  group: "!cabin:lindqvist.example",
  ruth: "!ruth:lindqvist.example",
  jonas: "!jonas:lindqvist.example",
  tomas: "!tomas:lindqvist.example",
  lucia: "!lucia:taller.example",
  sam: "!sam:lindqvist.example",
};

export function conversations(): Conversation[] {
  const { ruth, amina, jonas, tomas, oskar, lucia, sam } = people;
  return [
    conversation(rooms.amina, [amina], "Amina", { unread: 2, head: true }),
    conversation(rooms.ruth, [ruth], "Ruth", { head: true, read_at: Date.now() - 9 * MINUTE }),
    conversation(rooms.group, [amina, tomas, oskar], "Cabin trip", { head: true }),
    conversation(rooms.jonas, [jonas], "Jonas"),
    conversation(rooms.tomas, [tomas], "Tomas"),
    conversation(rooms.lucia, [lucia], "Lucía", { encrypted: false }),
    conversation(rooms.sam, [sam], "Sam"),
  ];
}

export const choicePin = (event: string): ChoicePin => ({
  event,
  message: null,
  title: "",
  picture: null,
  votes: 0,
  mine: false,
  names: [],
});

export function message(
  room: string,
  sender: Person,
  at: number,
  body: MessageBody,
  more: Partial<Message> = {},
): Message {
  const mine = sender.user === mei.user;
  return {
    id: 0, room, event: `$${room}${at}`, sender, mine, at, body, edited: false, reactions: [], reply_to: null, thread_root: null,
    thread: null, state: mine ? { state: "sent" } : { state: "received" }, readers: [], stranger: false, gap_before: false, ...more,
  }; // prettier-ignore
}

export const happening = (what: What, by: Person, at: number, more: Partial<Happening> = {}): Happening => ({
  what, at, by, mine: by.user === mei.user, people: [], more: 0, me: false, name: null, before: null, role: null, ...more,
}); // prettier-ignore

/** The event that Ruth and Mei talk about. */
const SOFA = "$sofa";

export function messages(): Message[] {
  const { ruth, amina, jonas, tomas, oskar, lucia, sam } = people;
  const now = Date.now();
  const ago = (minutes: number) => now - minutes * MINUTE;
  const text = (text: string): MessageBody => ({ kind: "text", text });
  const pinBody = (name: string, title: string, host: string | null, note = ""): MessageBody => ({
    kind: "pin",
    pin: pin(name, title, host, note),
  });
  const old = Array.from({ length: 160 }, (_, i) =>
    message(
      rooms.ruth,
      i % 3 ? ruth : mei,
      now - 9 * DAY + i * 50 * MINUTE,
      i % 17 === 5
        ? pinBody(["fern", "lamp", "arch", "books"][i % 4] ?? "fern", `Found on walk ${i}`, "slowweekends.example")
        : text(`Older line ${i + 1}: which wood is it?`),
    ),
  );
  return [
    ...old,
    message(
      rooms.ruth,
      ruth,
      ago(60),
      pinBody("sofa", "Two-seater in bottle green", "atelier-nord.example", "For under the window?"),
      {
        event: SOFA,
        thread: { count: 4, last_at: ago(40), people: [ruth, mei], last: "Then the narrow one.", unread: 0 },
      },
    ),
    message(rooms.ruth, mei, ago(46), text("Under the window it hides the heater."), { thread_root: SOFA }),
    message(rooms.ruth, ruth, ago(44), text("There is one 20 cm narrower."), { thread_root: SOFA }),
    message(rooms.ruth, mei, ago(42), text("In green too?"), { thread_root: SOFA }),
    message(rooms.ruth, ruth, ago(40), text("Then the narrow one."), { thread_root: SOFA }),
    message(rooms.ruth, mei, ago(55), text("12 cm too deep, I measured.")),
    message(rooms.ruth, ruth, ago(50), text("Then the peg rail and a narrow chair. No sofa at all."), {
      reactions: [{ key: "👍", count: 1, mine: true, names: ["You"] }],
    }),
    message(rooms.ruth, mei, ago(9), text("Yes. I look for a rug to go with it."), {
      state: { state: "read" },
      readers: [ruth],
    }),
    message(
      rooms.amina,
      amina,
      ago(24 * 60),
      pinBody("cabin", "The cabin from the lake side", null, "Keys are with the neighbour."),
    ),
    message(rooms.amina, mei, ago(23 * 60), text("I have the map.")),
    message(rooms.amina, amina, ago(4), text("Found a rail like yours, but with three.")),
    message(rooms.amina, amina, ago(3), text("Do they have five pegs?")),
    message(rooms.group, tomas, ago(4 * 24 * 60), pinBody("lake", "Still, for once", "slowweekends.example"), {
      reactions: [
        { key: "❤️", count: 2, mine: true, names: ["You", "Amina"] },
        { key: "🥾", count: 1, mine: false, names: ["Oskar"] },
      ],
      thread: {
        count: 6,
        last_at: ago(4 * 24 * 60 - 200),
        people: [amina, oskar, mei],
        last: "Saturday, then",
        unread: 0,
      },
    }),
    message(rooms.group, amina, ago(170), pinBody("dunes", "The dunes behind the station", null), {
      event: "$dunes",
      reactions: [{ key: "✅", count: 2, mine: false, names: ["Tomas", "Oskar"] }],
    }),
    message(rooms.group, oskar, ago(168), pinBody("harbour", "The ferry side of the harbour", "slowweekends.example"), {
      event: "$harbour",
      reactions: [{ key: "✅", count: 1, mine: true, names: ["You"] }],
    }),
    message(
      rooms.group,
      tomas,
      ago(165),
      text("Where do we meet?\n1. The dunes behind the station\n2. The ferry side"),
      {
        choice: { question: "Where do we meet?", key: "✅", pins: ["$dunes", "$harbour"].map(choicePin) },
      },
    ),
    ...["contour", "leather", "wool"].map((name, index) =>
      message(rooms.group, amina, ago(163 - index / 10), pinBody(name, `To pack, ${index + 1}`, null), {
        group: { id: "pack", index, count: 3 },
      }),
    ),
    message(rooms.group, mei, ago(160), text("Train at 7:40 or 9:10?")),
    message(rooms.group, amina, ago(155), text("9:10. Nobody walks well at seven."), {
      reactions: [{ key: "😂", count: 3, mine: true, names: ["You", "Tomas", "Oskar"] }],
    }),
    message(rooms.group, oskar, ago(150), text("I bring the stove."), {
      happened: [
        happening("invited", amina, ago(153), { people: [tomas] }),
        happening("joined", tomas, ago(152), { people: [tomas] }),
        happening("called", oskar, ago(151), { people: [oskar], before: "Oskar L.", name: "Oskar" }),
      ],
      edited: true,
      reply_to: { event: "$q", sender: "Amina", text: "Who carries what? I take the rope and the pan." },
    }),
    message(rooms.jonas, jonas, ago(250), { kind: "locked" }),
    message(rooms.jonas, jonas, ago(249), { kind: "removed" }),
    message(rooms.jonas, jonas, ago(247), {
      kind: "file",
      name: "measures.pdf",
      size: 340_000,
      mimetype: "application/pdf",
    }),
    message(
      rooms.jonas,
      jonas,
      ago(246),
      { kind: "unknown", event_type: "m.poll.start", text: "Which tan?" },
      { gap_before: true },
    ),
    message(rooms.jonas, jonas, ago(245), {
      kind: "pin",
      pin: { ...pin("vases", "Set of three, ash glaze", "lnk.example"), guard: spamVerdict },
    }),
    message(rooms.tomas, mei, ago(3 * 24 * 60), pinBody("dusk", "The long way round", "slowweekends.example")),
    message(rooms.lucia, lucia, ago(4 * 24 * 60), pinBody("tiles", "Tiles, or terrazzo?", "limeandlath.example")),
    message(rooms.sam, mei, ago(5 * 24 * 60 + 3), text("Three for the hall:"), {
      state: { state: "read" },
      readers: [sam],
    }),
    message(
      rooms.sam,
      mei,
      ago(5 * 24 * 60 + 2),
      pinBody("leather", "Bridle leather, six tans", "harness-maker.example"),
      {
        event: null,
        state: {
          state: "not_sent",
          code: "too_large",
          words: "The picture is 34 MB and this server takes 10 MB. Retry sends it smaller.",
        },
      },
    ),
    message(rooms.sam, mei, ago(5 * 24 * 60 + 1), text("And the strap for the door."), {
      event: null,
      state: { state: "sending", waits_for: "waits for the pin above" },
    }),
  ].map((m, i) => ({ ...m, id: i + 1 }));
}

export function requests(): Request[] {
  return [
    {
      room: "!req1:lindqvist.example",
      kind: "conversation",
      inviter: "@vera:lindqvist.example",
      inviter_name: "Vera Lindqvist",
      room_name: "Rugs for the hall",
      rooms_in_common: ["Cabin trip"],
      known: false,
      kept_out: false,
      at: Date.now() - 200 * MINUTE,
    },
    {
      room: "!req2:freehost.example",
      kind: "conversation",
      inviter: "@best-deals-4411:freehost.example",
      inviter_name: "best-deals-4411",
      room_name: null,
      rooms_in_common: [],
      known: false,
      kept_out: false,
      at: Date.now() - 3 * DAY,
    },
  ];
}

export function blocked(): Person[] {
  return [{ user: "@gift-cards-24:freehost.example", name: "gift-cards-24", avatar: null, ambiguous: false }];
}

/** Overrides, unclosed isolates, long words, many lines, stacked marks, odd shapes (cases C19, C20, C37 to C40). */
const HOSTILE = {
  override: "holiday\u202egpj.exe",
  isolate: "\u2067unclosed isolate",
  arabic: "\u0645\u0631\u062d\u0628\u0627 Rug 14:02",
  word: "W".repeat(200),
  letters: "a".repeat(32_000),
  lines: "line\n".repeat(10_000),
  marks:
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034d".repeat(
      30,
    ),
  link: `https://long.example/${"x".repeat(2000)}`,
};

const odd = (width: number, height: number, media = mediaOf("lake")): Picture => ({
  media,
  width,
  height,
  blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
  colour: null,
  alt: null,
});

export function hostileItems(): FeedItem[] {
  const { override, isolate, arabic, word, letters, marks, link } = HOSTILE;
  const pins: Pin[] = [
    { title: word, note: letters, link: { url: link, host: "long.example" }, picture: null, source: null },
    { title: override, note: "", link: null, picture: odd(90_000, 8), source: null },
    { title: isolate, note: "", link: null, picture: odd(8, 90_000, mediaOf("fern")), source: null },
    { title: arabic, note: "", link: null, picture: odd(0, 0), source: null },
    { title: marks, note: "", link: null, picture: odd(1e9, -5, 9_999), source: null },
  ];
  return pins.map((pin, i) => ({
    id: 800_000 + i,
    source: 2,
    caption: `${override} ${i}`,
    pin,
    at: Date.now() + 9e6 - i,
    sent_to: [],
    stranger: false,
    message: null,
  }));
}

export function hostileMessages(room: string, eve: Person): Message[] {
  const { override, isolate, arabic, word, letters, lines, marks, link } = HOSTILE;
  const texts = [
    override,
    isolate,
    arabic,
    word,
    letters,
    lines,
    marks,
    link,
    "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645",
  ];
  return [
    ...hostileItems().map((item, i) => message(room, eve, Date.now() - 900_000 + i, { kind: "pin", pin: item.pin })),
    ...texts.map((text, i) =>
      message(
        room,
        eve,
        Date.now() - 800_000 + i,
        { kind: "text", text },
        {
          reactions: [{ key: marks, count: 1_000_000, mine: false, names: [word] }],
          reply_to: i % 2 ? { event: "$x", sender: override, text: letters } : null,
        },
      ),
    ),
    message(room, eve, Date.now() - 700_000, { kind: "file", name: override, size: 1e15, mimetype: null }),
  ];
}
