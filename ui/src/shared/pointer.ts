// `data-pointer` follows the pointer used last, so that a hybrid device changes with its user.
export function watchPointer(): void {
  addEventListener(
    "pointerdown",
    (event) => {
      document.documentElement.dataset.pointer = event.pointerType === "mouse" ? "fine" : "coarse";
    },
    { capture: true, passive: true },
  );
}
