// Where an open conversation is asked to go; its card takes it.
import type { MessageId, RoomId } from "../api";

class Jump {
  to = $state.raw<{ room: RoomId; message: MessageId }>();

  /** The message that the card of this room is to show; it is told once. */
  take(room: RoomId): MessageId | undefined {
    const { to } = this;
    if (to?.room !== room) return undefined;
    this.to = undefined;
    return to.message;
  }
}

export const jump = new Jump();
