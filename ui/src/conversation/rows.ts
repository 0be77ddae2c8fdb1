// What stands in a log: messages, and between them days, the unread stitch, and gaps.
import type { Message, MessageId } from "../api";
import { day, otherDay } from "../i18n";

export type Row =
  | { kind: "day"; key: string; words: string }
  | { kind: "unread"; key: string; count: number }
  | { kind: "gap"; key: string }
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
    all.push({
      kind: "message",
      key: String(message.id),
      message,
      first: broken || !continues(before, message),
      last: after === undefined || afterBreaks || !continues(message, after),
    });
  });
  return all;
}
