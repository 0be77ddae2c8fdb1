// What stands in a log: messages, and between them days, the unread stitch, and gaps.
import type { Message, MessageId } from "../api";
import { day, otherDay } from "../i18n";

export type Row =
  | { kind: "day"; key: string; words: string }
  | { kind: "unread"; key: string; count: number }
  | { kind: "gap"; key: string }
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

/** Whether `b` is the next of the pins that were sent in one go with `a`. */
const together = (a: Message, b: Message): boolean =>
  a.group !== undefined && a.group.id === b.group?.id && a.sender.user === b.sender.user && b.body.kind === "pin";

export function rows(
  messages: Message[],
  divider: { id: MessageId; count: number } | undefined,
  now = Date.now(),
): Row[] {
  const all: Row[] = [];
  messages.forEach((message, i) => {
    const before = messages[i - 1];
    const after = messages[i + 1];
    const broken = message.gap_before || divider?.id === message.id;
    if (message.gap_before) all.push({ kind: "gap", key: `gap ${message.id}` });
    if (!before || otherDay(before.at, message.at)) {
      all.push({ kind: "day", key: `day ${message.id}`, words: day(message.at, now) });
    }
    if (divider?.id === message.id) all.push({ kind: "unread", key: "unread", count: divider.count });
    const afterBreaks = after !== undefined && (after.gap_before || divider?.id === after.id);
    const first = broken || !continues(before, message);
    const last = after === undefined || afterBreaks || !continues(message, after);
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
  return all;
}
