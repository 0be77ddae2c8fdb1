// The recovery key and the verification of a session, as they are offered, asked for and shown.
import { fireEvent, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { KEY, seven } from "../api/demo/keys";
import { inWindow, open as openApp, press } from "../testing/window";
import { until } from "../testing/world";

const open = (options = {}) => openApp({ pins: 4, ...options });
const dialog = (name: string) => screen.findByRole("dialog", { name });
const gone = (name: string) => until(() => screen.queryByRole("dialog", { name }) === null, `${name} to go`);
const field = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Recovery key" });

inWindow();

describe("recovery key", () => {
  it("is offered where it is due, shown once, and put away by Continue", async () => {
    const world = open();
    world.keys.set({ recovery: "off", due: true, kept: true });
    await dialog("Recovery key");
    const shown = await field();
    await until(() => shown.value === KEY, "the key");
    expect(shown.readOnly).toBe(true);
    await press("Save to a file");
    await screen.findByText(/Saved as .*recovery key/);
    await press("Continue");
    await gone("Recovery key");
    expect(world.keys.state).toMatchObject({ kept: true, due: false });
  });

  it("goes by Not now, and by Escape, and does not come again in this run", async () => {
    const world = open();
    world.keys.set({ recovery: "off", due: true });
    await fireEvent.keyDown(await dialog("Recovery key"), { key: "Escape" });
    await gone("Recovery key");
    expect(world.keys.state.due).toBe(false);
    world.keys.set({ due: true });
    await new Promise((done) => setTimeout(done, 120));
    expect(screen.queryByRole("dialog", { name: "Recovery key" })).toBeNull();
  });

  it("is asked for where this device needs it; a wrong one is an alert", async () => {
    const world = open();
    world.keys.set({ recovery: "locked", due: true, verified: false });
    await dialog("Recovery key");
    expect(screen.queryByRole("button", { name: "Copy" })).toBeNull();
    await fireEvent.input(await field(), { target: { value: "EsTc wrong" } });
    await press("Continue");
    expect((await screen.findByRole("alert")).textContent).toContain("not the recovery key");
    await fireEvent.input(await field(), { target: { value: KEY } });
    await press("Continue");
    await gone("Recovery key");
    expect(world.keys.state.recovery).toBe("on");
  });

  it("asks before a new one makes the old one void", async () => {
    const world = open();
    await press("Settings");
    await press("Set up recovery");
    await dialog("Recovery key");
    expect(screen.queryByRole("textbox", { name: "Recovery key" })).toBeNull();
    expect(world.keys.state.kept).toBe(true);
    await press("Continue");
    const shown = await field();
    await until(() => shown.value === KEY, "the new key");
  });
});

describe("verification", () => {
  it("shows what another session asks, then seven emoji with their names", async () => {
    const world = open();
    await screen.findByRole("main", { name: "Feed" });
    world.keys.verify({ stage: "asked" });
    await dialog("Verify a session");
    await press("Accept");
    const list = await screen.findByRole("list", { name: "Emoji" });
    expect([...list.querySelectorAll("li .name")].map((name) => name.textContent)).toEqual(seven.map((e) => e.name));
    await press("They match");
    await screen.findByText(/Both sessions trust each other/);
    await press("Close");
    await gone("Verify a session");
    expect(world.keys.verification).toBeNull();
  });

  it("names the emoji in the spoken language, and one that is not known as it was sent", async () => {
    const world = open({ language: "de" });
    await screen.findByRole("main", { name: "Feed" });
    world.keys.verify({ stage: "asked" });
    await press("Annehmen");
    world.keys.verify({ stage: "comparing", emoji: [...seven.slice(0, 6), { symbol: "🪿", name: "Goose" }] });
    await screen.findByText("Goose");
    const list = screen.getByRole("list", { name: "Emoji" });
    const names = ["Hund", "Baum", "Pizza", "Sanduhr", "Zug", "Gitarre", "Goose"];
    expect([...list.querySelectorAll("li .name")].map((name) => name.textContent)).toEqual(names);
  });

  it("starts from Settings, and says what a difference means", async () => {
    const world = open();
    world.keys.set({ verified: false });
    await press("Settings");
    await press("Verify a session");
    await screen.findByRole("list", { name: "Emoji" });
    await press("They don't match");
    await screen.findByText(/did not match/);
    expect(world.keys.state.verified).toBe(false);
  });
});
