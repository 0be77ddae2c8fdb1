// What is asked before something in a group is done that cannot simply be taken back.
import type { Group, GroupMember, Role } from "../api";
import { t } from "../i18n";
import { cut, plainLine } from "../shared/text";

export interface Question {
  title: string;
  words: string;
  action: string;
  /** What can be chosen with it. */
  option?: string;
  run: (chosen: boolean) => Promise<unknown>;
}

/** To make somebody one's equal, or to become less oneself; anything else is done at once. */
export function questionOfRole(
  group: Group,
  member: GroupMember,
  role: Role,
  run: () => Promise<unknown>,
): Question | undefined {
  const ask = t.group.ask;
  if (member.me) {
    const only = group.only_admin && group.members.length > 1;
    return { title: ask.less, words: only ? ask.lessOnly : ask.lessLead, action: ask.lessAction, run };
  }
  if (role !== group.role) return undefined;
  const who = cut(plainLine(member.person.name), 40);
  return { title: t.group.ask.equal[role](who), words: ask.equalLead, action: ask.equalAction, run };
}
