// The boards that one has joined.
import { call, type Board, type PinInput, type RoomId } from "../api";
import { requeryOn } from "../shared/requery";

export class BoardsController {
  boards = $state.raw<Board[]>([]);

  get writable(): Board[] {
    return this.boards.filter((board) => board.can_post);
  }

  find(room: RoomId): Board | undefined {
    return this.boards.find((board) => board.room === room);
  }

  async load(): Promise<void> {
    this.boards = await call("boards");
  }

  watch(): () => void {
    void this.load().catch(() => undefined);
    return requeryOn(
      ({ kind }) => kind === "boards",
      () => this.load(),
    );
  }

  async save(pin: PinInput, room: RoomId): Promise<void> {
    await call("save_to_board", { pin, room });
  }
}
