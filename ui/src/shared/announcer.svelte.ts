// The one polite live region for what comes by itself, and the short line that everyone sees for a while.
const SHOWN = 4000;

class Announcer {
  /** For the live region. */
  words = $state("");
  /** On screen for a few seconds. */
  toast = $state("");
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Spoken only. The same words twice are told apart by an invisible difference. */
  say(words: string): void {
    this.words = this.words === words ? `${words}\u00a0` : words;
  }

  show(words: string): void {
    this.say(words);
    this.toast = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.toast = ""), SHOWN);
  }
}

export const announcer = new Announcer();
