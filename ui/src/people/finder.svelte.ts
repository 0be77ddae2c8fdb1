// Finding people: answers of the store at once, of the server's directory as one types, and who is chosen so far.
import { call, type Contact, type UserId } from "../api";
import { requeryOn } from "../shared/requery";
import { fits, keyOf, merge, MOST, typedId } from "./contacts";

const LOCAL = 60;
const DIRECTORY_WAIT = 250;

export class Finder {
  query = $state("");
  chosen = $state.raw<Contact[]>([]);
  searching = $state(false);
  directoryFailed = $state(false);
  /** More than the limit was asked for. */
  full = $state(false);

  #me: UserId;
  /** What the store answered, and to which words. */
  #local = $state.raw<{ query: string; contacts: Contact[] }>({ query: "", contacts: [] });
  #asking: Promise<void> = Promise.resolve();
  #directory = $state.raw<Contact[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor(
    me: UserId,
    readonly most = MOST,
    /** Others are not offered. */
    readonly offers: (contact: Contact) => boolean = () => true,
  ) {
    this.#me = me;
  }

  get contacts(): Contact[] {
    const { query, contacts } = this.#local;
    const words = this.query.trim();
    // Until the store has answered these very words, its last answer is narrowed here: what is shown always fits them.
    const fitting = query === words ? contacts : contacts.filter((contact) => fits(contact, words));
    return merge(fitting, this.#directory, this.query, this.#me).filter(this.offers);
  }

  /** The first of the list once the store has answered what is typed now: what Enter takes. */
  async first(): Promise<Contact | undefined> {
    await this.#asking;
    return this.query.trim() ? this.contacts[0] : undefined;
  }

  watch(): () => void {
    this.#asking = this.#askLocal();
    const end = requeryOn(
      ({ kind }) => kind === "contacts",
      () => this.#askLocal(),
    );
    return () => {
      end();
      clearTimeout(this.#timer);
      this.#round++;
    };
  }

  /** The field was edited. */
  typed(): void {
    clearTimeout(this.#timer);
    const query = this.query.trim();
    this.#asking = this.#askLocal();
    this.directoryFailed = false;
    // The directory's last answer was to other words.
    this.#directory = this.#directory.filter((contact) => fits(contact, query));
    const round = ++this.#round;
    if (query.length < 2) {
      this.#directory = [];
      this.searching = false;
      return;
    }
    this.searching = true;
    this.#timer = setTimeout(() => void this.#askDirectory(query, round), DIRECTORY_WAIT);
  }

  has(contact: Contact): boolean {
    const key = keyOf(contact.target);
    return this.chosen.some((other) => keyOf(other.target) === key);
  }

  toggle(contact: Contact): void {
    const key = keyOf(contact.target);
    this.full = false;
    if (this.has(contact)) this.chosen = this.chosen.filter((other) => keyOf(other.target) !== key);
    else if (this.most === 1) this.chosen = [contact];
    else if (this.chosen.length >= this.most) this.full = true;
    else this.chosen = [...this.chosen, contact];
  }

  async #askLocal(): Promise<void> {
    const query = this.query.trim();
    try {
      const answer = await call("contacts", { query, limit: LOCAL });
      if (query === this.query.trim()) this.#local = { query, contacts: answer };
    } catch {
      // The directory and a typed ID still work.
    }
  }

  async #askDirectory(query: string, round: number): Promise<void> {
    try {
      const answer = await call("search_directory", { query });
      if (round === this.#round) this.#directory = answer;
    } catch {
      if (round === this.#round) {
        this.#directory = [];
        this.directoryFailed = typedId(query) === undefined;
      }
    }
    if (round === this.#round) this.searching = false;
  }
}
