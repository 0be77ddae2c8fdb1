// Who is writing in a conversation, and telling the others that one is writing oneself.
import { call, type Person, type RoomId } from "../api";
import { requeryOn } from "../shared/requery";

/** The server takes it back after some seconds, so it is told again while one goes on. */
const AGAIN = 3_000;
/** Who rests longer has ceased. */
const REST = 5_000;

/** The others who are writing. */
export class TypingController {
  people = $state.raw<Person[]>([]);
  readonly #room: () => RoomId;

  constructor(room: () => RoomId) {
    this.#room = room;
  }

  watch(): () => void {
    return requeryOn(
      (change) => (change.kind === "typing" && change.room === this.#room()) || change.kind === "connection",
      async () => {
        this.people = await call("typing", { room: this.#room() });
      },
    );
  }
}

/** One's own writing, as it is told. */
export class Writing {
  readonly #room: RoomId;
  #told = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(room: RoomId) {
    this.#room = room;
  }

  /** A key was pressed; an empty field is nothing that is being written. */
  wrote(text: string): void {
    if (text.trim() === "") {
      this.ceased();
      return;
    }
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.ceased(), REST);
    if (Date.now() - this.#told < AGAIN) return;
    this.#told = Date.now();
    this.#tell(true);
  }

  /** Sent, emptied, left, or resting. */
  ceased(): void {
    clearTimeout(this.#rest);
    if (this.#told === 0) return;
    this.#told = 0;
    this.#tell(false);
  }

  #tell(typing: boolean): void {
    // A courtesy: where it cannot be told, nobody is asked to do anything.
    void call("set_typing", { room: this.#room, typing }).catch(() => undefined);
  }
}
