// The dialogs that are open, the topmost last.
import type { Contact, Conversation, Group, Link, Message, Picture, Pin } from "../api";
import type { AttachDone, LinkFrom } from "../shared/actions";

export type Layer =
  | { kind: "send"; pin: Pin; others?: Pin[]; note: string; left?: string }
  | { kind: "new-pin"; picture?: Picture; link?: string; done?: AttachDone }
  | { kind: "add-feed" }
  | { kind: "new-board" }
  | { kind: "choose-board"; pin: Pin }
  | { kind: "pin-menu"; pin: Pin; from?: LinkFrom }
  | { kind: "link"; link: Link; from?: LinkFrom }
  | { kind: "find"; query?: string }
  | { kind: "conversation-menu"; conversation: Conversation }
  | { kind: "group"; conversation: Conversation }
  | { kind: "add-people"; group: Group }
  | { kind: "new-group"; chosen?: Contact[] }
  | { kind: "close" }
  | { kind: "forward"; message: Message }
  | { kind: "attach"; done: AttachDone }
  | { kind: "sign-in-again" }
  | { kind: "recovery" }
  | { kind: "verify"; start?: boolean };

export class Dialogs {
  layers = $state.raw<Layer[]>([]);

  open(layer: Layer): void {
    // A second press of the same key does not stack the same dialog.
    if (this.layers.at(-1)?.kind === layer.kind) return;
    this.layers = [...this.layers, layer];
  }

  close(layer: Layer): void {
    this.layers = this.layers.filter((other) => other !== layer);
  }

  closeAll(): void {
    this.layers = [];
  }
}
