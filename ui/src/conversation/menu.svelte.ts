// Which message's actions are open, and how they are asked for: its button, a right click, a long press, the keyboard.
import type { Message } from "../api";

/** The six at hand. */
export const REACTIONS = ["👍", "❤️", "😂", "😮", "🙏", "🌱"];

const LONG_PRESS = 500;
const STILL = 10;

export interface Point {
  x: number;
  y: number;
}

export class MessageMenu {
  open = $state.raw<{ message: Message; at: Point }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #from: Point = { x: 0, y: 0 };

  show(message: Message, at: Point): void {
    this.#cancel();
    this.open = { message, at };
  }

  close(): void {
    this.open = undefined;
  }

  /** Below the button that was pressed. */
  under(message: Message, element: Element): void {
    const { left: x, bottom: y } = element.getBoundingClientRect();
    this.show(message, { x, y });
  }

  /** A right click, or the keyboard's menu key; a selection keeps the system's own menu. */
  context(message: Message, event: MouseEvent): void {
    if (getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    if (event.clientX === 0 && event.clientY === 0) this.under(message, event.target as Element);
    else this.show(message, { x: event.clientX, y: event.clientY });
  }

  press(message: Message, event: PointerEvent): void {
    if (event.pointerType === "mouse") return;
    this.#from = { x: event.clientX, y: event.clientY };
    this.#timer = setTimeout(() => this.show(message, this.#from), LONG_PRESS);
  }

  /** The finger moved: more than a tremble is no long press. */
  move(event: PointerEvent): void {
    if (Math.hypot(event.clientX - this.#from.x, event.clientY - this.#from.y) > STILL) this.#cancel();
  }

  release = (): void => this.#cancel();

  #cancel(): void {
    clearTimeout(this.#timer);
  }
}
