// What is done to messages of the demo: answers in threads, reactions, edits, removals, forwarding.
import { ApiError } from "../backend";
import type { Message } from "../types";
import { richOf } from "./rich";
import type { Handlers, World } from "./world";

type Talk =
  | "attach_pin"
  | "forward"
  | "mentionable"
  | "message"
  | "message_of_event"
  | "thread_messages"
  | "pin_neighbours"
  | "unread_threads"
  | "last_editable"
  | "seen_before"
  | "choose_together"
  | "edit_text"
  | "edit_pin"
  | "react"
  | "remove_message";

export const wordsOf = ({ body }: Message): string => ("text" in body ? (body.text ?? "") : "");

export function talkHandlers(w: World): Pick<Handlers, Talk> {
  const find = (id: number): Message => {
    const found = w.messages.find((m) => m.id === id);
    if (!found) throw new ApiError({ code: "not_found", words: "This message is not here any more." });
    return found;
  };
  /** The summary of a thread is made when it is asked for. */
  const whole = (message: Message): Message => {
    const answers = w.messages.filter((m) => m.thread_root !== null && m.thread_root === message.event);
    const last = answers.at(-1);
    if (!last) return message;
    const people = [...new Map(answers.map((m) => [m.sender.user, m.sender])).values()].reverse();
    return { ...message, thread: { count: answers.length, last_at: last.at, people, last: wordsOf(last), unread: 0 } };
  };
  const changed = ({ room }: Message): null => {
    w.refresh(room);
    w.tell({ kind: "conversation", room }, { kind: "conversations" });
    return null;
  };
  return {
    attach_pin: ({ room, pin, thread }) => w.send(room, { kind: "pin", pin: w.pinOf(pin) }, { thread_root: thread }).id,
    forward: ({ message, to }) => {
      const { body } = find(message);
      const rooms = to.map((target) => w.roomFor(target));
      for (const room of rooms) w.send(room, body);
      return rooms;
    },
    message: ({ message }) => {
      const found = w.messages.find((m) => m.id === message);
      return found ? whole(found) : null;
    },
    message_of_event: ({ event }) => {
      const found = w.messages.find((m) => m.event === event);
      return found ? whole(found) : null;
    },
    thread_messages: ({ room, root, before, limit }) =>
      w.page(
        w.of(room).filter((m) => m.thread_root === root),
        before,
        null,
        limit,
        null,
      ),
    pin_neighbours: ({ message }) => {
      const pins = w.of(find(message).room).filter((m) => m.body.kind === "pin" && m.body.pin.picture !== null);
      const at = pins.findIndex((m) => m.id === message);
      return { older: pins[at - 1] ?? null, newer: at < 0 ? null : (pins[at + 1] ?? null) };
    },
    unread_threads: () => [],
    seen_before: ({ link, picture }) => w.seen(link, picture, Infinity),
    choose_together: ({ room, pins, question }) => {
      const events = pins.map((id) => find(id).event ?? "");
      const text = [question, ...pins.map((id, i) => `${i + 1}. ${w.titleOf(find(id))}`)].join("\n");
      return w.send(room, { kind: "text", text }, { choice: { question, key: "✅", pins: events.map(w.bare) } }).id;
    },
    mentionable: ({ room, query, limit }) => {
      const { kind, members } = w.conversation(room);
      const fits = (name: string) =>
        name
          .toLowerCase()
          .split(/\W/)
          .some((word) => word.startsWith(query.toLowerCase()));
      return kind === "direct" ? [] : members.filter(({ name }) => fits(name)).slice(0, limit);
    },
    last_editable: ({ room, thread }) =>
      w
        .of(room)
        .filter((m) => m.mine && m.thread_root === thread && (m.body.kind === "text" || m.body.kind === "pin"))
        .at(-1)?.id ?? null,
    edit_text: ({ message, text }) => {
      const found = find(message);
      found.body = { kind: "text", text };
      found.rich = richOf(text);
      found.edited = true;
      return changed(found);
    },
    edit_pin: ({ message, edit }) => {
      const found = find(message);
      if (found.body.kind !== "pin") return null;
      const link = edit.link === null ? null : { url: edit.link, host: new URL(edit.link).host };
      found.body = { kind: "pin", pin: { ...found.body.pin, title: edit.title, note: edit.note, link } };
      found.edited = true;
      return changed(found);
    },
    react: ({ message, key, on }) => {
      const found = find(message);
      const others = found.reactions.filter((r) => r.key !== key);
      const now = found.reactions.find((r) => r.key === key);
      if ((now?.mine ?? false) === on) return null;
      const count = (now?.count ?? 0) + (on ? 1 : -1);
      found.reactions = count > 0 ? [...others, { key, count, mine: on, names: now?.names ?? [] }] : others;
      return changed(found);
    },
    remove_message: ({ message }) => {
      const found = find(message);
      if (found.event === null) w.messages = w.messages.filter((m) => m !== found);
      else Object.assign(found, { body: { kind: "removed" }, reactions: [], thread: null });
      return changed(found);
    },
  };
}
