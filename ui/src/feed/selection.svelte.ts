// The pins that are picked out of feeds and boards to be sent in one go, in the order in which they were picked.
import type { FeedItemId, Pin } from "../api";
import { PINS_MAX } from "../shared/incoming";

class Selection {
  #pins = $state.raw<ReadonlyMap<FeedItemId, Pin>>(new Map());

  get pins(): Pin[] {
    return [...this.#pins.values()];
  }

  get active(): boolean {
    return this.#pins.size > 0;
  }

  get full(): boolean {
    return this.#pins.size >= PINS_MAX;
  }

  has(id: FeedItemId): boolean {
    return this.#pins.has(id);
  }

  toggle(id: FeedItemId, pin: Pin): void {
    const next = new Map(this.#pins);
    if (!next.delete(id) && next.size < PINS_MAX) next.set(id, pin);
    this.#pins = next;
  }

  clear(): void {
    this.#pins = new Map();
  }
}

export const selection = new Selection();
