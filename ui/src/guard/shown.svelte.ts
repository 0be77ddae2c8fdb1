// Which covered pictures the person asked to see, until the window closes.
import { SvelteSet } from "svelte/reactivity";

export const shown = new SvelteSet<string>();

/** One name for one covered pin. */
export const coverKey = (of: { message?: number | null; item?: number | null }): string =>
  of.message ? `m${of.message}` : `i${of.item ?? 0}`;
