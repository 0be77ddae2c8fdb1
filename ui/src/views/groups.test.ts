// A group: who is in it, its name and picture, adding and removing people, roles, leaving.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { people, rooms } from "../api/demo/data";
import { button, inWindow, open, press } from "../testing/window";
import { until } from "../testing/world";

inWindow();

async function card(name: string): Promise<void> {
  const heads = within(await screen.findByRole("navigation", { name: "Conversations" }));
  await fireEvent.click(await heads.findByRole("button", { name }));
  await screen.findByRole("region", { name: /^Conversation with/ });
}

async function group(): Promise<HTMLElement> {
  await card("Cabin trip");
  await press("Conversation actions");
  await press("Group");
  const dialog = await screen.findByRole("dialog", { name: "Group" });
  await within(dialog).findByRole("list", { name: "Members" });
  return dialog;
}

const member = (dialog: HTMLElement, name: string): HTMLElement => within(dialog).getByRole("listitem", { name });
const roleOf = (name: string): HTMLSelectElement => screen.getByRole("combobox", { name: `Role of ${name}` });
const choose = (name: string, role: string) => fireEvent.change(roleOf(name), { target: { value: role } });

/** One thing is done after the other. */
async function pressWhenFree(name: string): Promise<void> {
  const free = await button(name);
  await until(() => !free.hasAttribute("disabled"), `${name} to be free`);
  await fireEvent.click(free);
}

it("says who is in it, in which role, and by which ID where names look alike", async () => {
  const w = open();
  const c = w.conversation(rooms.group);
  c.members = [...c.members, { ...people.sam, user: "@sarn:lindqvist.example", name: "Oskar", ambiguous: true }];
  w.groups.invited.add(`${rooms.group} ${people.tomas.user}`);
  w.groups.roles.set(`${rooms.group} ${people.amina.user}`, "moderator");
  const dialog = await group();
  const names = within(dialog)
    .getAllByRole("listitem")
    .map((one) => one.getAttribute("aria-label"));
  expect(names).toEqual(["Mei", "Amina", "Oskar", "Oskar", "Tomas"]);
  expect(member(dialog, "Mei").textContent).toContain("You");
  expect(member(dialog, "Tomas").textContent).toContain("Invited");
  expect(within(dialog).getByText("@sarn:lindqvist.example")).toBeTruthy();
  expect(roleOf("Amina").value).toBe("moderator");
});

it("is given a name and a picture", async () => {
  const w = open();
  const dialog = await group();
  const field = within(dialog).getByRole("textbox", { name: "Group name" });
  expect((await button("Save name")).hasAttribute("disabled")).toBe(true);
  await fireEvent.input(field, { target: { value: "Cabin in May" } });
  await press("Save name");
  await until(() => w.conversation(rooms.group).name === "Cabin in May", "the name");
  await pressWhenFree("Change picture");
  await pressWhenFree("Remove picture");
  await until(() => w.conversation(rooms.group).avatar === null, "no picture again");
});

it("keeps what is typed when something else changes, and when it cannot be saved", async () => {
  const w = open();
  const dialog = await group();
  const field = within(dialog).getByRole<HTMLInputElement>("textbox", { name: "Group name" });
  await fireEvent.input(field, { target: { value: "Half writ" } });
  w.conversation(rooms.group).members = [people.amina];
  w.tell({ kind: "conversation", room: rooms.group });
  await until(() => within(dialog).queryAllByRole("listitem").length === 2, "the new list");
  expect(field.value).toBe("Half writ");
  w.state.connection = "offline";
  await press("Save name");
  expect((await within(dialog).findByRole("alert")).textContent).toContain("you are offline");
  expect(field.value).toBe("Half writ");
});

it("is read only, with the reason, for who may not change it", async () => {
  const w = open();
  w.groups.roles.set(`${rooms.group} ${w.account.user}`, "member");
  w.groups.roles.set(`${rooms.group} ${people.amina.user}`, "admin");
  const dialog = await group();
  expect(within(dialog).queryByRole("textbox")).toBeNull();
  expect(within(dialog).queryByRole("combobox")).toBeNull();
  for (const name of ["Change picture", "Add people", "Remove Amina"])
    expect(within(dialog).queryByRole("button", { name })).toBeNull();
  expect(dialog.textContent).toContain("does not let you change the name");
  expect(dialog.textContent).toContain("does not let you add people");
  expect(member(dialog, "Amina").textContent).toContain("Admin");
});

it("asks before somebody becomes one's equal, before one becomes less, and not before anything else", async () => {
  const w = open();
  await group();
  await choose("Amina", "moderator");
  await until(() => roleOf("Amina").value === "moderator", "a moderator at once");
  await choose("Amina", "admin");
  const ask = within(await screen.findByRole("alertdialog", { name: "Make Amina an admin?" }));
  await fireEvent.click(ask.getByRole("button", { name: "Cancel" }));
  expect(w.groups.roles.get(`${rooms.group} ${people.amina.user}`)).toBe("moderator");
  expect(roleOf("Amina").value).toBe("moderator");
  await choose("Amina", "admin");
  await press("Give the role");
  await until(() => w.groups.roles.get(`${rooms.group} ${people.amina.user}`) === "admin", "an admin");
  await until(() => !screen.queryByRole("combobox", { name: "Role of Amina" }), "nothing to take back");
  await until(() => !screen.queryByRole("alertdialog"), "the question to close");
  await choose("Mei", "member");
  await screen.findByRole("alertdialog", { name: "Give up your role?" });
  await press("Give it up");
  await until(() => w.groups.roles.get(`${rooms.group} ${w.account.user}`) === "member", "a member");
});

it("a person is removed after a question, and it stays open with the reason where that fails", async () => {
  const w = open();
  const dialog = await group();
  w.state.connection = "offline";
  await press("Remove Tomas");
  const ask = await screen.findByRole("alertdialog", { name: "Remove Tomas?" });
  await press("Remove from the group");
  expect((await within(ask).findByRole("alert")).textContent).toContain("you are offline");
  w.state.connection = "online";
  await press("Remove from the group");
  await until(() => !within(dialog).queryByRole("listitem", { name: "Tomas" }), "Tomas to be gone");
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

it("a person can be banned as well, which is lifted again", async () => {
  const w = open();
  const dialog = await group();
  expect(within(dialog).queryByRole("list", { name: "Banned" })).toBeNull();
  await press("Remove Tomas");
  const ask = await screen.findByRole("alertdialog", { name: "Remove Tomas?" });
  await fireEvent.click(within(ask).getByRole("checkbox", { name: /^Ban as well/ }));
  await press("Remove from the group");
  const list = await within(dialog).findByRole("list", { name: "Banned" });
  within(list).getByRole("listitem", { name: "Tomas" });
  expect(within(dialog).getByRole("list", { name: "Members" }).textContent).not.toContain("Tomas");
  await until(() => !screen.queryByRole("alertdialog"), "the question to close");
  await pressWhenFree("Unban Tomas");
  await until(() => !within(dialog).queryByRole("list", { name: "Banned" }), "nobody to be banned");
  expect(w.groups.happened.get(rooms.group)?.map((one) => one.what)).toEqual(["banned", "unbanned"]);
});

it("says before adding what new people see, and keeps who could not be added", async () => {
  const w = open();
  w.groups.older = "since_joined";
  const dialog = await group();
  await press("Add people");
  const add = await screen.findByRole("dialog", { name: "Add people" });
  expect(add.textContent).toContain("once they have joined");
  const find = within(add).getByRole("searchbox", { name: "Find people" });
  // Who is there is not offered, and no group either.
  const list = within(within(add).getByRole("list", { name: "Contacts" }));
  await list.findByRole("checkbox", { name: "Ruth" });
  expect(list.queryByRole("checkbox", { name: "Amina" })).toBeNull();
  expect(list.queryByRole("checkbox", { name: "Cabin trip" })).toBeNull();
  await fireEvent.click(list.getByRole("checkbox", { name: "Ruth" }));
  await fireEvent.input(find, { target: { value: "@vera:nowhere.example" } });
  await fireEvent.click(await list.findByRole("checkbox", { name: /vera/ }));
  await press("Add 2 people");
  expect((await within(add).findByRole("alert")).textContent).toContain("no such user");
  await within(add).findByRole("button", { name: /^Remove @vera/ });
  expect(within(add).queryByRole("button", { name: "Remove Ruth" })).toBeNull();
  expect(w.conversation(rooms.group).members.map((m) => m.name)).toContain("Ruth");
  await fireEvent.click(within(add).getByRole("button", { name: "Close" }));
  await within(dialog).findByRole("listitem", { name: "Ruth" });
});

it("in an encrypted group new people get the keys that there are", async () => {
  open();
  await group();
  await press("Add people");
  expect((await screen.findByRole("dialog", { name: "Add people" })).textContent).toContain("keys of older messages");
});

it("is left after a question, and stays readable", async () => {
  const w = open();
  await group();
  await press("Leave group");
  const ask = await screen.findByRole("alertdialog", { name: "Leave the group?" });
  expect(ask.textContent).toContain("You are the only admin");
  await fireEvent.click(within(ask).getByRole("button", { name: "Leave group" }));
  await until(() => !w.conversation(rooms.group).joined, "left");
  await screen.findByText(/You can read it, not write/);
  await until(() => !screen.queryByRole("dialog"), "the dialog to close");
});

it("from a direct conversation a new group is made, which leaves that one alone", async () => {
  const w = open();
  await card("Ruth");
  await press("Conversation actions");
  await press("New group with Ruth");
  const dialog = await screen.findByRole("dialog", { name: "New group" });
  expect(dialog.textContent).toContain("stays where it is");
  within(dialog).getByRole("button", { name: "Remove Ruth" });
  const list = within(within(dialog).getByRole("list", { name: "Contacts" }));
  await fireEvent.click(await list.findByRole("checkbox", { name: "Jonas" }));
  await fireEvent.input(within(dialog).getByRole("textbox", { name: "Group name" }), { target: { value: "Rugs" } });
  await press("Make the group");
  await screen.findByRole("region", { name: "Conversation with Rugs" });
  expect(w.conversation(rooms.ruth).kind).toBe("direct");
  const made = w.conversations.find((c) => c.name === "Rugs");
  expect(made?.members.map((m) => m.name)).toEqual(["Ruth", "Jonas"]);
});

it("New conversation leads to a new group with who was chosen", async () => {
  open();
  await press(/^Messages/);
  await press("New conversation");
  const find = await screen.findByRole("dialog", { name: "New conversation" });
  await fireEvent.click(await within(find).findByRole("checkbox", { name: "Ruth" }));
  await press("New group");
  const dialog = await screen.findByRole("dialog", { name: "New group" });
  within(dialog).getByRole("button", { name: "Remove Ruth" });
  expect(screen.queryByRole("dialog", { name: "New conversation" })).toBeNull();
});
