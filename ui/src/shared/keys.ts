// Keys, safe for input methods (case C51).
//
// Enter that accepts a composition is told apart by `isComposing`, by key code 229, by the key "Process", or, in
// WebKit's order, by coming right after `compositionend`: then the first keydown belongs to the input method.
let composing = false;
let justEnded = false;

export function watchComposition(target: EventTarget = document): void {
  target.addEventListener("compositionstart", () => (composing = true), true);
  target.addEventListener(
    "compositionend",
    () => {
      composing = false;
      justEnded = true;
      setTimeout(() => (justEnded = false), 80);
    },
    true,
  );
  target.addEventListener("keyup", () => (justEnded = false), true);
  // In the bubble phase at the end, so that handlers of this very keydown still see the flag.
  addEventListener("keydown", () => (justEnded = false));
}

/** Whether this keydown belongs to an input method. */
export function ofInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === "Process" || composing || justEnded;
}

/** A plain key without modifiers, not of an input method. */
export function isKey(event: KeyboardEvent, key: string): boolean {
  return event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey && !ofInputMethod(event);
}

/** The arrows up and down go through a menu's buttons, round and round; a convenience beside Tab. */
export function stepThrough(event: KeyboardEvent, menu: HTMLElement | undefined): void {
  const step = isKey(event, "ArrowDown") ? 1 : isKey(event, "ArrowUp") ? -1 : 0;
  if (!step || !menu) return;
  event.preventDefault();
  const all = [...menu.querySelectorAll("button")];
  const now = all.indexOf(document.activeElement as HTMLButtonElement);
  all[(now + step + all.length) % all.length]?.focus();
}

/** Whether the focus is where letters are typed. */
export function inTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}
