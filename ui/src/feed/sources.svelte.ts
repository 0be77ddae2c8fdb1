// The sources of the feed: boards and sites, as the app lists them.
import { call, type Source } from "../api";
import { requeryOn } from "../shared/requery";

export class SourcesController {
  sources = $state.raw<Source[]>([]);
  ready = $state(false);

  async load(): Promise<void> {
    this.sources = await call("sources");
    this.ready = true;
  }

  watch(): () => void {
    void this.load().catch(() => undefined);
    return requeryOn(
      ({ kind }) => kind === "sources" || kind === "boards",
      () => this.load(),
    );
  }
}
