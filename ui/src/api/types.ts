// Written by `cargo run -p tackroom-core --example types`. Do not edit.

export type Account = {
  user: UserId;
  name: string;
  avatar: MediaId | null;
  /**
   * The server's address.
   */
  homeserver: string;
  device: string;
};

/**
 * All that the first frame needs.
 */
export type AppState = {
  session: SessionState;
  connection: Connection;
  settings: Settings;
  version: string;
  /**
   * The homeserver to begin signing in with, where the start named one (`TACKROOM_SERVER`).
   */
  server: string | null;
  /**
   * Why nothing can be written just now (a full disk); what is stored is shown, and it goes on by itself.
   */
  storage: Problem | null;
  /**
   * Sentences that must be shown once, such as "The database was damaged and was moved aside."
   */
  alerts: Array<string>;
};

/**
 * What a notification, the tray, a link or another start of the program asks of the window.
 */
export type Ask =
  | { ask: "conversation"; room: RoomId; message: MessageId | null }
  | { ask: "person"; user: UserId }
  | { ask: "messages" }
  | { ask: "requests" }
  | { ask: "new_pin"; link: string | null }
  | { ask: "send"; link: string | null; picture: Picture | null; title: string }
  | { ask: "close" };

/**
 * Somebody who cannot come back before the ban is lifted.
 */
export type Banned = { person: Person; may_unban: boolean };

/**
 * A Matrix room of pins.
 */
export type Board = { room: RoomId; source: SourceId; name: string; can_post: boolean; pins: number };

/**
 * What changed; never the data. The UI asks again for what it shows.
 */
export type Change =
  | { kind: "all" }
  | { kind: "session" }
  | { kind: "connection" }
  | { kind: "settings" }
  | { kind: "feed" }
  | { kind: "sources" }
  | { kind: "boards" }
  | { kind: "conversations" }
  | { kind: "conversation"; room: RoomId }
  | { kind: "typing"; room: RoomId }
  | { kind: "heads" }
  | { kind: "requests" }
  | { kind: "contacts" }
  | { kind: "keys" }
  | { kind: "media"; media: MediaId }
  | { kind: "exporting"; room: RoomId; done: number; total: number }
  | { kind: "history"; room: RoomId }
  | { kind: "asked" };

/**
 * Pins that a message asks to choose among.
 */
export type Choice = {
  question: string;
  /**
   * The emoji of a vote.
   */
  key: string;
  pins: Array<ChoicePin>;
};

/**
 * One pin of a choice. A vote is a reaction with the choice's emoji to the pin itself.
 */
export type ChoicePin = {
  event: EventId;
  /**
   * `None`: it is not on this device.
   */
  message: MessageId | null;
  /**
   * In one line, or what has become of it.
   */
  title: string;
  /**
   * Absent where there is none, and where it lies under a cover.
   */
  picture: Picture | null;
  votes: number;
  mine: boolean;
  /**
   * Names of at most 10 who voted for it.
   */
  names: Array<string>;
};

/**
 * Pictures that were chosen together, in their order.
 */
export type Chosen = {
  pictures: Array<Picture>;
  /**
   * What could not be taken.
   */
  refused: Array<Refused>;
  /**
   * So many more than go in one go were chosen, and left out.
   */
  beyond: number;
};

/**
 * Kinds of failure. The UI has one table from code to action; a test walks all codes.
 */
export type Code =
  | "bad_input"
  | "not_found"
  | "wrong_password"
  | "unknown_server"
  | "not_matrix"
  | "no_network"
  | "rate_limited"
  | "forbidden"
  | "too_large"
  | "session_ended"
  | "no_browser_sign_in"
  | "cancelled"
  | "not_a_feed"
  | "not_a_picture"
  | "blocked"
  | "disk_full"
  | "read_only"
  | "damaged"
  | "newer_schema"
  | "keyring"
  | "internal";

export type Connection = "online" | "connecting" | "offline";

/**
 * One line of the list of contacts.
 */
export type Contact = {
  target: ContactTarget;
  name: string;
  avatar: MediaId | null;
  ambiguous: boolean;
  origin: ContactOrigin;
  /**
   * The last time something was written between us, ms.
   */
  last_written: number | null;
  /**
   * The other members' names, for a group.
   */
  members: Array<string>;
};

/**
 * Why someone is on the list of contacts; also its order.
 */
export type ContactOrigin = "written_to" | "known" | "directory" | "typed";

/**
 * Whom a pin can be sent to.
 */
export type ContactTarget = { kind: "person"; user: UserId } | { kind: "conversation"; room: RoomId };

/**
 * A Matrix room that people talk in: a direct conversation or a named group.
 */
export type Conversation = {
  room: RoomId;
  kind: ConversationKind;
  name: string;
  avatar: MediaId | null;
  /**
   * The other members, at most 8, those who spoke last first.
   */
  members: Array<Person>;
  /**
   * How many others there are in all.
   */
  member_count: number;
  unread: number;
  /**
   * Read, and marked as unread by oneself.
   */
  marked_unread: boolean;
  /**
   * No notices and no count, just now.
   */
  muted: boolean;
  /**
   * Muted up to then, ms; `notify` holds again afterwards.
   */
  muted_until: number | null;
  /**
   * Of what one is told, where it is not muted for a time.
   */
  notify: Notify;
  archived: boolean;
  /**
   * Stands before all others in lists.
   */
  on_top: boolean;
  encrypted: boolean;
  /**
   * False after one left or was removed: readable, nothing can be sent.
   */
  joined: boolean;
  /**
   * Accepted from a stranger's request and not answered yet: pictures stay covered, links inert.
   */
  stranger: boolean;
  last: LastLine | null;
  /**
   * Its head is shown.
   */
  head: boolean;
  /**
   * "Read at 14:04" of a direct conversation: when the other last read one's last message, ms.
   */
  read_at: number | null;
};

export type ConversationKind = "direct" | "group";

/**
 * Where a date is in a conversation, as far as it is on this device.
 */
export type DatePlace = {
  /**
   * The first message from then on, outside of threads; `None`: none is that late.
   */
  message: MessageId | null;
  /**
   * When it was written, ms.
   */
  at: number | null;
  /**
   * Just before it some are missing here, which the server may have: perhaps some from then on.
   */
  missing: boolean;
};

/**
 * What the desktop around the window offers.
 */
export type DesktopFacts = {
  /**
   * There is a tray that shows the app: the window can be put there.
   */
  tray: boolean;
  /**
   * The app starts with the session.
   */
  starts_with_session: boolean;
};

/**
 * One of the seven pictures that both sides compare.
 */
export type Emoji = {
  symbol: string;
  /**
   * Its English name in the Matrix specification.
   */
  name: string;
};

/**
 * A Matrix event ID, `$…`.
 */
export type EventId = string;

/**
 * An export that ended well.
 */
export type Exported = {
  /**
   * The new folder.
   */
  folder: string;
  messages: number;
  pictures: number;
  /**
   * Pictures that are covered and stay out.
   */
  covered: number;
  /**
   * Pictures that were neither on this device nor to be had.
   */
  missing: number;
};

/**
 * One pin of the feed.
 */
export type FeedItem = {
  id: FeedItemId;
  source: SourceId;
  /**
   * The line below the title: the link's host, or "From Amina" on a board.
   */
  caption: string;
  pin: Pin;
  at: number;
  /**
   * Names of those one has sent it to, newest first.
   */
  sent_to: Array<string>;
  /**
   * Of a board that was accepted from a stranger's request, where one has not pinned anything yet.
   */
  stranger: boolean;
  /**
   * The board's message that it stands for.
   */
  message: MessageId | null;
  /**
   * Its note with marks and links; absent where it has neither.
   */
  rich?: RichText;
};

/**
 * A feed item's row.
 */
export type FeedItemId = number;

/**
 * A page of the feed, newest first.
 */
export type FeedPage = { items: Array<FeedItem>; after: FeedPlace | null };

/**
 * A place in the feed's order.
 */
export type FeedPlace = { ord: number; id: FeedItemId };

/**
 * One thing that was found.
 */
export type Finding = {
  /**
   * Stable: `shortener`, `lookalike_ascii`, …
   */
  code: string;
  /**
   * What this alone would lead to.
   */
  severity: Severity;
  /**
   * For a person.
   */
  words: string;
  /**
   * The part of the pin or link that shows it.
   */
  evidence: string;
};

/**
 * A conversation as its own sheet shows it.
 */
export type Group = {
  room: RoomId;
  /**
   * The name that it was given; `None`: it is called by its members.
   */
  name: string | null;
  avatar: MediaId | null;
  /**
   * Oneself first, then by role and name; at most 500.
   */
  members: Array<GroupMember>;
  /**
   * How many more there are.
   */
  more: number;
  /**
   * By name; at most 500.
   */
  banned: Array<Banned>;
  /**
   * One's own.
   */
  role: Role;
  may_name: boolean;
  may_picture: boolean;
  may_add: boolean;
  older_pins: OlderPins;
  encrypted: boolean;
  /**
   * Nobody else is an admin: after one leaves, or becomes less, nobody can give roles any more.
   */
  only_admin: boolean;
  joined: boolean;
};

/**
 * One who is in the conversation, or invited.
 */
export type GroupMember = {
  person: Person;
  me: boolean;
  invited: boolean;
  role: Role;
  /**
   * The roles that one may give them, their present one among them; empty: none.
   */
  may_give: Array<Role>;
  may_remove: boolean;
  may_ban: boolean;
};

/**
 * A list that the rules lean on, with its date.
 */
export type GuardData = {
  /**
   * `suffixes`, `tracking`, `affiliate`, `shorteners`, `wrappers`, `names`, `sites`, `hosting`, `words`.
   */
  name: string;
  /**
   * `YYYY-MM-DD`.
   */
  date: string;
  entries: number | null;
};

/**
 * A line between messages. What people did in a row is one line.
 */
export type Happening = {
  what: What;
  /**
   * The server's time of the last of it, ms.
   */
  at: number;
  /**
   * Who did it.
   */
  by: Person;
  /**
   * By oneself.
   */
  mine: boolean;
  /**
   * Whom it is about, at most 8; empty where it is about the conversation.
   */
  people: Array<Person>;
  /**
   * How many more it is about.
   */
  more: number;
  /**
   * It is about oneself, alone.
   */
  me: boolean;
  /**
   * The new name, of the conversation or the person.
   */
  name: string | null;
  before: string | null;
  role: Role | null;
};

/**
 * How much of a conversation is on this device.
 */
export type History = {
  /**
   * When the oldest message was written that joins the newest with none missing between, ms; `None`: none is here.
   */
  back_to: number | null;
  /**
   * Nothing is missing, neither before its first message nor between.
   */
  complete: boolean;
  /**
   * Older messages are being loaded, because somebody asked.
   */
  loading: HistoryLoading | null;
  /**
   * Why the last loading ended before its time.
   */
  problem: Problem | null;
};

/**
 * Older messages on their way.
 */
export type HistoryLoading = {
  /**
   * Messages that came so far.
   */
  loaded: number;
  /**
   * It ends after so many.
   */
  most: number;
  /**
   * It ends at messages from before this, ms.
   */
  until: number | null;
  /**
   * The pictures of the pins too.
   */
  pictures: boolean;
  /**
   * What it waits for, where it stands still.
   */
  waits: HistoryWait | null;
};

export type HistoryWait = "online" | "server" | "turn";

/**
 * One address on the way of a link.
 */
export type Hop = { url: string; host: string; how: HopKind };

/**
 * How one came to an address.
 */
export type HopKind = "link" | "redirect" | "refresh" | "script";

/**
 * The state of the account's keys on this device.
 */
export type KeyState = {
  recovery: Recovery;
  /**
   * The user said to have put the key of this device away.
   */
  kept: boolean;
  /**
   * It is time to offer a recovery key, or to ask for it.
   */
  due: boolean;
  /**
   * The account's other sessions trust this one.
   */
  verified: boolean;
};

/**
 * The language of the words on screen and in notifications.
 */
export type Language = "system" | "en" | "de" | "ar";

/**
 * The last line of a conversation, for lists.
 */
export type LastLine = {
  /**
   * Plain text, one line: a pin's title, a message's text, "Message removed".
   */
  text: string;
  /**
   * The sender's name; `None` for one's own.
   */
  sender: string | null;
  at: number;
  not_sent: boolean;
  picture: MediaId | null;
};

/**
 * Where a link leads.
 */
export type Link = {
  /**
   * The full address, as it would be opened.
   */
  url: string;
  /**
   * The host as shown: readable where it is safe, `xn--` where it is confusable.
   */
  host: string;
};

/**
 * One thing that is set. Matrix keeps it in the account's data: `m.lowpriority`, `m.favourite`, `m.marked_unread`, push rules.
 */
export type Mark =
  | { what: "archived"; on: boolean }
  | { what: "on_top"; on: boolean }
  | { what: "unread"; on: boolean }
  | { what: "notify"; notify: Notify; until: number | null };

/**
 * A picture's row.
 */
export type MediaId = number;

/**
 * A person who is named in a text.
 */
export type Mention = {
  user: UserId;
  /**
   * As that person is called there, whatever the text says.
   */
  name: string;
  /**
   * Another's name looks alike, or the person is unknown there: the Matrix ID is shown as well.
   */
  ambiguous: boolean;
  /**
   * It is oneself.
   */
  me: boolean;
};

export type Message = {
  id: MessageId;
  room: RoomId;
  /**
   * `None` until the server has it.
   */
  event: EventId | null;
  sender: Person;
  mine: boolean;
  /**
   * The server's time, ms; for display only.
   */
  at: number;
  body: MessageBody;
  edited: boolean;
  reactions: Array<Reaction>;
  reply_to: Quote | null;
  /**
   * Its root, where it is part of a thread.
   */
  thread_root: EventId | null;
  thread: ThreadSummary | null;
  state: MessageState;
  /**
   * The others whose read receipt stands on this message.
   */
  readers: Array<Person>;
  /**
   * From another in a room that was accepted from a stranger's request and is not answered yet.
   */
  stranger: boolean;
  /**
   * Before this message some are missing that the server may still have.
   */
  gap_before: boolean;
  /**
   * What happened to the conversation before it; absent where nothing did.
   */
  happened?: Array<Happening>;
  /**
   * An earlier pin with the same picture or link; absent where none is known.
   */
  seen?: SeenBefore;
  /**
   * The pins that were sent together with this one.
   */
  group?: PinGroup;
  /**
   * The pins that it asks to choose among; absent where it asks nothing.
   */
  choice?: Choice;
  /**
   * Its text, note or caption with marks and links; absent where it has neither.
   */
  rich?: RichText;
  /**
   * Its text as it was typed, with the marks, where that is another than what is shown: it is changed and forwarded so.
   */
  written?: string;
  /**
   * Of a pin among all pins of its conversation: what was said about it. Absent elsewhere.
   */
  said_about?: SaidAbout;
};

/**
 * What a message is.
 */
export type MessageBody =
  | { kind: "pin"; pin: Pin }
  | { kind: "text"; text: string }
  | { kind: "emote"; text: string }
  | { kind: "notice"; text: string }
  | {
      kind: "file";
      name: string;
      size: number | null;
      mimetype: string | null;
      /**
       * What was written with it.
       */
      caption?: string;
      /**
       * The first web address in the caption.
       */
      link?: Link;
      /**
       * What the guard found at its name and link; absent where it found nothing.
       */
      guard?: Verdict;
    }
  | { kind: "locked" }
  | { kind: "removed" }
  | { kind: "unknown"; event_type: string; text: string | null };

/**
 * A message's row.
 */
export type MessageId = number;

/**
 * A page of messages, oldest first.
 */
export type MessagePage = {
  messages: Array<Message>;
  /**
   * What happened after the last one, where that is the newest.
   */
  happened: Array<Happening>;
  /**
   * Ask with this for the page before; `None`: the store has no older ones.
   */
  before: Place | null;
  /**
   * The conversation begins with this page: nothing older is here or on the server.
   */
  complete: boolean;
  /**
   * The first unread message, for the divider.
   */
  first_unread: MessageId | null;
};

/**
 * How far a message of one's own has come. Others' messages are `Received`.
 */
export type MessageState =
  | { state: "received" }
  | { state: "sending"; waits_for: string | null }
  | { state: "sent" }
  | { state: "read" }
  | { state: "not_sent"; code: string; words: string };

/**
 * Somebody who could not be added, and why.
 */
export type NotAdded = { user: UserId; problem: Problem };

/**
 * How much a notification of the desktop tells.
 */
export type NotificationContent = "all" | "name" | "nothing";

/**
 * Of which messages one is told.
 */
export type Notify = "all" | "mentions" | "none";

/**
 * What a person who is added now sees of what was written before (`m.room.history_visibility`).
 */
export type OlderPins = "public" | "all" | "since_invited" | "since_joined";

/**
 * What closing the window does where the desktop has a tray.
 */
export type OnClose = "ask" | "tray" | "quit";

/**
 * What a web page offers for a pin.
 */
export type PagePreview = {
  /**
   * The address after redirects.
   */
  url: string;
  host: string;
  title: string;
  note: string;
  /**
   * Pictures found, the best first; already in the picture store.
   */
  pictures: Array<Picture>;
  site: string | null;
};

/**
 * Someone as shown: `name` falls back to the ID's local part.
 */
export type Person = {
  user: UserId;
  name: string;
  avatar: MediaId | null;
  /**
   * True where the name is equal or confusable with another's, or looks like a Matrix ID: show `user` beside it (case C38).
   */
  ambiguous: boolean;
};

/**
 * A picture known to the store; it may or may not be on disk yet. Shown through `pin://`.
 */
export type Picture = {
  media: MediaId;
  /**
   * Pixels, upright (EXIF orientation applied); 0 where unknown.
   */
  width: number;
  height: number;
  blurhash: string | null;
  /**
   * `#rrggbb`, the picture's mean colour.
   */
  colour: string | null;
  /**
   * Words for who cannot see it.
   */
  alt: string | null;
  /**
   * It has more frames than one; known once it was decoded here.
   */
  animated?: boolean;
};

/**
 * A pin as it is shown.
 */
export type Pin = {
  title: string;
  note: string;
  link: Link | null;
  picture: Picture | null;
  source: PinSource | null;
  /**
   * What the guard found; absent where it found nothing.
   */
  guard?: Verdict;
};

/**
 * New words for a pin that was sent; its picture and where it was found stay.
 */
export type PinEdit = { title: string; note: string; link: string | null };

/**
 * One of several pins that were sent together, each as an event of its own.
 */
export type PinGroup = {
  /**
   * The same for all of them.
   */
  id: string;
  /**
   * From 0.
   */
  index: number;
  count: number;
};

/**
 * A pin to be sent or saved to a board. `picture` names a picture that the store knows.
 */
export type PinInput = {
  title: string;
  note: string;
  link: string | null;
  picture: MediaId | null;
  alt: string | null;
  source: PinSource | null;
};

/**
 * The pins with a picture beside a pin, for the arrow keys.
 */
export type PinNeighbours = { older: Message | null; newer: Message | null };

/**
 * Where a pin was found.
 */
export type PinSource = {
  /**
   * `board`, `rss`, `pinterest`, `page`, `file`, `import`.
   */
  kind: string;
  name: string;
  url: string | null;
};

/**
 * A place in a conversation's order: the sort key and, for ties, the row.
 */
export type Place = { ord: number; id: MessageId };

/**
 * A failure at the boundary. `words` say in English what is so, with numbers and names, and what to do; `said` is the sentence
 * for other languages. Where there is none, they say what the code means.
 */
export type Problem = { code: Code; words: string; said?: Said };

/**
 * Hours without notifications, in minutes since midnight of the device's own time; `to` may lie on the next day.
 */
export type QuietHours = { from: number; to: number };

/**
 * A reply's target, in short.
 */
export type Quote = { event: EventId; sender: string; text: string };

export type Reaction = {
  key: string;
  count: number;
  mine: boolean;
  /**
   * Names of at most 10 who gave it.
   */
  names: Array<string>;
};

/**
 * How the recovery of the account's keys stands.
 */
export type Recovery = "unknown" | "off" | "on" | "locked";

/**
 * A file that could not be taken, and why.
 */
export type Refused = { name: string; words: string };

/**
 * An invitation that waits for an answer. Names are the inviter's claim.
 */
export type Request = {
  room: RoomId;
  kind: RequestKind;
  inviter: UserId;
  inviter_name: string;
  room_name: string | null;
  /**
   * Names of the rooms that both are in.
   */
  rooms_in_common: Array<string>;
  /**
   * There is a conversation with the inviter already: no stranger.
   */
  known: boolean;
  /**
   * When it came, ms.
   */
  at: number;
  /**
   * "Who may write to you" keeps it out: listed apart, and told of by no notification.
   */
  kept_out: boolean;
};

/**
 * What an invitation is for.
 */
export type RequestKind = "conversation" | "board";

/**
 * A text with marks or links. One that has neither has none of these.
 */
export type RichText = {
  blocks: Array<TextBlock>;
  /**
   * What the guard found at the worst of its links; absent where it found nothing.
   */
  guard?: Verdict;
};

/**
 * What somebody may do in a conversation: Matrix's power level, in the three steps that clients agree on.
 */
export type Role = "member" | "moderator" | "admin";

/**
 * A Matrix room ID, `!…`.
 */
export type RoomId = string;

/**
 * `app-problem-ID` of `ui/src/i18n/*.problems.ftl`, and its variables.
 */
export type Said = { id: string; with: Record<string, string> };

/**
 * What was said about a pin, in its thread and in replies to it.
 */
export type SaidAbout = {
  count: number;
  /**
   * The last of it, oldest first.
   */
  last: Array<Quote>;
};

/**
 * Something found by Search.
 */
export type SearchHit =
  | {
      kind: "message";
      room: RoomId;
      message: MessageId;
      conversation: string;
      sender: string;
      /**
       * Plain text around the match; matches stand between U+0002 and U+0003.
       */
      snippet: string;
      at: number;
      picture: MediaId | null;
      /**
       * Whether the picture lies under a cover.
       */
      covered: boolean;
      /**
       * The thread that it stands in.
       */
      thread: EventId | null;
    }
  | { kind: "feed_item"; item: FeedItem }
  | { kind: "conversation"; room: RoomId; name: string; avatar: MediaId | null };

/**
 * The newest pin of a conversation with the same picture or link.
 */
export type SeenBefore = {
  what: SeenWhat;
  message: MessageId;
  room: RoomId;
  /**
   * As the conversation is shown.
   */
  room_name: string;
  /**
   * The conversation is one with a single person.
   */
  direct: boolean;
  sender: Person;
  mine: boolean;
  at: number;
};

/**
 * What is the same.
 */
export type SeenWhat = "picture" | "link" | "both";

/**
 * How a homeserver lets people in.
 */
export type ServerInfo = {
  url: string;
  password: boolean;
  browser: boolean;
  /**
   * The server's page in the browser also makes accounts, and says so.
   */
  create_account: boolean;
};

/**
 * What the window shows first.
 */
export type SessionState =
  | { state: "opening" }
  | { state: "locked"; new: boolean; why: string; can_retry_keyring: boolean }
  | { state: "signed_out" }
  | { state: "signed_in"; account: Account }
  | { state: "expired"; account: Account }
  | { state: "broken"; words: string };

/**
 * What the user set. Missing fields of an older file take their default.
 */
export type Settings = {
  theme: Theme;
  language: Language;
  notifications: boolean;
  notification_content: NotificationContent;
  quiet_hours: QuietHours | null;
  on_close: OnClose;
  /**
   * Others see when one has read (public receipts).
   */
  public_receipts: boolean;
  /**
   * Others see that one is writing; never strangers who were not answered.
   */
  show_typing: boolean;
  who_may_write: WhoMayWrite;
  /**
   * Most bytes of pictures kept on disk.
   */
  picture_cache_bytes: number;
};

/**
 * What is done about it; also the order.
 */
export type Severity = "none" | "note" | "warn" | "cover";

/**
 * Where pins of the feed come from.
 */
export type Source = {
  id: SourceId;
  kind: SourceKind;
  name: string;
  /**
   * The feed's address; `None` for a board.
   */
  url: string | null;
  room: RoomId | null;
  /**
   * Why the last refresh failed, and what to do.
   */
  error: string | null;
  refreshed_at: number | null;
  /**
   * A mild remark on the last refresh, such as that the feed was cut off.
   */
  note?: string;
};

/**
 * A feed source's row.
 */
export type SourceId = number;

export type SourceKind = "board" | "rss";

export type TextBlock =
  | { kind: "text"; spans: Array<TextSpan> }
  | { kind: "code"; text: string }
  | { kind: "quote"; blocks: Array<TextBlock> }
  | { kind: "list"; start: number | null; items: Array<TextItem> };

export type TextItem = { blocks: Array<TextBlock> };

/**
 * A web link in a text.
 */
export type TextLink = {
  /**
   * The full address, as it would be opened.
   */
  url: string;
  /**
   * The host as shown.
   */
  host: string;
  /**
   * What the guard found at it; absent where it found nothing.
   */
  guard?: Verdict;
};

/**
 * Letters of one look.
 */
export type TextSpan = {
  text: string;
  styles?: Array<TextStyle>;
  /**
   * Where it leads when it is pressed.
   */
  link?: TextLink;
  /**
   * Whom it names.
   */
  mention?: Mention;
};

export type TextStyle = "bold" | "italic" | "strike" | "code";

export type Theme = "system" | "light" | "dark";

/**
 * Replies about one message.
 */
export type ThreadSummary = {
  count: number;
  last_at: number;
  people: Array<Person>;
  /**
   * The last one in one line.
   */
  last: string;
  unread: number;
};

/**
 * Where a link went when it was followed.
 */
export type Trail = {
  /**
   * From the link to where it ends, in order; never empty for a link that opens.
   */
  hops: Array<Hop>;
  /**
   * All that was found, at the link and on the way; `cleaned` is that of the end.
   */
  verdict: Verdict;
  /**
   * Why the end could not be reached, in words.
   */
  problem: Problem | null;
};

/**
 * Whom and what the person trusts.
 */
export type Trusted = {
  /**
   * Registrable domains.
   */
  sites: Array<string>;
  people: Array<Person>;
};

/**
 * A thread in which something is unread.
 */
export type UnreadThread = {
  /**
   * What it is about.
   */
  about: Quote;
  unread: number;
};

/**
 * A Matrix user ID, `@local:server`.
 */
export type UserId = string;

/**
 * All that was found, the gravest first.
 */
export type Verdict = {
  severity: Severity;
  findings: Array<Finding>;
  /**
   * The address without tracking, affiliate parameters and wrappers; `None` where there is nothing to open. It is the
   * link's own address where there is nothing to clean.
   */
  cleaned: string | null;
  /**
   * The link as it stands in the pin, where it is not one that opens.
   */
  refused?: string;
};

/**
 * The verification that is under way; there is one at most.
 */
export type Verification = {
  /**
   * The other session: its name, else its ID; empty until one has answered.
   */
  session: string;
  stage: VerificationStage;
};

/**
 * How far a verification is.
 */
export type VerificationStage =
  | { stage: "asked" }
  | { stage: "waiting" }
  | { stage: "comparing"; emoji: Array<Emoji> }
  | { stage: "confirmed" }
  | { stage: "done" }
  | { stage: "cancelled"; words: string; said: Said };

/**
 * Kinds of lines.
 */
export type What =
  | "created"
  | "named"
  | "picture"
  | "picture_gone"
  | "joined"
  | "left"
  | "declined"
  | "invited"
  | "withdrawn"
  | "removed"
  | "banned"
  | "unbanned"
  | "called"
  | "face"
  | "role";

/**
 * Whose invitations are told of. Those of others are kept apart, never dropped.
 */
export type WhoMayWrite = "anyone" | "rooms_in_common" | "written_to";

export interface Calls {
  app_state: { args: Record<symbol, never>; answer: AppState };
  view_state: { args: { focused: boolean; open: RoomId | null }; answer: null };
  probe_server: { args: { server: string }; answer: ServerInfo };
  sign_in: { args: { server: string; user: string; password: string }; answer: Account };
  sign_in_browser: { args: { server: string; create: boolean }; answer: Account };
  cancel_sign_in: { args: Record<symbol, never>; answer: null };
  sign_in_again: { args: { password: string }; answer: Account };
  sign_in_again_browser: { args: Record<symbol, never>; answer: Account };
  sign_out: { args: Record<symbol, never>; answer: null };
  unlock: { args: { passphrase: string }; answer: null };
  retry_keyring: { args: Record<symbol, never>; answer: null };
  retry_storage: { args: Record<symbol, never>; answer: null };
  set_settings: { args: { settings: Settings }; answer: null };
  asks: { args: Record<symbol, never>; answer: Array<Ask> };
  answer_close: { args: { choice: OnClose | null }; answer: null };
  desktop: { args: Record<symbol, never>; answer: DesktopFacts };
  set_starts_with_session: { args: { on: boolean }; answer: null };
  key_state: { args: Record<symbol, never>; answer: KeyState };
  make_recovery_key: { args: Record<symbol, never>; answer: string };
  save_recovery_key: { args: { key: string }; answer: string | null };
  recovery_kept: { args: Record<symbol, never>; answer: null };
  recovery_later: { args: Record<symbol, never>; answer: null };
  recover: { args: { key: string }; answer: null };
  start_verification: { args: Record<symbol, never>; answer: null };
  verification: { args: Record<symbol, never>; answer: Verification | null };
  accept_verification: { args: Record<symbol, never>; answer: null };
  answer_verification: { args: { matching: boolean }; answer: null };
  cancel_verification: { args: Record<symbol, never>; answer: null };
  sources: { args: Record<symbol, never>; answer: Array<Source> };
  add_feed: { args: { address: string }; answer: Source };
  remove_feed: { args: { source: SourceId }; answer: null };
  refresh_feeds: { args: Record<symbol, never>; answer: null };
  feed_page: { args: { source: SourceId | null; after: FeedPlace | null; limit: number }; answer: FeedPage };
  feed_newer: { args: { source: SourceId | null; than: FeedPlace }; answer: number };
  feed_item: { args: { item: FeedItemId }; answer: FeedItem };
  preview_link: { args: { url: string }; answer: PagePreview };
  picture_from_file: { args: { path: string }; answer: Picture };
  picture_from_bytes: { args: { name: string; base64: string }; answer: Picture };
  picture_from_clipboard: { args: Record<symbol, never>; answer: Picture | null };
  choose_pictures: { args: Record<symbol, never>; answer: Chosen };
  picture: { args: { media: MediaId }; answer: Picture | null };
  picture_problem: { args: { media: MediaId }; answer: Problem | null };
  export: { args: { room: RoomId; folder: string | null }; answer: Exported | null };
  save_picture: { args: { media: MediaId }; answer: string | null };
  boards: { args: Record<symbol, never>; answer: Array<Board> };
  create_board: { args: { name: string }; answer: Board };
  save_to_board: { args: { pin: PinInput; room: RoomId }; answer: null };
  send_pin: {
    args: { pin: PinInput; to: Array<ContactTarget>; as_group: boolean; group_name?: string };
    answer: Array<RoomId>;
  };
  send_pins: {
    args: { pins: Array<PinInput>; to: Array<ContactTarget>; as_group: boolean; group_name?: string };
    answer: Array<RoomId>;
  };
  attach_pin: {
    args: { room: RoomId; pin: PinInput; reply_to: EventId | null; thread: EventId | null };
    answer: MessageId;
  };
  forward: { args: { message: MessageId; to: Array<ContactTarget>; as_group: boolean }; answer: Array<RoomId> };
  save_file: { args: { message: MessageId; folder: string | null }; answer: string | null };
  open_file: { args: { message: MessageId }; answer: null };
  seen_before: { args: { link: string | null; picture: MediaId | null }; answer: SeenBefore | null };
  check_link: { args: { url: string }; answer: Verdict };
  follow_link: { args: { url: string; message: MessageId | null; item: FeedItemId | null }; answer: Trail };
  trusted: { args: Record<symbol, never>; answer: Trusted };
  trust_site: { args: { site: string; trusted: boolean }; answer: null };
  trust_person: { args: { user: UserId; trusted: boolean }; answer: null };
  guard_lists: { args: Record<symbol, never>; answer: Array<GuardData> };
  open_link: { args: { url: string }; answer: null };
  contacts: { args: { query: string; limit: number }; answer: Array<Contact> };
  search_directory: { args: { query: string }; answer: Array<Contact> };
  unread_total: { args: Record<symbol, never>; answer: number };
  heads: { args: Record<symbol, never>; answer: Array<Conversation> };
  open_head: { args: { room: RoomId }; answer: null };
  close_head: { args: { room: RoomId }; answer: null };
  move_head: { args: { room: RoomId; before: RoomId | null }; answer: null };
  conversations: {
    args: { archived: boolean; offset_room: RoomId | null; limit: number };
    answer: Array<Conversation>;
  };
  conversation: { args: { room: RoomId }; answer: Conversation };
  start_conversation: { args: { user: UserId }; answer: RoomId };
  start_group: { args: { users: Array<UserId>; name: string | null }; answer: RoomId };
  group: { args: { room: RoomId }; answer: Group };
  set_group_name: { args: { room: RoomId; name: string }; answer: null };
  set_group_picture: { args: { room: RoomId; picture: MediaId | null }; answer: null };
  add_people: { args: { room: RoomId; users: Array<UserId> }; answer: Array<NotAdded> };
  remove_person: { args: { room: RoomId; user: UserId }; answer: null };
  ban_person: { args: { room: RoomId; user: UserId }; answer: null };
  unban_person: { args: { room: RoomId; user: UserId }; answer: null };
  set_role: { args: { room: RoomId; user: UserId; role: Role }; answer: null };
  leave_group: { args: { room: RoomId }; answer: null };
  messages: {
    args: { room: RoomId; before: Place | null; around: MessageId | null; limit: number };
    answer: MessagePage;
  };
  load_older: { args: { room: RoomId }; answer: boolean };
  history: { args: { room: RoomId }; answer: History };
  load_history: { args: { room: RoomId; until: number | null; pictures: boolean }; answer: null };
  stop_history: { args: { room: RoomId }; answer: null };
  message_on_date: { args: { room: RoomId; at: number }; answer: DatePlace };
  message: { args: { message: MessageId }; answer: Message | null };
  message_of_event: { args: { event: EventId }; answer: Message | null };
  thread_messages: { args: { room: RoomId; root: EventId; before: Place | null; limit: number }; answer: MessagePage };
  pin_neighbours: { args: { message: MessageId }; answer: PinNeighbours };
  unread_threads: { args: { room: RoomId }; answer: Array<UnreadThread> };
  mentionable: { args: { room: RoomId; query: string; limit: number }; answer: Array<Person> };
  send_text: {
    args: { room: RoomId; text: string; reply_to: EventId | null; thread: EventId | null };
    answer: MessageId;
  };
  choose_together: { args: { room: RoomId; pins: Array<MessageId>; question: string }; answer: MessageId };
  last_editable: { args: { room: RoomId; thread: EventId | null }; answer: MessageId | null };
  edit_text: { args: { message: MessageId; text: string }; answer: null };
  edit_pin: { args: { message: MessageId; edit: PinEdit }; answer: null };
  react: { args: { message: MessageId; key: string; on: boolean }; answer: null };
  remove_message: { args: { message: MessageId }; answer: null };
  retry: { args: { message: MessageId }; answer: null };
  delete_unsent: { args: { message: MessageId }; answer: null };
  mark_read: { args: { room: RoomId; thread: EventId | null; message: MessageId }; answer: null };
  typing: { args: { room: RoomId }; answer: Array<Person> };
  set_typing: { args: { room: RoomId; typing: boolean }; answer: null };
  seen_by: { args: { message: MessageId }; answer: Array<Person> };
  set_mark: { args: { room: RoomId; mark: Mark }; answer: null };
  draft: { args: { room: RoomId }; answer: string };
  set_draft: { args: { room: RoomId; text: string }; answer: null };
  conversation_pins: { args: { room: RoomId; before: Place | null; limit: number }; answer: MessagePage };
  requests: { args: Record<symbol, never>; answer: Array<Request> };
  accept: { args: { room: RoomId }; answer: null };
  decline: { args: { room: RoomId }; answer: null };
  block_and_report: { args: { room: RoomId }; answer: null };
  blocked: { args: Record<symbol, never>; answer: Array<Person> };
  unblock: { args: { user: UserId }; answer: Array<Person> };
  search: { args: { query: string; limit: number }; answer: Array<SearchHit> };
  dismiss_alerts: { args: Record<symbol, never>; answer: null };
}
