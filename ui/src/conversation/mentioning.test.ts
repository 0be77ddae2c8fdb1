// Naming somebody in what one writes: the list that opens at an @, by keys and by mouse; marks by keys.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import { inWindow, open, press } from "../testing/window";
import { until } from "../testing/world";

inWindow();

async function composer(name: RegExp) {
  const w = open();
  await press(name);
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
  const write = async (text: string, init: InputEventInit = {}) => {
    field.focus();
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    await fireEvent(field, new InputEvent("input", { bubbles: true, ...init }));
  };
  const list = () => screen.queryByRole("listbox", { name: "People to name" });
  const options = () =>
    within(screen.getByRole("listbox", { name: "People to name" }))
      .getAllByRole("option")
      .map((one) => one.textContent?.trim());
  return { w, field, write, list, options };
}
const key = (field: Element, name: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(field, { key: name, ...more });
const rest = () => new Promise((done) => setTimeout(done, 30));

describe("naming somebody", () => {
  it("opens a list at an @, which the field speaks for, and Enter puts the name in", async () => {
    const { w, field, write, list, options } = await composer(/^Cabin trip/);
    const sent = w.of(rooms.group).length;
    await write("Ask @");
    await until(list, "the list");
    expect(options().length).toBe(3);
    await write("Ask @t");
    await until(() => options().length === 1, "one");
    const option = screen.getByRole("option", { selected: true });
    expect(field.getAttribute("aria-activedescendant")).toBe(option.id);
    expect(field.getAttribute("aria-controls")).toBe(list()?.id);
    await key(field, "Enter");
    await until(() => field.value === "Ask @Tomas ", "the name");
    expect(list()).toBeNull();
    expect(w.of(rooms.group)).toHaveLength(sent);
    await key(field, "Enter");
    await until(() => w.of(rooms.group).length > sent, "it to be sent");
  });

  it("is gone through by arrows, closed by Escape, and chosen by a press", async () => {
    const { field, write, list, options } = await composer(/^Cabin trip/);
    await write("@");
    await until(list, "the list");
    const [, second] = options();
    await key(field, "ArrowDown");
    expect(screen.getByRole("option", { selected: true }).textContent?.trim()).toBe(second);
    await key(field, "ArrowUp");
    await key(field, "ArrowUp");
    expect(screen.getByRole("option", { selected: true }).textContent?.trim()).toBe(options().at(-1));
    await key(field, "Escape");
    expect(list()).toBeNull();
    await write("@o");
    await rest();
    expect(list()).toBeNull();
    await write("");
    await write("@o");
    await until(list, "the list again");
    await fireEvent.click(screen.getByRole("option", { name: "Oskar" }));
    await until(() => field.value === "@Oskar ", "the name");
  });

  it("leaves an input method, addresses, and a conversation of two alone", async () => {
    const { field, write, list } = await composer(/^Cabin trip/);
    await write("@", { isComposing: true });
    await rest();
    expect(list()).toBeNull();
    await write("me@o");
    await rest();
    expect(list()).toBeNull();
    await write("@o");
    await until(list, "the list");
    await key(field, "Enter", { isComposing: true });
    expect(field.value).toBe("@o");
    await press(/^Ruth/);
    const other = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
    other.value = "@";
    other.setSelectionRange(1, 1);
    await fireEvent.input(other);
    await rest();
    expect(list()).toBeNull();
  });

  it("is not the only key: Ctrl+B and Ctrl+I mark what is selected, and take it back", async () => {
    const { field, write } = await composer(/^Cabin trip/);
    await write("two words");
    field.setSelectionRange(4, 9);
    await key(field, "b", { ctrlKey: true });
    await until(() => field.value === "two **words**", "the marks");
    expect([field.selectionStart, field.selectionEnd]).toEqual([6, 11]);
    await key(field, "b", { ctrlKey: true });
    await until(() => field.value === "two words", "none");
    await key(field, "i", { ctrlKey: true });
    await until(() => field.value === "two _words_", "the other");
  });

  it("brings a text back as it was typed when it is changed", async () => {
    const { w, field, write } = await composer(/^Cabin trip/);
    const mine = w.send(rooms.group, { kind: "text", text: "bold" }, { written: "**bold**" });
    await until(() => screen.queryByText("bold"), mine.body.kind);
    await write("");
    await key(field, "ArrowUp");
    await until(() => field.value === "**bold**", "as it was typed");
  });
});
