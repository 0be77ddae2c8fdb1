// What a message's actions do to the composer beside them: an answer, or new words.
import type { Message } from "../api";
import type { ComposerController } from "./composer.svelte";

export class Answering {
  /** The pin whose words are being changed, in a dialog of its own. */
  editingPin = $state.raw<Message>();
  readonly #composer: ComposerController;
  readonly #focus: () => void;

  constructor(composer: ComposerController, focus: () => void) {
    this.#composer = composer;
    this.#focus = focus;
  }

  reply = (message: Message): void => {
    this.#composer.reply = message;
    this.#focus();
  };

  edit = (message: Message): void => {
    if (message.body.kind === "pin") this.editingPin = message;
    else {
      this.#composer.edit(message);
      this.#focus();
    }
  };
}
