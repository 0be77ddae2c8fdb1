// The messages of one conversation that are on screen: pages of the store, asked again when it tells of a change.
//
// At most KEEP messages are held. Reading upwards lets the newest go (`atNewest` turns false); reading downwards
// brings them back by asking around the last one.
import {
  ApiError,
  call,
  type Conversation,
  type EventId,
  type Happening,
  type Message,
  type MessageId,
  type MessagePage,
  type Place,
  type RoomId,
  type UnreadThread,
} from "../api";
import { requeryOn } from "../shared/requery";

const PAGE = 40;
const KEEP = 240;

export class LogController {
  conversation = $state.raw<Conversation>();
  messages = $state.raw<Message[]>([]);
  /** What happened after the newest message. */
  happened = $state.raw<Happening[]>([]);
  ready = $state(false);
  problem = $state.raw<ApiError>();
  /** Nothing older exists, here or on the server. */
  complete = $state(false);
  loading = $state(false);
  loadFailed = $state(false);
  atNewest = $state(true);
  /** Where the divider stands while this conversation is open, and how many were unread. */
  divider = $state<{ id: MessageId; count: number }>();
  /** A message of another that came while this was open; for the live region. */
  heard = $state.raw<Message>();

  room = $state<RoomId>("");
  /** The thread that is shown; null: what stands outside of threads. */
  readonly thread: EventId | null;
  /** Threads of the conversation in which something is unread. */
  threads = $state.raw<UnreadThread[]>([]);
  #before: Place | null = null;
  #stopped = false;

  constructor(room: RoomId, thread: EventId | null = null) {
    this.room = room;
    this.thread = thread;
  }

  /** Opens at the newest message, or around one. */
  async open(around: MessageId | null = null): Promise<void> {
    try {
      const conversation = await call("conversation", { room: this.room });
      this.#follow(conversation);
      // Opened, it is not to be read later any more. (Not on each change: it may be marked while it is open.)
      if (conversation.marked_unread && this.thread === null)
        await call("set_mark", { room: this.room, mark: { what: "unread", on: false } });
      await this.#askThreads();
      const page = await this.#page(null, around, around === null ? PAGE : 2 * PAGE);
      if (this.#stopped) return;
      this.#take(page);
      this.atNewest = around === null || !this.#hasNewer(page.messages, around);
      if (page.first_unread !== null && conversation.unread > 0) {
        const elsewhere = this.threads.reduce((sum, thread) => sum + thread.unread, 0);
        this.divider = { id: page.first_unread, count: Math.max(1, conversation.unread - elsewhere) };
      }
      this.problem = undefined;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.ready = true;
  }

  watch(): () => void {
    const end = requeryOn(
      (change) => (change.kind === "conversation" && change.room === this.room) || change.kind === "conversations",
      () => this.refresh(),
    );
    return () => {
      this.#stopped = true;
      end();
    };
  }

  async refresh(): Promise<void> {
    if (!this.ready) return;
    // What failed is asked for anew: an accepted conversation may be opened a moment before it is stored.
    if (this.problem) return this.open();
    this.#follow(await call("conversation", { room: this.room }));
    await this.#askThreads();
    if (this.atNewest) await this.#refreshNewest();
    else await this.#refreshMiddle();
  }

  /** One page further up: from the store, then from the server. */
  async older(): Promise<void> {
    if (this.loading || this.complete) return;
    // A thread is read from the store; older ones come with the conversation's own.
    if (this.thread !== null && this.#before === null) {
      this.complete = true;
      return;
    }
    this.loading = true;
    this.loadFailed = false;
    try {
      if (this.#before === null) {
        const more = await call("load_older", { room: this.room });
        const first = this.messages[0];
        await this.refresh();
        if (!more && this.messages[0]?.id === first?.id) this.complete = true;
      } else {
        const page = await this.#page(this.#before, null, PAGE);
        const known = new Set(page.messages.map((m) => m.id));
        const joined = [...page.messages, ...this.messages.filter((m) => !known.has(m.id))];
        this.messages = joined.slice(0, KEEP);
        if (joined.length > KEEP) {
          this.atNewest = false;
          this.happened = [];
        }
        this.#before = page.before;
        this.complete = page.complete;
      }
    } catch {
      this.loadFailed = true;
    }
    this.loading = false;
  }

  /** Asks the server for what is missing in the middle. */
  async fillGap(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    this.loadFailed = false;
    try {
      await call("load_older", { room: this.room });
      await this.refresh();
    } catch {
      this.loadFailed = true;
    }
    this.loading = false;
  }

  /** One page further down, after reading far up. */
  async newer(): Promise<void> {
    const last = this.messages.at(-1);
    if (this.loading || this.atNewest || !last) return;
    this.loading = true;
    try {
      const page = await this.#page(null, last.id, 2 * PAGE);
      if (page.messages.at(-1)?.id === last.id) this.atNewest = true;
      this.#take(page);
    } catch {
      this.loadFailed = true;
    }
    this.loading = false;
  }

  /** The page around a message. */
  async goTo(message: MessageId): Promise<void> {
    const page = await this.#page(null, message, 2 * PAGE);
    this.#take(page);
    this.atNewest = !this.#hasNewer(page.messages, message);
  }

  /** Back to the newest page. */
  async newest(): Promise<void> {
    const page = await this.#page(null, null, PAGE);
    this.#take(page);
    this.atNewest = true;
  }

  async markRead(): Promise<void> {
    const last = this.messages.at(-1);
    const unread = this.conversation?.unread ?? 0;
    if (last && this.atNewest && unread > 0)
      await call("mark_read", { room: this.room, thread: this.thread, message: last.id });
  }

  retry = (message: Message): Promise<null> => call("retry", { message: message.id });
  deleteUnsent = (message: Message): Promise<null> => call("delete_unsent", { message: message.id });

  async #page(before: Place | null, around: MessageId | null, limit: number): Promise<MessagePage> {
    const { room, thread } = this;
    if (thread === null) return call("messages", { room, before, around, limit });
    return call("thread_messages", { room, root: thread, before, limit });
  }

  async #askThreads(): Promise<void> {
    if (this.thread !== null) return;
    const unread = this.conversation?.unread ?? 0;
    this.threads = unread > 0 ? await call("unread_threads", { room: this.room }) : [];
  }

  #hasNewer(messages: Message[], around: MessageId): boolean {
    const at = messages.findIndex((m) => m.id === around);
    // A page around a message has its second half after it; a short half means that the newest is here.
    return at >= 0 && messages.length - at - 1 >= PAGE - 1;
  }

  /** A conversation that was made here gets its real name once the server has made it. */
  #follow(conversation: Conversation): void {
    this.conversation = conversation;
    if (conversation.room !== this.room) this.room = conversation.room;
  }

  #take(page: MessagePage): void {
    this.messages = page.messages;
    this.happened = page.happened;
    this.#before = page.before;
    this.complete = page.complete;
  }

  async #refreshNewest(): Promise<void> {
    const limit = Math.min(KEEP, Math.max(PAGE, this.messages.length + 10));
    const page = await this.#page(null, null, limit);
    if (this.#stopped) return;
    const last = this.messages.at(-1);
    const news = last ? page.messages.slice(page.messages.findIndex((m) => m.id === last.id) + 1) : page.messages;
    const heard = news.filter((m) => !m.mine).at(-1);
    if (heard && last) this.heard = heard;
    const firstHeard = news.find((m) => !m.mine);
    if (firstHeard && last && !this.divider && !document.hasFocus()) {
      this.divider = { id: firstHeard.id, count: news.filter((m) => !m.mine).length };
    }
    if (news.some((m) => m.mine)) this.divider = undefined;
    this.#take(page);
  }

  async #refreshMiddle(): Promise<void> {
    const middle = this.messages[Math.floor(this.messages.length / 2)];
    if (!middle) return;
    this.#take(await this.#page(null, middle.id, this.messages.length + 1));
  }
}
