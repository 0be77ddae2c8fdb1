// The whole app in a test, as a wide window in front, and a person's hands on it; on the demo backend.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeAll, beforeEach } from "vitest";

import App from "../App.svelte";
import type { DemoOptions } from "../api/demo";
import { session } from "../session/session.svelte";
import { world } from "./world";

/** Once for a test file: a layout's measures, which the engine of these tests lacks, and nothing left between tests. */
export function inWindow(): void {
  beforeAll(() => {
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { get: () => 1232 });
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { get: () => 744 });
    document.hasFocus = () => true;
  });
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    cleanup();
    session.app = undefined;
  });
}

export function open(options: DemoOptions = {}) {
  const w = world(options);
  render(App);
  return w;
}

export const button = (name: string | RegExp) => screen.findByRole("button", { name });
export const press = async (name: string | RegExp) => fireEvent.click(await button(name));
export const type = (element: Element, value: string) => fireEvent.input(element, { target: { value } });
