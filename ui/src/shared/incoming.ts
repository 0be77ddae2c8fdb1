// Pictures that come from outside: pasted, dropped, chosen. Text wins where a paste holds both (case C49).
import { ApiError, call, type Picture } from "../api";
import { t } from "../i18n";

/** What the picture store takes at most; larger files are refused before they are read. */
const LARGEST = 60 * 1024 * 1024;

function isPicture(file: File): boolean {
  return file.type.startsWith("image/");
}

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
