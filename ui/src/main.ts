// Starts the UI: chooses the backend, then mounts the app.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

import { mount } from "svelte";

import { useBackend } from "./api";
import { inApp, tauriBackend } from "./api/tauri";
import { rememberedLanguage, useLanguage } from "./i18n";
import { watchPointer } from "./shared/pointer";
import App from "./App.svelte";

async function start(): Promise<void> {
  if (!inApp() && (import.meta.env.DEV || import.meta.env.MODE === "demo")) {
    const { demoBackend } = await import("./api/demo");
    useBackend(demoBackend());
  } else {
    useBackend(tauriBackend());
  }
  useLanguage(rememberedLanguage());
  watchPointer();
  const target = document.getElementById("app");
  if (target) mount(App, { target });
  // A file dropped beside a drop target must never take the window away. The app's own listeners are on the document or
  // below it: they come first, whenever they are added, and see whether somebody has taken it.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
}

void start();
