// Which moving pictures move: those in view, a few at a time, and none where the system asks for less motion. The others
// stand still on their first frame.

/** Forty that move at once hold up a window; so many do not. */
export const AT_ONCE = 6;

const query = "(prefers-reduced-motion: reduce)";

/** The places in view, in the order in which they came. */
class Moving {
  #places = $state.raw<readonly symbol[]>([]);
  #still = $state(false);

  constructor() {
    const media = typeof matchMedia === "function" ? matchMedia(query) : undefined;
    this.#still = media?.matches ?? false;
    media?.addEventListener?.("change", (event) => (this.#still = event.matches));
  }

  /** The system asks for less motion. */
  get still(): boolean {
    return this.#still;
  }

  enter(place: symbol): void {
    if (!this.#places.includes(place)) this.#places = [...this.#places, place];
  }

  leave(place: symbol): void {
    this.#places = this.#places.filter((other) => other !== place);
  }

  /** Whether it is its turn. */
  has(place: symbol): boolean {
    return !this.#still && this.#places.indexOf(place) >= 0 && this.#places.indexOf(place) < AT_ONCE;
  }
}

export const moving = new Moving();
