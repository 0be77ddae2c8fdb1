// Whom one means by an @ in what one writes: the list that opens at it, and what is put in its place.
import { call, type Person, type RoomId } from "../api";

const ROWS = 8;
/** An @ at the beginning of a word, and what was typed after it up to the caret. */
const BEGUN = /(?:^|[\s(])@([^@\n]{0,40})$/u;

export interface Picked {
  text: string;
  /** Where the caret goes. */
  caret: number;
}

export class Mentioning {
  people = $state.raw<Person[]>([]);
  /** The one that Enter takes. */
  at = $state(0);

  readonly room: RoomId;
  #start = -1;
  #end = -1;
  /** The @ whose list was closed; it stays closed. */
  #closed = -1;
  #asked = 0;

  constructor(room: RoomId) {
    this.room = room;
  }

  get open(): boolean {
    return this.people.length > 0;
  }

  /** Looks whether the caret stands after an @. */
  async look(text: string, caret: number): Promise<void> {
    const query = BEGUN.exec(text.slice(0, caret))?.[1];
    const start = query === undefined ? -1 : caret - query.length - 1;
    if (start !== this.#closed) this.#closed = -1;
    const asked = ++this.#asked;
    if (query === undefined || start === this.#closed || /\s$/u.test(query)) return this.#show([]);
    this.#start = start;
    this.#end = caret;
    const people = await call("mentionable", { room: this.room, query, limit: ROWS }).catch(() => []);
    if (asked === this.#asked) this.#show(people);
  }

  #show(people: Person[]): void {
    this.people = people;
    this.at = 0;
  }

  move(step: number): void {
    this.at = (this.at + step + this.people.length) % this.people.length;
  }

  close(): void {
    this.#asked++;
    this.#closed = this.#start;
    this.people = [];
  }

  /** Puts somebody in the place of what was typed; of two with one name the ID says which. */
  pick(text: string, person: Person): Picked {
    const words = person.ambiguous ? person.user : `@${person.name}`;
    const before = `${text.slice(0, this.#start)}${words} `;
    this.close();
    return { text: before + text.slice(this.#end).replace(/^ /u, ""), caret: before.length };
  }
}
