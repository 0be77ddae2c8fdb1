// Search in what is saved on this device: asked as one types, the last question wins.
import { ApiError, call, type SearchHit } from "../api";

const WAIT = 120;
const LIMIT = 100;

export class SearchController {
  hits = $state.raw<SearchHit[]>([]);
  /** The words that `hits` answer. */
  answered = $state("");
  problem = $state.raw<ApiError>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  ask(query: string): void {
    clearTimeout(this.#timer);
    const words = query.trim();
    const round = ++this.#round;
    if (!words) {
      this.hits = [];
      this.answered = "";
      return;
    }
    this.#timer = setTimeout(() => {
      call("search", { query: words, limit: LIMIT }).then(
        (hits) => {
          if (round !== this.#round) return;
          this.hits = hits;
          this.answered = words;
          this.problem = undefined;
        },
        (thrown) => {
          if (round === this.#round) this.problem = ApiError.from(thrown);
        },
      );
    }, WAIT);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#round++;
  }
}

/** A snippet in pieces; matches stand between U+0002 and U+0003. */
export function pieces(snippet: string): { text: string; match: boolean }[] {
  return snippet
    .split("\u0002")
    .flatMap((part, i) => {
      if (i === 0) return [{ text: part, match: false }];
      const [match = "", ...rest] = part.split("\u0003");
      return [
        { text: match, match: true },
        { text: rest.join(""), match: false },
      ];
    })
    .filter((piece) => piece.text !== "");
}
