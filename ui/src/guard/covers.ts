// The cover over one pin, as long as it lies there.
import type { FeedItem, Message, Pin, Verdict } from "../api";
import type { LinkFrom } from "../shared/actions";
import { cover } from "./guard";
import { coverKey, shown } from "./shown.svelte";

export interface Covered {
  title: string;
  words: string;
  /** Takes it off until the window closes; absent where there is no picture to be shown. */
  onshow: (() => void) | undefined;
}

function covered(pin: Pin, stranger: boolean, key: string): Covered | undefined {
  const why = cover(pin, stranger);
  if (!why || (pin.picture && shown.has(key))) return undefined;
  return { ...why, onshow: pin.picture ? () => shown.add(key) : undefined };
}

export const coverOfItem = (item: FeedItem): Covered | undefined =>
  covered(item.pin, item.stranger, coverKey({ item: item.id }));

/** That of a message's pin; one's own has none. */
export const coverOfMessage = (message: Message, pin: Pin): Covered | undefined =>
  message.mine ? undefined : covered(pin, message.stranger, coverKey({ message: message.id }));

/** What the guard is told of a message's link when it is opened. */
export const fromMessage = (message: Message, guard: Verdict | undefined): LinkFrom => ({
  guard,
  message: message.id,
  sender: message.mine ? undefined : { user: message.sender.user, name: message.sender.name },
});

export const fromItem = (item: FeedItem): LinkFrom => ({ guard: item.pin.guard, item: item.id });
