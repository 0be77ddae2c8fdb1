// A message as one line, for the live region.
import type { Message } from "../api";
import { t } from "../i18n";
import { cut, plainLine } from "../shared/text";
import { isIdentityLine } from "./identity";

export function lineOf(message: Message): string {
  const { body } = message;
  if (isIdentityLine(message)) return t.conversation.identity(cut(plainLine(message.sender.name), 60));
  switch (body.kind) {
    case "pin":
      return cut(plainLine(body.pin.title), 120) || t.conversation.plainPicture;
    case "text":
    case "emote":
    case "notice":
      return cut(plainLine(body.text), 200);
    case "file":
      return cut(plainLine(body.name), 120);
    case "locked":
      return t.conversation.locked;
    case "removed":
      return t.conversation.removed;
    case "unknown":
      return t.conversation.unknown(body.event_type);
  }
}
