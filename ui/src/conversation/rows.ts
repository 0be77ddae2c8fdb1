// What stands in a log: messages, and between them days, the unread stitch, and gaps.
import type { Happening, Message, MessageId } from "../api";
import { day, otherDay } from "../i18n";

export type Row =
  | { kind: "day"; key: string; words: string }
  | { kind: "unread"; key: string; count: number }
  | { kind: "gap"; key: string }
  | { kind: "happened"; key: string; happened: Happening[] }
  | {
      /** Pins of one go, at least two. */
      kind: "pins";
      key: string;
      messages: Message[];
      first: boolean;
      last: boolean;
    }
  | {
      kind: "message";
      key: string;
      message: Message;
      /** First and last of a run of one sender. */
      first: boolean;
      last: boolean;
    };

const RUN = 10 * 60_000;

/** Whether `b` continues the run of `a`: the same sender, soon after, on the same day. */
function continues(a: Message | undefined, b: Message): boolean {
  return a !== undefined && a.sender.user === b.sender.user && Math.abs(b.at - a.at) < RUN && !otherDay(a.at, b.at);
}

/** Something stands before the message that ends a run. */
const breaks = (message: Message, divider: { id: MessageId } | undefined): boolean =>
  message.gap_before || divider?.id === message.id || (message.happened?.length ?? 0) > 0;

/** Whether `b` is the next of the pins that were sent in one go with `a`. */
const together = (a: Message, b: Message): boolean =>
  a.group !== undefined && a.group.id === b.group?.id && a.sender.user === b.sender.user && b.body.kind === "pin";

export function rows(
  messages: Message[],
  divider: { id: MessageId; count: number } | undefined,
  now = Date.now(),
  /** What happened after the last message. */
  after: Happening[] = [],
): Row[] {
  const all: Row[] = [];
  let reached: number | undefined;
  /** A day's name before the first of it. */
  const at = (time: number, key: string): void => {
    if (reached === undefined || otherDay(reached, time))
      all.push({ kind: "day", key: `day ${key}`, words: day(time, now) });
    reached = time;
  };
  const told = (happened: Happening[], key: string): void => {
    const [first] = happened;
    if (!first) return;
    at(first.at, `before ${key}`);
    all.push({ kind: "happened", key: `happened ${key}`, happened });
    reached = Math.max(first.at, happened.at(-1)?.at ?? 0);
  };
  messages.forEach((message, i) => {
    const before = messages[i - 1];
    const next = messages[i + 1];
    const broken = breaks(message, divider);
    if (message.gap_before) all.push({ kind: "gap", key: `gap ${message.id}` });
    told(message.happened ?? [], String(message.id));
    at(message.at, String(message.id));
    if (divider?.id === message.id) all.push({ kind: "unread", key: "unread", count: divider.count });
    const first = broken || !continues(before, message);
    const last = next === undefined || breaks(next, divider) || !continues(message, next);
    const previous = all.at(-1);
    if (previous?.kind === "message" && together(previous.message, message)) {
      const messages = [previous.message, message];
      all[all.length - 1] = { kind: "pins", key: previous.key, messages, first: previous.first, last };
    } else if (previous?.kind === "pins" && previous.messages[0] && together(previous.messages[0], message)) {
      previous.messages.push(message);
      previous.last = last;
    } else {
      all.push({ kind: "message", key: String(message.id), message, first, last });
    }
  });
  told(after, "after");
  return all;
}
