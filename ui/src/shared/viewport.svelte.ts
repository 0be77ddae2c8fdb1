// Whether the window is too small for heads and card (under 640 px wide or 480 px high).
const NARROW = "(max-width: 639.98px), (max-height: 479.98px)";

class Viewport {
  narrow = $state(matchMedia(NARROW).matches);

  constructor() {
    matchMedia(NARROW).addEventListener("change", (event) => (this.narrow = event.matches));
  }
}

export const viewport = new Viewport();
