// Before the first paint: the theme as it was set last, or the system's. The settings themselves are asked for later.
(() => {
  const root = document.documentElement;
  let chosen = "system";
  try {
    chosen = localStorage.getItem("theme") ?? "system";
  } catch {
    // Storage may be off; the system's theme is a good answer.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.pointer = matchMedia("(pointer: coarse)").matches ? "coarse" : "fine";
})();
