export type RoomId = string;
export type EventId = string;
export type UserId = string;
export type TxnId = string;
export type MessageId = number;
export type MediaId = number;
export type SourceId = number;
export type FeedItemId = number;
export type ConversationKind = "direct" | "group";
export type LastLine = { text: string; sender: string | null; at: number; not_sent: boolean; picture: MediaId | null };
export type Conversation = {
  room: RoomId;
  kind: ConversationKind;
  name: string;
  avatar: MediaId | null;
  members: Array<Person>;
  member_count: number;
  unread: number;
  muted: boolean;
  encrypted: boolean;
  joined: boolean;
  last: LastLine | null;
  head: boolean;
  read_at: number | null;
};
export type MessageBody =
  | { kind: "pin"; pin: Pin }
  | { kind: "text"; text: string }
  | { kind: "emote"; text: string }
  | { kind: "notice"; text: string }
  | { kind: "file"; name: string; size: number | null; mimetype: string | null }
  | { kind: "locked" }
  | { kind: "removed" }
  | { kind: "unknown"; event_type: string; text: string | null };
export type Reaction = { key: string; count: number; mine: boolean; names: Array<string> };
export type Quote = { event: EventId; sender: string; text: string };
export type ThreadSummary = { count: number; last_at: number; people: Array<Person> };
export type MessageState =
  | { state: "received" }
  | { state: "sending"; waits_for: string | null }
  | { state: "sent" }
  | { state: "read" }
  | { state: "not_sent"; code: string; words: string };
export type Message = {
  id: MessageId;
  room: RoomId;
  event: EventId | null;
  sender: Person;
  mine: boolean;
  at: number;
  body: MessageBody;
  edited: boolean;
  reactions: Array<Reaction>;
  reply_to: Quote | null;
  thread_root: EventId | null;
  thread: ThreadSummary | null;
  state: MessageState;
  readers: Array<Person>;
  gap_before: boolean;
};
export type Place = { ord: number; id: MessageId };
export type MessagePage = {
  messages: Array<Message>;
  before: Place | null;
  complete: boolean;
  first_unread: MessageId | null;
};
export type SourceKind = "board" | "rss";
export type Source = {
  id: SourceId;
  kind: SourceKind;
  name: string;
  url: string | null;
  room: RoomId | null;
  error: string | null;
  refreshed_at: number | null;
};
export type Board = { room: RoomId; source: SourceId; name: string; can_post: boolean; pins: number };
export type FeedItem = {
  id: FeedItemId;
  source: SourceId;
  caption: string;
  pin: Pin;
  at: number;
  sent_to: Array<string>;
  message: MessageId | null;
};
export type FeedPlace = { ord: number; id: FeedItemId };
export type FeedPage = { items: Array<FeedItem>; after: FeedPlace | null };
export type PagePreview = {
  url: string;
  host: string;
  title: string;
  note: string;
  pictures: Array<Picture>;
  site: string | null;
};
export type SearchHit =
  | {
      kind: "message";
      room: RoomId;
      message: MessageId;
      conversation: string;
      sender: string;
      snippet: string;
      at: number;
      picture: MediaId | null;
    }
  | { kind: "feed_item"; item: FeedItem }
  | { kind: "conversation"; room: RoomId; name: string; avatar: MediaId | null };
export type Person = { user: UserId; name: string; avatar: MediaId | null; ambiguous: boolean };
export type ContactTarget = { kind: "person"; user: UserId } | { kind: "conversation"; room: RoomId };
export type ContactOrigin = "written_to" | "known" | "directory" | "typed";
export type Contact = {
  target: ContactTarget;
  name: string;
  avatar: MediaId | null;
  ambiguous: boolean;
  origin: ContactOrigin;
  last_written: number | null;
  members: Array<string>;
};
export type RequestKind = "conversation" | "board";
export type Request = {
  room: RoomId;
  kind: RequestKind;
  inviter: UserId;
  inviter_name: string;
  room_name: string | null;
  rooms_in_common: Array<string>;
  at: number;
};
export type Picture = {
  media: MediaId;
  width: number;
  height: number;
  blurhash: string | null;
  colour: string | null;
  alt: string | null;
};
export type Link = { url: string; host: string };
export type PinSource = { kind: string; name: string; url: string | null };
export type Pin = {
  title: string;
  note: string;
  link: Link | null;
  picture: Picture | null;
  source: PinSource | null;
};
export type PinInput = {
  title: string;
  note: string;
  link: string | null;
  picture: MediaId | null;
  alt: string | null;
  source: PinSource | null;
};
export type SessionState =
  | { state: "opening" }
  | { state: "locked"; new: boolean; why: string; can_retry_keyring: boolean }
  | { state: "signed_out" }
  | { state: "signed_in"; account: Account }
  | { state: "expired"; account: Account }
  | { state: "broken"; words: string };
export type Account = { user: UserId; name: string; avatar: MediaId | null; homeserver: string; device: string };
export type Connection = "online" | "connecting" | "offline";
export type Theme = "system" | "light" | "dark";
export type Settings = { theme: Theme; notifications: boolean; public_receipts: boolean; picture_cache_bytes: number };
export type AppState = {
  session: SessionState;
  connection: Connection;
  settings: Settings;
  version: string;
  alerts: Array<string>;
};
export type ServerInfo = { url: string; password: boolean; browser: boolean; create_account: string | null };
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
  | { kind: "heads" }
  | { kind: "requests" }
  | { kind: "contacts" }
  | { kind: "media"; media: MediaId }
  | { kind: "open"; room: RoomId; message: MessageId | null };
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
export type Problem = { code: Code; words: string };
export interface Calls {
  app_state: { args: Record<string, never>; answer: AppState };
  view_state: { args: { focused: boolean; open: RoomId | null }; answer: null };
  probe_server: { args: { server: string }; answer: ServerInfo };
  sign_in: { args: { server: string; user: string; password: string }; answer: Account };
  sign_in_browser: { args: { server: string }; answer: Account };
  cancel_sign_in: { args: Record<string, never>; answer: null };
  sign_in_again: { args: { password: string }; answer: Account };
  sign_out: { args: Record<string, never>; answer: null };
  unlock: { args: { passphrase: string }; answer: null };
  retry_keyring: { args: Record<string, never>; answer: null };
  set_settings: { args: { settings: Settings }; answer: null };
  sources: { args: Record<string, never>; answer: Array<Source> };
  add_feed: { args: { address: string }; answer: Source };
  remove_feed: { args: { source: SourceId }; answer: null };
  refresh_feeds: { args: Record<string, never>; answer: null };
  feed_page: { args: { source: SourceId | null; after: FeedPlace | null; limit: number }; answer: FeedPage };
  feed_newer: { args: { source: SourceId | null; than: FeedPlace }; answer: number };
  feed_item: { args: { item: FeedItemId }; answer: FeedItem };
  preview_link: { args: { url: string }; answer: PagePreview };
  picture_from_file: { args: { path: string }; answer: Picture };
  picture_from_bytes: { args: { name: string; base64: string }; answer: Picture };
  choose_picture: { args: Record<string, never>; answer: Picture | null };
  boards: { args: Record<string, never>; answer: Array<Board> };
  create_board: { args: { name: string }; answer: Board };
  save_to_board: { args: { pin: PinInput; room: RoomId }; answer: null };
  send_pin: { args: { pin: PinInput; to: Array<ContactTarget>; as_group: boolean }; answer: Array<RoomId> };
  open_link: { args: { url: string }; answer: null };
  contacts: { args: { query: string; limit: number }; answer: Array<Contact> };
  search_directory: { args: { query: string }; answer: Array<Contact> };
  heads: { args: Record<string, never>; answer: Array<Conversation> };
  open_head: { args: { room: RoomId }; answer: null };
  close_head: { args: { room: RoomId }; answer: null };
  conversations: { args: { offset_room: RoomId | null; limit: number }; answer: Array<Conversation> };
  conversation: { args: { room: RoomId }; answer: Conversation };
  start_conversation: { args: { user: UserId }; answer: RoomId };
  messages: {
    args: { room: RoomId; before: Place | null; around: MessageId | null; limit: number };
    answer: MessagePage;
  };
  load_older: { args: { room: RoomId }; answer: boolean };
  send_text: { args: { room: RoomId; text: string; reply_to: EventId | null }; answer: MessageId };
  retry: { args: { message: MessageId }; answer: null };
  delete_unsent: { args: { message: MessageId }; answer: null };
  mark_read: { args: { room: RoomId; message: MessageId }; answer: null };
  set_muted: { args: { room: RoomId; muted: boolean }; answer: null };
  draft: { args: { room: RoomId }; answer: string };
  set_draft: { args: { room: RoomId; text: string }; answer: null };
  conversation_pins: { args: { room: RoomId; before: Place | null; limit: number }; answer: MessagePage };
  requests: { args: Record<string, never>; answer: Array<Request> };
  accept: { args: { room: RoomId }; answer: null };
  decline: { args: { room: RoomId }; answer: null };
  block_and_report: { args: { room: RoomId }; answer: null };
  search: { args: { query: string; limit: number }; answer: Array<SearchHit> };
  dismiss_alerts: { args: Record<string, never>; answer: null };
}
