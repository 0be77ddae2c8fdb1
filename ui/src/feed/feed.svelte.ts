// One feed as it is on screen: its pages so far, where they lie, and where the reader is.
import { ApiError, call, type FeedItem, type FeedPlace, type SourceId } from "../api";
import { requeryOn } from "../shared/requery";
import { onMeasured, placeRatio } from "../shared/place";
import { plainLine } from "../shared/text";
import { recall, remember } from "./memory";
import { captionHeight, titleLines } from "./caption";
import { columnsFor, lay, type Block, type Layout } from "./masonry";

const PAGE = 60;
/** Farther down than this a restart begins at the top. */
const FARTHEST = 2000;

export class FeedController {
  items = $state.raw<FeedItem[]>([]);
  /** The first page has been answered. */
  ready = $state(false);
  problem = $state.raw<ApiError>();
  newer = $state(0);
  layout = $state.raw<Layout>({ columns: 0, columnWidth: 0, height: 0, places: [] });
  /** The pin that has, or had last, the focus. */
  focused = $state<number>();
  /** What is at the top, to come back to. */
  anchor: { id: number; offset: number } | undefined;
  /** Set when the layout changed under the reader: the scroller puts `anchor` back. */
  moved = $state(0);
  /** The place of before a restart is back. */
  restored = $state(false);

  /** Changes together with `items`. */
  byId = new Map<number, FeedItem>();
  readonly source: SourceId | null;
  #after: FeedPlace | null = null;
  #first: FeedPlace | undefined;
  #loading = false;
  #kept = new Map<number, number>();
  #size = { width: 0, gutter: 16, coarse: false };

  constructor(source: SourceId | null) {
    this.source = source;
  }

  get more(): boolean {
    return this.#after !== null;
  }

  watch(): () => void {
    const ends = [
      requeryOn(
        ({ kind }) => kind === "feed",
        () => this.refresh(),
      ),
      onMeasured((media) => {
        if (this.items.some((item) => item.pin.picture?.media === media)) this.#lay();
      }),
    ];
    if (!this.ready) void this.#start();
    return () => ends.forEach((end) => end());
  }

  /** The first page; as many as it takes to come back to where the reader was before a restart. */
  async #start(): Promise<void> {
    const memory = recall(this.source);
    const far = memory && memory.index < FARTHEST ? memory.index + 2 * PAGE : PAGE;
    await this.reload(far);
    if (!memory || !this.byId.has(memory.id)) return;
    this.anchor = { id: memory.id, offset: memory.offset };
    this.focused = memory.focused;
    this.moved++;
    this.restored = true;
  }

  /** Keeps the place for the next start. */
  keepPlace(): void {
    const { anchor } = this;
    const index = anchor ? this.items.findIndex((item) => item.id === anchor.id) : -1;
    remember(this.source, anchor && index >= 0 ? { ...anchor, index, focused: this.focused } : undefined);
  }

  /** From the top, anew. */
  async reload(limit = PAGE): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await call("feed_page", { source: this.source, after: null, limit });
      this.#take(page.items, page.after);
      this.newer = 0;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.ready = true;
    this.#loading = false;
  }

  async loadMore(): Promise<void> {
    const after = this.#after;
    if (this.#loading || !after) return;
    this.#loading = true;
    try {
      const page = await call("feed_page", { source: this.source, after, limit: PAGE });
      const known = new Set(this.items.map((item) => item.id));
      this.#take([...this.items, ...page.items.filter((item) => !known.has(item.id))], page.after);
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.#loading = false;
  }

  /** Something changed: what is shown is asked for again; new pins are offered by a line, not pushed in. */
  async refresh(): Promise<void> {
    const first = this.items[0];
    if (!first || !this.#first || !this.anchor || this.atTop) {
      await this.reload(Math.max(PAGE, this.items.length));
      return;
    }
    this.newer = await call("feed_newer", { source: this.source, than: this.#first });
    const limit = this.newer + this.items.length;
    const page = await call("feed_page", { source: this.source, after: null, limit });
    const from = page.items.findIndex((item) => item.id === first.id);
    // The first pin went away: the newest that is still here takes its place.
    const kept = from >= 0 ? page.items.slice(from) : page.items.slice(this.newer);
    this.#take(kept, page.after);
  }

  get atTop(): boolean {
    const first = this.items[0];
    return !this.anchor || (this.anchor.id === first?.id && this.anchor.offset >= -8);
  }

  /** The window's width, gutter or pointer changed. */
  resize(width: number, gutter: number, coarse: boolean): void {
    const old = this.#size;
    if (old.width === width && old.gutter === gutter && old.coarse === coarse) return;
    if (columnsFor(old.width, old.gutter).columns !== columnsFor(width, gutter).columns) this.#kept.clear();
    this.#size = { width, gutter, coarse };
    this.#lay();
  }

  #take(items: FeedItem[], after: FeedPlace | null): void {
    this.items = items;
    this.#after = after;
    this.problem = undefined;
    const first = items[0];
    this.#first = first && { ord: first.at, id: first.id };
    this.byId = new Map(items.map((item) => [item.id, item]));
    this.#lay();
  }

  #lay(): void {
    const { width, gutter, coarse } = this.#size;
    if (width <= 0) return;
    const { columnWidth } = columnsFor(width, gutter);
    const room = columnWidth - (coarse ? 44 : 4);
    const blocks = this.items.map((item): Block => {
      const { pin } = item;
      const picture = pin.picture ? Math.round(columnWidth * placeRatio(pin.picture)) : 0;
      const lines = titleLines(plainLine(pin.title), room);
      const line = item.caption !== "" || item.sent_to.length > 0;
      return {
        id: item.id,
        height: picture + (pin.picture ? captionHeight(lines, line, coarse) : wordsHeight(item, room)),
      };
    });
    const before = this.layout;
    this.layout = lay(blocks, width, gutter, Math.max(gutter, 16), this.#kept);
    for (const place of this.layout.places) this.#kept.set(place.id, place.column);
    if (before.places.length) this.moved++;
  }
}

/** A pin without a picture: a card of words, with room for its note. */
export function wordsHeight(item: FeedItem, room: number): number {
  const letters = Math.max(10, room / 6.4);
  const noteLines = Math.min(6, Math.ceil(item.pin.note.slice(0, 600).length / letters));
  return 32 + titleLines(plainLine(item.pin.title), room - 28) * 18 + noteLines * 20 + 18 + 44;
}
