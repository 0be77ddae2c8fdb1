// What is being written to one conversation: its text, kept as a draft, a pin that goes with it, what it replies to.
import { ApiError, call, type EventId, type Message, type Pin, type RoomId } from "../api";
import { t } from "../i18n";
import { toInput, type AttachDone } from "../shared/actions";
import { linkTo } from "../shared/address";
import { importAll, importFile, pinOf } from "../shared/incoming";
import { bytes } from "../shared/text";
import { Writing } from "./typing.svelte";

const SAVE_WAIT = 400;
/** Bytes of text that are sure to fit an event with its copies (design, "Bounds"). */
export const TEXT_MAX = 20_000;

/** A text as it was typed, with its marks. */
function typed(message: Message): string {
  return message.written ?? (message.body.kind === "text" || message.body.kind === "emote" ? message.body.text : "");
}

export class ComposerController {
  text = $state("");
  pin = $state.raw<Pin>();
  /** Pins that go after it. */
  others = $state.raw<Pin[]>([]);
  reply = $state.raw<Message>();
  /** The message whose words are being changed; the draft waits meanwhile. */
  editing = $state.raw<Message>();
  problem = $state.raw<ApiError | string>();

  readonly room: RoomId;
  /** The thread that it writes in. */
  readonly thread: EventId | null;
  readonly #writing: Writing;
  #waiting = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saved = "";
  #touched = false;

  constructor(room: RoomId, thread: EventId | null = null) {
    this.room = room;
    this.thread = thread;
    this.#writing = new Writing(room);
  }

  /** Each thread has a draft of its own. */
  get #place(): RoomId {
    return this.thread === null ? this.room : `${this.room} ${this.thread}`;
  }

  /** Begins to change a text that was sent. */
  edit(message: Message): void {
    if (message.body.kind !== "text" && message.body.kind !== "emote") return;
    if (!this.editing) this.#waiting = this.text;
    this.editing = message;
    this.reply = undefined;
    this.text = typed(message);
  }

  /** Leaves the message as it was; what was being written comes back. */
  stopEdit(): void {
    if (!this.editing) return;
    this.editing = undefined;
    this.problem = undefined;
    this.text = this.#waiting;
  }

  /** One's own newest message, for Arrow Up in an empty field. */
  async lastOwn(): Promise<Message | null> {
    const last = await call("last_editable", { room: this.room, thread: this.thread });
    return last === null ? null : call("message", { message: last });
  }

  /** The first web address in what goes out: that of the pin, else in the words. */
  get link(): string | undefined {
    return this.pin?.link?.url ?? /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)']/i.exec(this.text)?.[0];
  }

  /** Puts a cleaner address in the place of that one. */
  clean(url: string): void {
    const { link, pin } = this;
    if (pin?.link) this.pin = { ...pin, link: linkTo(url) };
    else if (link) {
      this.text = this.text.replace(link, () => url);
      this.typed();
    }
  }

  get ready(): boolean {
    return this.text.trim() !== "" || this.pin !== undefined;
  }

  async load(): Promise<void> {
    try {
      const draft = await call("draft", { room: this.#place });
      if (this.#touched) return;
      this.text = draft;
      this.#saved = draft;
    } catch {
      // An empty field is a good start too.
    }
  }

  /** Pins go with the message, in this order; `left`: what was left out of them. */
  take: AttachDone = (pin, others = [], left = "") => {
    this.pin = pin;
    this.others = others;
    this.problem = left || undefined;
  };

  /** Nothing but the words goes. */
  leavePins(): void {
    this.pin = undefined;
    this.others = [];
  }

  /** Pictures of the device go with the message. */
  async attach(files: File[]): Promise<void> {
    this.problem = undefined;
    const [only] = files;
    try {
      if (only && files.length === 1) return this.take({ ...pinOf(await importFile(only)), source: null });
      const { pictures, left } = await importAll(files);
      const [first, ...others] = pictures.map(pinOf);
      if (first) this.take(first, others, left);
      else this.problem = left;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
  }

  /** The text was edited. */
  typed(): void {
    this.#touched = true;
    this.problem = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SAVE_WAIT);
    this.#writing.wrote(this.text);
  }

  /** The field was left. */
  async leave(): Promise<void> {
    this.#writing.ceased();
    await this.save();
  }

  /** Keeps the draft; called when the writing rests and when the conversation is left. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.editing ? this.#waiting : this.text;
    if (!this.#touched || text === this.#saved) return;
    this.#saved = text;
    try {
      await call("set_draft", { room: this.#place, text });
    } catch {
      this.#saved = "";
    }
  }

  /** True when it was taken: from then on the outbox has it. */
  async send(): Promise<boolean> {
    const text = this.text.trim();
    const { pin, others, reply, editing } = this;
    if (!text && !pin) return false;
    const over = bytes(text) - TEXT_MAX;
    if (over > 0) {
      this.problem = t.composer.tooLong(over);
      return false;
    }
    if (editing) return this.#saveEdit(editing, text);
    clearTimeout(this.#timer);
    this.#writing.ceased();
    // Emptied at once, so that a second Enter cannot send it again.
    this.#touched = true;
    this.text = "";
    this.leavePins();
    this.reply = undefined;
    this.problem = undefined;
    try {
      await this.#send(text, pin, others, reply?.event ?? null);
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
      this.text = this.text ? `${text}\n${this.text}` : text;
      if (!this.pin) [this.pin, this.others] = [pin, others];
      this.reply ??= reply;
      return false;
    }
    await this.save();
    return true;
  }

  async #send(text: string, pin: Pin | undefined, others: Pin[], reply_to: EventId | null): Promise<void> {
    const { room, thread } = this;
    const rest = others.map((other) => toInput(other));
    if (!pin) await call("send_text", { room, text, reply_to, thread });
    else if (rest.length && reply_to === null && thread === null) {
      const to = [{ kind: "conversation" as const, room }];
      await call("send_pins", { pins: [toInput(pin, text), ...rest], to, as_group: false });
    } else {
      await call("attach_pin", { room, pin: toInput(pin, text), reply_to, thread });
      for (const other of rest) await call("attach_pin", { room, pin: other, reply_to: null, thread });
    }
  }

  async #saveEdit(message: Message, text: string): Promise<boolean> {
    try {
      if (typed(message) !== text) await call("edit_text", { message: message.id, text });
      this.stopEdit();
      return true;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
      return false;
    }
  }
}
