// What is being written to one conversation: its text, kept as a draft, a pin that goes with it, what it replies to.
import { ApiError, call, type Message, type Pin, type RoomId } from "../api";
import { t } from "../i18n";
import { toInput } from "../shared/actions";
import { importFile } from "../shared/incoming";
import { bytes } from "../shared/text";

const SAVE_WAIT = 400;
/** Bytes of text that are sure to fit an event with its copies (design, "Bounds"). */
export const TEXT_MAX = 20_000;

export class ComposerController {
  text = $state("");
  pin = $state.raw<Pin>();
  reply = $state.raw<Message>();
  problem = $state.raw<ApiError | string>();

  readonly room: RoomId;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saved = "";
  #touched = false;

  constructor(room: RoomId) {
    this.room = room;
  }

  get ready(): boolean {
    return this.text.trim() !== "" || this.pin !== undefined;
  }

  async load(): Promise<void> {
    try {
      const draft = await call("draft", { room: this.room });
      if (this.#touched) return;
      this.text = draft;
      this.#saved = draft;
    } catch {
      // An empty field is a good start too.
    }
  }

  /** A picture of the device goes with the message. */
  async attach(file: File): Promise<void> {
    this.problem = undefined;
    try {
      this.pin = { title: "", note: "", link: null, picture: await importFile(file), source: null };
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
  }

  /** Keeps the draft; called when the writing rests and when the conversation is left. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    const { text } = this;
    if (!this.#touched || text === this.#saved) return;
    this.#saved = text;
    try {
      await call("set_draft", { room: this.room, text });
    } catch {
      this.#saved = "";
    }
  }

  /** True when it was taken: from then on the outbox has it. */
  async send(): Promise<boolean> {
    const text = this.text.trim();
    const { pin, reply, room } = this;
    if (!text && !pin) return false;
    const over = bytes(text) - TEXT_MAX;
    if (over > 0) {
      this.problem = t.composer.tooLong(over);
      return false;
    }
    clearTimeout(this.#timer);
    // Emptied at once, so that a second Enter cannot send it again.
    this.#touched = true;
    this.text = "";
    this.pin = undefined;
    this.reply = undefined;
    this.problem = undefined;
    try {
      if (pin)
        await call("send_pin", { pin: toInput(pin, text), to: [{ kind: "conversation", room }], as_group: false });
      else await call("send_text", { room, text, reply_to: reply?.event ?? null });
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
      this.text = this.text ? `${text}\n${this.text}` : text;
      this.pin ??= pin;
      this.reply ??= reply;
      return false;
    }
    await this.save();
    return true;
  }
}
