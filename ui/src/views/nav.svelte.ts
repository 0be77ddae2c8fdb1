// Which page the window shows, and the way back.
import type { FeedItem, Message, MessageId, RoomId, SourceId } from "../api";

export type Page =
  | { kind: "feed"; source: SourceId | null }
  | { kind: "board"; room: RoomId; source: SourceId }
  | { kind: "item"; item: FeedItem }
  | { kind: "pin"; message: Message }
  | { kind: "messages" }
  | { kind: "conversation"; room: RoomId; message: MessageId | null }
  | { kind: "requests" }
  | { kind: "pins"; room: RoomId; name: string }
  | { kind: "search" }
  | { kind: "settings" };

const DEEPEST = 20;

export class Nav {
  page = $state.raw<Page>({ kind: "feed", source: null });
  /** The page was come back to: its place and focus are put back. */
  returned = false;
  #back: Page[] = [];

  go(page: Page): void {
    this.#back.push(this.page);
    if (this.#back.length > DEEPEST) this.#back.shift();
    this.returned = false;
    this.page = page;
  }

  /** Takes the place of the page that is shown: no way back to it. */
  replace(page: Page): void {
    this.returned = false;
    this.page = page;
  }

  /** To a page of the first level: the way back is the feed. */
  top(page: Page): void {
    this.returned = false;
    this.#back = page.kind === "feed" ? [] : [{ kind: "feed", source: null }];
    this.page = page;
  }

  back(): void {
    this.returned = true;
    this.page = this.#back.pop() ?? { kind: "feed", source: null };
  }
}
