// Pictures that come from outside: pasted, dropped, chosen. Text wins where a paste holds both (case C49).
import { ApiError, call, type Picture, type Pin } from "../api";
import { t } from "../i18n";
import { cut, plainLine } from "./text";

/** What the picture store takes at most; larger files are refused before they are read. */
const LARGEST = 60 * 1024 * 1024;

function isPicture(file: File): boolean {
  return file.type.startsWith("image/");
}

/** What became of files that were chosen or dropped. */
export interface Taken {
  /** In their order. */
  pictures: Picture[];
  /** What was left out, in words; empty where nothing was. */
  left: string;
}

/** Most pins that are sent, and pictures that are taken, at once. */
export const PINS_MAX = 100;

const short = (name: string): string => cut(plainLine(name), 60);

/** What was left out, in words: a few by name. */
export function leftOut(names: string[], beyond: number): string {
  const said: string[] = [];
  if (names.length) said.push(t.newPin.leftOut(names.map(short)));
  if (beyond) said.push(t.newPin.beyond(beyond, PINS_MAX));
  return said.join(" ");
}

/** Hands several files to the picture store, one after the other: a hundred at once would hold up the window. */
export async function importAll(files: File[]): Promise<Taken> {
  const pictures: Picture[] = [];
  const names: string[] = [];
  for (const file of files.slice(0, PINS_MAX)) {
    try {
      if (!isPicture(file)) throw new ApiError({ code: "not_a_picture", words: t.newPin.notAPicture }, true);
      pictures.push(await importFile(file));
    } catch {
      names.push(file.name);
    }
  }
  return { pictures, left: leftOut(names, Math.max(0, files.length - PINS_MAX)) };
}

/** The system's dialog. */
export async function choosePictures(): Promise<Taken> {
  const { pictures, refused, beyond } = await call("choose_pictures");
  const [only] = refused;
  // One that cannot be taken says why.
  if (only && pictures.length === 0 && refused.length === 1) return { pictures, left: only.words };
  return {
    pictures,
    left: leftOut(
      refused.map(({ name }) => name),
      beyond,
    ),
  };
}

/** A pin of a picture of one's own. */
export const pinOf = (picture: Picture): Pin => ({
  title: "",
  note: "",
  link: null,
  picture,
  source: { kind: "file", name: "", url: null },
});

/** Whether a drag brings something that can become a pin. */
export function looksWelcome(data: DataTransfer | null): boolean {
  return data !== null && (data.types.includes("Files") || data.types.includes("text/uri-list"));
}

export function picturesIn(data: DataTransfer): File[] {
  return [...data.files].filter(isPicture);
}

/** The first http(s) address of a drop. */
export function addressIn(data: DataTransfer): string | undefined {
  return data
    .getData("text/uri-list")
    .split(/\r?\n/)
    .find((line) => /^https?:\/\//i.test(line))
    ?.trim();
}

/** The picture file of a paste or drop, unless there is text too. */
export function pictureIn(data: DataTransfer | null, textWins: boolean): File | undefined {
  if (!data) return undefined;
  if (textWins && [...data.types].some((type) => type === "text/plain" || type === "text/html")) {
    // A picture copied from a page comes with its own tag as HTML and no plain text: that is a picture.
    if (data.types.includes("text/plain") && data.getData("text/plain").trim()) return undefined;
  }
  return [...data.files].find(isPicture);
}

/** Hands a file to the picture store. */
export async function importFile(file: File): Promise<Picture> {
  if (file.size > LARGEST) {
    throw new ApiError({ code: "too_large", words: t.newPin.pictureTooLarge(file.size, LARGEST) }, true);
  }
  return call("picture_from_bytes", { name: file.name || "picture", base64: await base64(file) });
}

/** Read by the platform, in the background: large screenshots do not hold up the window. */
function base64(file: File): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => fail(new ApiError({ code: "not_a_picture", words: t.newPin.unreadable }, true));
    reader.readAsDataURL(file);
  });
}

/** Whether a paste brings no text that the page can see: then the app asks the clipboard itself for a picture. */
function isMute(data: DataTransfer | null): boolean {
  return data !== null && !data.getData("text/plain").trim();
}

/** Takes the picture of a paste, if there is one; plain text pastes as ever. */
export async function takePicture(
  event: ClipboardEvent,
  done: (picture: Picture) => void,
  failed: (problem: ApiError) => void,
): Promise<void> {
  const file = pictureIn(event.clipboardData, true);
  if (file) event.preventDefault();
  else if (!isMute(event.clipboardData)) return;
  try {
    const picture = file ? await importFile(file) : await call("picture_from_clipboard");
    if (picture) done(picture);
  } catch (thrown) {
    failed(ApiError.from(thrown));
  }
}
