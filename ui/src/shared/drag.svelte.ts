// Dragging a pin with the mouse onto a head or a board. Pointer events rather than the platform's drag and drop: the
// same everywhere, no ghost of the platform, Escape cancels. The keyboard's way to the same ends is Send pin.
import type { Pin, RoomId } from "../api";

export interface DropTarget {
  kind: "head" | "board";
  room: RoomId;
}

const FAR_ENOUGH = 8;

class PinDrag {
  pin = $state.raw<Pin>();
  x = $state(0);
  y = $state(0);
  over = $state.raw<DropTarget>();
  /** What to do when a pin is let go over a target; set by the window. */
  ondrop: (pin: Pin, target: DropTarget) => void = () => undefined;

  /** Begin at a press of the mouse; nothing shows until the pointer has gone some way. */
  press(event: PointerEvent, pin: Pin): void {
    if (event.button !== 0 || event.pointerType !== "mouse") return;
    const { clientX, clientY } = event;
    const ends = new AbortController();
    const { signal } = ends;
    const stop = () => {
      ends.abort();
      this.pin = undefined;
      this.over = undefined;
    };
    const move = (e: PointerEvent) => {
      if (!this.pin && Math.hypot(e.clientX - clientX, e.clientY - clientY) < FAR_ENOUGH) return;
      this.pin = pin;
      this.x = e.clientX;
      this.y = e.clientY;
      const next = targetAt(e.clientX, e.clientY);
      if (next?.kind !== this.over?.kind || next?.room !== this.over?.room) this.over = next;
    };
    const up = () => {
      const target = this.over;
      const dragged = this.pin !== undefined;
      stop();
      if (!dragged) return;
      // The click that follows a drag is not a click.
      const swallow = (e: MouseEvent) => {
        e.preventDefault();
        e.stopPropagation();
      };
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
      if (target) this.ondrop(pin, target);
    };
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", up, { signal });
    addEventListener("pointercancel", stop, { signal });
    addEventListener("blur", stop, { signal });
    addEventListener(
      "keydown",
      (e) => {
        if (e.key !== "Escape" || !this.pin) return;
        e.preventDefault();
        e.stopPropagation();
        stop();
      },
      { capture: true, signal },
    );
  }
}

export const pinDrag = new PinDrag();

function targetAt(x: number, y: number): DropTarget | undefined {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-drop-head], [data-drop-board]");
  if (!element) return undefined;
  const head = element.dataset.dropHead;
  if (head) return { kind: "head", room: head };
  const board = element.dataset.dropBoard;
  return board ? { kind: "board", room: board } : undefined;
}
