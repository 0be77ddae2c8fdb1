// What fingers do: a long press asks for more, a swipe to the side puts away. Each has its keyboard way elsewhere.

const LONG_MS = 500;
/** A finger that goes further than this is scrolling, px. */
const STEADY = 10;
const SWIPE = 40;

/** The click that follows a long press or a swipe is not a click. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  // Where none follows, the next one is a click again.
  addEventListener("pointerdown", () => removeEventListener("click", swallow, { capture: true }), {
    capture: true,
    once: true,
  });
}

/**
 * `onmenu` when a finger or pen rests on the element for half a second, and where the platform asks for a menu itself
 * (the right button, the Menu key, Shift+F10).
 */
export function longPress(node: HTMLElement, onmenu: () => void) {
  let ask = onmenu;
  let ends: AbortController | undefined;
  const stop = () => ends?.abort();

  function down(event: PointerEvent): void {
    stop();
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    const { clientX, clientY } = event;
    ends = new AbortController();
    const { signal } = ends;
    const timer = setTimeout(() => {
      stop();
      swallowClick();
      ask();
    }, LONG_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
    const moved = (e: PointerEvent) => Math.hypot(e.clientX - clientX, e.clientY - clientY) > STEADY && stop();
    addEventListener("pointermove", moved, { signal });
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, stop, { signal });
    addEventListener("scroll", stop, { signal, capture: true, passive: true });
  }

  function menu(event: Event): void {
    event.preventDefault();
    // A finger's own timer asks, once.
    if (ends && !ends.signal.aborted) return;
    ask();
  }

  node.addEventListener("pointerdown", down);
  node.addEventListener("contextmenu", menu);
  return {
    update: (next: () => void) => (ask = next),
    destroy() {
      stop();
      node.removeEventListener("pointerdown", down);
      node.removeEventListener("contextmenu", menu);
    },
  };
}

/**
 * `onmove` when the element is carried up or down past others of its parent, by mouse or finger: by how many. It follows
 * the pointer (`--carried`, px); Escape lets it go back.
 */
export function carryAlong(node: HTMLElement, onmove: (by: number) => void) {
  let ask = onmove;
  let ends: AbortController | undefined;

  function down(event: PointerEvent): void {
    ends?.abort();
    if (event.button !== 0 || !event.isPrimary) return;
    const { clientX, clientY } = event;
    const space = node.nextElementSibling ?? node.previousElementSibling;
    const step = space ? Math.abs(space.getBoundingClientRect().top - node.getBoundingClientRect().top) : 0;
    ends = new AbortController();
    const { signal } = ends;
    let carried = false;
    const stop = () => {
      ends?.abort();
      node.style.removeProperty("--carried");
      delete node.dataset.carried;
    };
    const move = (e: PointerEvent) => {
      const [x, y] = [e.clientX - clientX, e.clientY - clientY];
      if (!carried && Math.abs(x) > STEADY && Math.abs(x) >= Math.abs(y)) return stop();
      if (!carried && Math.abs(y) <= STEADY) return;
      carried = true;
      node.dataset.carried = "";
      node.style.setProperty("--carried", `${y}px`);
    };
    const up = (e: PointerEvent) => {
      stop();
      if (!carried) return;
      swallowClick();
      const by = step > 0 ? Math.round((e.clientY - clientY) / step) : 0;
      if (by !== 0) ask(by);
    };
    const key = (e: KeyboardEvent) => {
      if (e.key !== "Escape" || !carried) return;
      e.preventDefault();
      e.stopPropagation();
      swallowClick();
      stop();
    };
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", up, { signal });
    addEventListener("pointercancel", stop, { signal });
    addEventListener("blur", stop, { signal });
    addEventListener("keydown", key, { signal, capture: true });
  }

  node.addEventListener("pointerdown", down);
  return {
    update: (next: (by: number) => void) => (ask = next),
    destroy() {
      ends?.abort();
      node.removeEventListener("pointerdown", down);
    },
  };
}

/** `onswipe` when a finger goes to either side; the element follows it (`--swipe`, px) and comes back where it stops short. */
export function swipeAside(node: HTMLElement, onswipe: () => void) {
  let ask = onswipe;
  let ends: AbortController | undefined;

  function down(event: PointerEvent): void {
    ends?.abort();
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    const { clientX, clientY } = event;
    ends = new AbortController();
    const { signal } = ends;
    const stop = () => {
      ends?.abort();
      node.style.removeProperty("--swipe");
      delete node.dataset.swiped;
    };
    const move = (e: PointerEvent) => {
      const [x, y] = [e.clientX - clientX, e.clientY - clientY];
      if (Math.abs(y) > STEADY && Math.abs(y) > Math.abs(x)) return stop();
      if (Math.abs(x) <= STEADY) return;
      node.style.setProperty("--swipe", `${x}px`);
      if (Math.abs(x) >= SWIPE) node.dataset.swiped = "";
      else delete node.dataset.swiped;
    };
    const up = (e: PointerEvent) => {
      const x = Math.abs(e.clientX - clientX);
      stop();
      if (x > STEADY) swallowClick();
      if (x >= SWIPE) ask();
    };
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", up, { signal });
    addEventListener("pointercancel", stop, { signal });
  }

  node.addEventListener("pointerdown", down);
  return {
    update: (next: () => void) => (ask = next),
    destroy() {
      ends?.abort();
      node.removeEventListener("pointerdown", down);
    },
  };
}
