// A pin that is being made: from a link (looked at as it is typed), or from a picture of the device.
import { ApiError, call, type Picture, type PagePreview, type Pin } from "../api";
import { t } from "../i18n";
import { addressParts } from "../shared/address";
import { choosePictures, importAll, importFile, type Taken } from "../shared/incoming";
import { bytes } from "../shared/text";

export const TITLE_MAX = 300;
export const LINK_MAX = 2048;
const LOOK_WAIT = 500;

export class NewPinController {
  link = $state("");
  title = $state("");
  note = $state("");
  picture = $state.raw<Picture>();
  preview = $state.raw<PagePreview>();
  looking = $state(false);
  problem = $state.raw<ApiError | string>();

  #own = false;
  #titled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = "";

  constructor(picture?: Picture, link?: string) {
    if (picture) this.take(picture);
    if (link) {
      this.link = link;
      this.linkTyped(true);
    }
  }

  /** The link as it would be sent: with a scheme where it was typed without one. */
  get address(): string {
    const text = this.link.trim();
    return text && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? `https://${text}` : text;
  }

  get over(): { title: number; link: number } {
    return { title: Math.max(0, bytes(this.title) - TITLE_MAX), link: Math.max(0, bytes(this.address) - LINK_MAX) };
  }

  get ready(): boolean {
    const something = this.picture !== undefined || this.address !== "";
    return (
      something &&
      this.over.title === 0 &&
      this.over.link === 0 &&
      (!this.address || addressParts(this.address) !== undefined)
    );
  }

  get pin(): Pin {
    const parts = this.address ? addressParts(this.address) : undefined;
    return {
      title: this.title.trim(),
      note: this.note.trim(),
      link: parts ? { url: this.address, host: this.preview?.host ?? parts.host } : null,
      picture: this.picture ?? null,
      source: parts
        ? { kind: "page", name: this.preview?.site ?? parts.host, url: this.address }
        : { kind: "file", name: "", url: null },
    };
  }

  linkTyped(now = false): void {
    clearTimeout(this.#timer);
    this.problem = undefined;
    const { address } = this;
    if (address === this.#asked && (this.preview || this.looking)) return;
    this.preview = undefined;
    if (
      !address ||
      (!now && !/[^.]\.[^.\s]{2,}/.test(address) && !address.includes("localhost") && !/\d:\d/.test(address))
    )
      return;
    this.#timer = setTimeout(() => void this.look(), now ? 0 : LOOK_WAIT);
  }

  /** The same page by its own address: what was found of it stays. */
  clean(url: string): void {
    const known = this.preview !== undefined;
    this.link = url;
    if (known) this.#asked = this.address;
    else this.linkTyped(true);
  }

  titleTyped(): void {
    this.#titled = this.title !== "";
  }

  async look(): Promise<void> {
    const { address } = this;
    if (!addressParts(address)) {
      if (address) this.problem = t.newPin.badLink;
      return;
    }
    this.#asked = address;
    this.looking = true;
    try {
      const preview = await call("preview_link", { url: address });
      if (this.#asked !== address) return;
      this.preview = preview;
      if (!this.#titled) this.title = preview.title;
      if (!this.note) this.note = preview.note;
      if (!this.#own) this.picture = preview.pictures[0];
    } catch (thrown) {
      if (this.#asked === address) this.problem = ApiError.from(thrown);
    } finally {
      if (this.#asked === address) this.looking = false;
    }
  }

  /** A picture of one's own: it stays, whatever the page offers. */
  take(picture: Picture): void {
    this.picture = picture;
    this.#own = true;
    this.problem = undefined;
  }

  choose(picture: Picture): void {
    this.picture = picture;
    this.#own = false;
  }

  removePicture(): void {
    this.picture = undefined;
    this.#own = false;
  }

  /** Several are handed on; one is this pin's. */
  async choosePicture(many: (taken: Taken) => void): Promise<void> {
    await this.#take(choosePictures, many);
  }

  async files(files: File[], many: (taken: Taken) => void): Promise<void> {
    const [only] = files;
    if (only && files.length === 1) await this.#run(async () => this.take(await importFile(only)));
    else await this.#take(() => importAll(files), many);
  }

  async #take(ask: () => Promise<Taken>, many: (taken: Taken) => void): Promise<void> {
    await this.#run(async () => {
      const taken = await ask();
      const [first] = taken.pictures;
      if (taken.pictures.length > 1) many(taken);
      else {
        if (first) this.take(first);
        if (taken.left) this.problem = taken.left;
      }
    });
  }

  fail(problem: ApiError | string): void {
    this.problem = problem;
  }

  async #run(ask: () => Promise<void>): Promise<void> {
    this.problem = undefined;
    try {
      await ask();
    } catch (thrown) {
      const problem = ApiError.from(thrown);
      if (problem.code !== "cancelled") this.problem = problem;
    }
  }
}
