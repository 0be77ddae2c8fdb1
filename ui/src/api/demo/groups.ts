// Groups of the demo: who is in them, roles, adding and removing.
import { ApiError } from "../backend";
import type { Group, GroupMember, Happening, Person, Role, RoomId, What } from "../types";
import * as data from "./data";
import type { Handlers, World } from "./world";

type Calls =
  | "start_group"
  | "group"
  | "set_group_name"
  | "set_group_picture"
  | "add_people"
  | "remove_person"
  | "ban_person"
  | "unban_person"
  | "set_role"
  | "leave_group";

const LEVEL: Record<Role, number> = { member: 0, moderator: 1, admin: 2 };
const ROLES: Role[] = ["member", "moderator", "admin"];

/** After the last message of Cabin trip. */
export function muchHappened(): Happening[] {
  const { ruth, amina, jonas, tomas, oskar } = data.people;
  const at = Date.now() - 6 * 60_000;
  return [
    data.happening("named", amina, at, { name: "Cabin in May" }),
    data.happening("picture", amina, at),
    data.happening("invited", data.mei, at, { people: [ruth, jonas], mine: true }),
    data.happening("joined", ruth, at, { people: [ruth, jonas] }),
    data.happening("role", amina, at, { people: [tomas], role: "moderator" }),
    data.happening("called", oskar, at, { people: [oskar], before: "Oskar", name: "Oskar, whose name is long enough to be cut off" }),
    data.happening("joined", jonas, at, { people: [jonas, ruth, tomas], more: 14 }),
    data.happening("removed", tomas, at, { people: [{ ...jonas, ambiguous: true }] }),
    data.happening("role", amina, at, { me: true, people: [data.mei], role: "admin" }),
  ]; // prettier-ignore
}

/** What the demo knows of its groups beyond their conversations. */
export class DemoGroups {
  names = new Map<RoomId, string | null>();
  roles = new Map<string, Role>();
  invited = new Set<string>();
  banned = new Map<RoomId, Person[]>();
  older: Group["older_pins"] = "all";
  /** What happened after the last message, by room. */
  happened = new Map<RoomId, Happening[]>();

  tell(room: RoomId, what: What, more: Partial<Happening> = {}): void {
    const one = data.happening(what, data.mei, Date.now(), more);
    this.happened.set(room, [...(this.happened.get(room) ?? []), one]);
  }
}

export function groupHandlers(w: World): Pick<Handlers, Calls> {
  const g = w.groups;
  const keyOf = (room: RoomId, user: string) => `${room} ${user}`;
  const roleOf = (room: RoomId, user: string): Role =>
    g.roles.get(keyOf(room, user)) ?? (user === w.account.user ? "admin" : "member");

  function online(): void {
    if (w.state.connection === "online") return;
    throw new ApiError({
      code: "no_network",
      words: "Could not do this: you are offline. Try again when you are online.",
    });
  }

  function changed(room: RoomId): null {
    w.tell({ kind: "conversation", room }, { kind: "conversations" }, { kind: "heads" });
    return null;
  }

  /** Without a name it is called by its members. */
  function callIt(room: RoomId): void {
    const c = w.conversation(room);
    c.member_count = c.members.length;
    if (g.names.has(room)) c.name = g.names.get(room) ?? c.members.map((m) => m.name).join(", ");
  }

  function group(room: RoomId): Group {
    const c = w.conversation(room);
    const mine = roleOf(room, w.account.user);
    const shown = (person: Person, me: boolean): GroupMember => {
      const role = roleOf(room, person.user);
      const above = me || LEVEL[role] < LEVEL[mine];
      return {
        person,
        me,
        invited: g.invited.has(keyOf(room, person.user)),
        role,
        may_give: mine === "admin" && above ? ROLES : [],
        may_remove: mine !== "member" && !me && above,
        may_ban: mine !== "member" && !me && above,
      };
    };
    const others = c.members.map((person) => shown(person, false));
    others.sort((a, b) => LEVEL[b.role] - LEVEL[a.role] || a.person.name.localeCompare(b.person.name));
    const named = g.names.get(room);
    return {
      room,
      name: named === undefined ? c.name : named,
      avatar: c.avatar,
      members: c.joined ? [shown(data.mei, true), ...others] : [],
      more: 0,
      banned: (g.banned.get(room) ?? []).map((person) => ({ person, may_unban: mine !== "member" })),
      role: mine,
      may_name: c.joined && mine !== "member",
      may_picture: c.joined && mine !== "member",
      may_add: c.joined && mine !== "member",
      older_pins: g.older,
      encrypted: c.encrypted,
      only_admin: mine === "admin" && !others.some((one) => one.role === "admin"),
      joined: c.joined,
    };
  }

  return {
    start_group: ({ users, name }) => {
      const room = w.start(users);
      const c = w.conversation(room);
      c.kind = "group";
      g.names.set(room, name);
      callIt(room);
      changed(room);
      return room;
    },
    group: ({ room }) => group(room),
    set_group_name: ({ room, name }) => {
      online();
      g.names.set(room, name || null);
      callIt(room);
      g.tell(room, "named", { name: name || null });
      return changed(room);
    },
    set_group_picture: ({ room, picture }) => {
      online();
      w.conversation(room).avatar = picture;
      g.tell(room, picture === null ? "picture_gone" : "picture");
      return changed(room);
    },
    add_people: ({ room, users }) => {
      online();
      const c = w.conversation(room);
      const away = users.filter((user) => user.endsWith(":nowhere.example"));
      for (const user of users.filter((one) => !away.includes(one))) {
        c.members = [...c.members, w.personOf(user)];
        g.tell(room, "invited", { people: [w.personOf(user)] });
        g.invited.add(keyOf(room, user));
      }
      callIt(room);
      changed(room);
      return away.map((user) => ({
        user,
        problem: {
          code: "not_found",
          words: `Could not add ${user}: the server refused it. It says: no such user.`,
          said: { id: "refused", with: { server: "no such user" } },
        },
      }));
    },
    ban_person: ({ room, user }) => {
      online();
      const c = w.conversation(room);
      g.tell(room, "banned", { people: [w.personOf(user)] });
      g.banned.set(room, [...(g.banned.get(room) ?? []), w.personOf(user)]);
      c.members = c.members.filter((m) => m.user !== user);
      callIt(room);
      return changed(room);
    },
    unban_person: ({ room, user }) => {
      online();
      g.tell(room, "unbanned", { people: [w.personOf(user)] });
      const others = (g.banned.get(room) ?? []).filter((person) => person.user !== user);
      g.banned.set(room, others);
      return changed(room);
    },
    remove_person: ({ room, user }) => {
      online();
      const c = w.conversation(room);
      g.tell(room, "removed", { people: [w.personOf(user)] });
      c.members = c.members.filter((m) => m.user !== user);
      callIt(room);
      return changed(room);
    },
    set_role: ({ room, user, role }) => {
      online();
      g.roles.set(keyOf(room, user), role);
      g.tell(room, "role", { people: [w.personOf(user)], me: user === w.account.user, role });
      return changed(room);
    },
    leave_group: ({ room }) => {
      online();
      w.conversation(room).joined = false;
      return changed(room);
    },
  };
}
