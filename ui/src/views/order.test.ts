// The order of heads: by Alt and an arrow, by mouse and finger, and kept.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { inWindow, open } from "../testing/window";
import { until } from "../testing/world";

inWindow();

const dock = () => screen.getByRole("navigation", { name: "Conversations" });
const names = () =>
  screen
    .queryAllByRole("button", { name: /^(Amina|Ruth|Cabin trip)/ })
    .map((head) => head.getAttribute("aria-label")?.split(",")[0]);
const is = (wanted: string[]) => until(() => String(names()) === String(wanted), wanted.join(" "));
const head = (name: string | RegExp) => within(dock()).getByRole("button", { name });

it("Alt and an arrow move a head, which keeps the focus, and the place is said", async () => {
  const w = open();
  await is(["Amina", "Ruth", "Cabin trip"]);
  const ruth = head("Ruth");
  ruth.focus();
  await fireEvent.keyDown(ruth, { key: "ArrowUp", altKey: true });
  await is(["Ruth", "Amina", "Cabin trip"]);
  await until(() => document.activeElement?.getAttribute("aria-label") === "Ruth", "the focus");
  await until(() => document.querySelector("[aria-live]")?.textContent === "Ruth, 1 of 3", "what is said");
  // At the end it stays.
  await fireEvent.keyDown(head("Ruth"), { key: "ArrowUp", altKey: true });
  await fireEvent.keyDown(head("Ruth"), { key: "ArrowDown", altKey: true });
  await is(["Amina", "Ruth", "Cabin trip"]);
  expect(w.headOrder).toHaveLength(3);
});

it("a head is carried to another place, and Escape lets it go back", async () => {
  open();
  await is(["Amina", "Ruth", "Cabin trip"]);
  // A layout of 60 px a head.
  const heads = [...dock().querySelectorAll<HTMLElement>(".head")];
  heads.forEach((node, i) => {
    node.getBoundingClientRect = () => new DOMRect(16, 500 + 60 * i, 48, 48);
  });
  const pointer = (at: Element | Window, type: string, y: number, x = 40) =>
    fireEvent(at, new PointerEvent(type, { bubbles: true, isPrimary: true, pointerType: "mouse", button: 0, clientX: x, clientY: y })); // prettier-ignore
  const press = vi.fn();
  const amina = head(/^Amina/);
  amina.addEventListener("click", press);
  await pointer(amina, "pointerdown", 520);
  await pointer(window, "pointermove", 560);
  await pointer(window, "pointermove", 645);
  await fireEvent.keyDown(window, { key: "Escape" });
  await pointer(window, "pointerup", 645);
  await is(["Amina", "Ruth", "Cabin trip"]);
  await pointer(amina, "pointerdown", 520);
  await pointer(window, "pointermove", 645);
  await pointer(window, "pointerup", 645);
  await fireEvent.click(amina);
  expect(press).not.toHaveBeenCalled();
  await is(["Ruth", "Cabin trip", "Amina"]);
});
