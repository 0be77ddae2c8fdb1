// What one sets for a conversation, in the demo.
import type { Mark, RoomId } from "../types";
import type { Handlers, World } from "./world";

function set(w: World, room: RoomId, mark: Mark): void {
  const c = w.conversation(room);
  if (mark.what === "archived") {
    c.archived = mark.on;
    if (mark.on) c.on_top = c.head = false;
  } else if (mark.what === "on_top") {
    c.on_top = mark.on;
    if (mark.on) c.archived = false;
  } else if (mark.what === "unread") {
    c.marked_unread = mark.on;
    if (!mark.on) c.unread = 0;
  } else {
    c.notify = mark.notify;
    c.muted_until = mark.until;
    c.muted = mark.notify === "none" || mark.until !== null;
  }
  w.tell({ kind: "conversation", room }, { kind: "conversations" }, { kind: "heads" });
}

export const markHandlers = (w: World): Pick<Handlers, "set_mark"> => ({
  set_mark: ({ room, mark }) => (set(w, room, mark), null),
});
