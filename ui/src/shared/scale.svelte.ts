// How many of the screen's pixels make one of CSS; another as soon as the window comes to another screen.
import type { PictureWidth } from "../api";

export class Scale {
  ratio = $state(devicePixelRatio);

  constructor() {
    this.#follow();
  }

  #follow(): void {
    this.ratio = devicePixelRatio;
    matchMedia(`(resolution: ${this.ratio}dppx)`).addEventListener("change", () => this.#follow(), { once: true });
  }

  /** The smallest kept width with at least the screen's pixels of a place so many CSS pixels wide; the largest where none has. */
  width(place: number): PictureWidth {
    const wanted = Math.floor(place * this.ratio);
    return wanted <= 320 ? 320 : wanted <= 640 ? 640 : 1280;
  }
}

export const scale = new Scale();
