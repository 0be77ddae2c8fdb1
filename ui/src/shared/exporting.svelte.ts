// A conversation or board written into a folder: asked for, how far it is, and how it ended.
import { ApiError, call, onChanges, type RoomId } from "../api";
import { t } from "../i18n";

export class Exporting {
  busy = $state(false);
  done = $state(0);
  total = $state(0);
  /** How it ended, in words. */
  said = $state("");
  problem = $state.raw<ApiError>();

  constructor(private readonly room: () => RoomId) {}

  async run(): Promise<void> {
    if (this.busy) return;
    const room = this.room();
    this.busy = true;
    this.done = this.total = 0;
    this.said = "";
    this.problem = undefined;
    const end = onChanges((changes) => {
      for (const change of changes) {
        if (change.kind === "exporting" && change.room === room) [this.done, this.total] = [change.done, change.total];
      }
    });
    try {
      const made = await call("export", { room, folder: null });
      if (made) {
        const left = made.covered + made.missing;
        this.said = t.exporting.done(made.folder, made.messages) + (left ? ` ${t.exporting.left(left)}` : "");
      }
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    end();
    this.busy = false;
  }
}
