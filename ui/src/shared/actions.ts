// What any part of the window may ask of the window as a whole. `views` gives it; everyone else only knows this.
import { getContext, setContext } from "svelte";

import type { Conversation, FeedItem, Link, Message, Pin, PinInput, RoomId, Verdict } from "../api";

/** Where a link stands, for the guard. */
export interface LinkFrom {
  /** What it found there. */
  guard?: Verdict;
  message?: number | null;
  item?: number | null;
  /** Who sent it, where that is another person. */
  sender?: { user: string; name: string };
}

/** Takes what goes with a message: a pin, others after it, and what was left out, in words. */
export type AttachDone = (pin: Pin, others?: Pin[], left?: string) => void;

export interface Actions {
  /** Opens Send pin; `note` is what its Note begins with. */
  sendPin(pin: Pin, note?: string): void;
  /** Opens Send pin for several pins, in this order. */
  sendPins(pins: [Pin, ...Pin[]]): void;
  /** Saves at once where there is one board, asks which where there are more. */
  saveToBoard(pin: Pin, from?: HTMLElement): void;
  /** False where no joined board takes pins: then there is no button. */
  readonly canSave: boolean;
  /** All of these for one pin, for fingers and the menu key. */
  pinMenu(pin: Pin, from?: LinkFrom): void;
  /** Shows the address and asks; `from` says where it stands. */
  openLink(link: Link, from?: LinkFrom): void;
  openItem(item: FeedItem): void;
  /** A message with what is said about it; a pin's page where it is one. */
  openMessage(message: Message): void;
  /** Asks to whom it goes too. */
  forward(message: Message): void;
  /** Puts words on the clipboard and says so. */
  copy(words: string): Promise<void>;
  /** Asks for a pin that goes with what is written. */
  attach(done: AttachDone): void;
  openConversation(room: RoomId, message?: number): void;
  /** What one sets for a conversation, by a button, a long press and the menu key. */
  conversationMenu(conversation: Conversation): void;
  /** Who is in a group, its name and picture. */
  group(conversation: Conversation): void;
  /** A new group with the other of a direct conversation: what was said there stays between the two. */
  groupWith(conversation: Conversation): void;
  newPin(): void;
  addFeed(): void;
  newBoard(): void;
  /** Whom to write to; `query` is what is looked for first. */
  findPeople(query?: string): void;
  /** A short line that the screen reader hears and everyone sees for a while. */
  say(words: string): void;
}

const KEY = Symbol("actions");

export const provideActions = (actions: Actions): Actions => setContext(KEY, actions);
export const useActions = (): Actions => getContext(KEY);

/** A pin as it is shown, as one to be sent. */
export function toInput(pin: Pin, note = pin.note): PinInput {
  return {
    title: pin.title,
    note,
    link: pin.link?.url ?? null,
    picture: pin.picture?.media ?? null,
    alt: pin.picture?.alt ?? null,
    source: pin.source,
  };
}
