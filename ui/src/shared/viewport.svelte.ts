// How much of the window can be seen: whether it is too small for heads and card (under 640 px wide or 480 px high), and
// what an on-screen keyboard leaves of it. The layout follows `--seen-top` and `--seen-height` (styles/base.css).
const SLIM = "(max-width: 639.98px)";
const LOW = "(max-height: 479.98px)";

const typing = (): boolean => document.activeElement?.matches("input, textarea, [contenteditable]") ?? false;

class Viewport {
  narrow = $state(matchMedia(SLIM).matches || matchMedia(LOW).matches);
  /** Height in view, px: the window's, less what a keyboard on the screen covers. */
  height = $state(innerHeight);

  constructor() {
    for (const query of [SLIM, LOW]) matchMedia(query).addEventListener("change", () => this.#judge());
    addEventListener("focusout", () => setTimeout(() => this.#judge(), 0));
    addEventListener("resize", () => this.#see());
    if (window.visualViewport) this.watch(window.visualViewport);
    this.#see();
  }

  /** Follows a visual viewport: the window's own, or a test's. */
  watch(seen: VisualViewport): void {
    for (const kind of ["resize", "scroll"]) seen.addEventListener(kind, () => this.#see(seen));
  }

  /** A keyboard that takes the height is no reason to move the field that one is typing in to another page. */
  #judge(): void {
    const slim = matchMedia(SLIM).matches;
    if (!slim && typing() && !this.narrow) return;
    this.narrow = slim || matchMedia(LOW).matches;
  }

  #see(seen = window.visualViewport as VisualViewport | null | undefined): void {
    const { style } = document.documentElement;
    // Zoomed in by two fingers, a part is seen; that is no reason to lay all out anew.
    const covered = seen != null && seen.scale <= 1.01 && seen.height < innerHeight - 1;
    this.height = covered ? seen.height : innerHeight;
    if (covered) {
      style.setProperty("--seen-height", `${seen.height}px`);
      style.setProperty("--seen-top", `${seen.offsetTop}px`);
    } else {
      style.removeProperty("--seen-height");
      style.removeProperty("--seen-top");
    }
  }
}

export const viewport = new Viewport();
