// A list of conversations, by pages: those kept on top, then the latest first; or the archived ones.
import { ApiError, call, type Conversation } from "../api";
import { requeryOn } from "../shared/requery";

const PAGE = 50;

export class ListController {
  conversations = $state.raw<Conversation[]>([]);
  ready = $state(false);
  more = $state(false);
  problem = $state.raw<ApiError>();

  constructor(readonly archived = false) {}

  async load(limit = Math.max(PAGE, this.conversations.length)): Promise<void> {
    try {
      // One more than is shown tells whether there are more.
      const answer = await call("conversations", { archived: this.archived, offset_room: null, limit: limit + 1 });
      this.more = answer.length > limit;
      this.conversations = answer.slice(0, limit);
      this.problem = undefined;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.ready = true;
  }

  watch(): () => void {
    void this.load();
    return requeryOn(
      ({ kind }) => kind === "conversations" || kind === "conversation",
      () => this.load(),
    );
  }

  async next(): Promise<void> {
    await this.load(this.conversations.length + PAGE);
  }
}
