import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';

/** `link`: somebody whom another source made, or who has signed in already. */
const personActions = ['create', 'link', 'update', 'reactivate', 'deactivate'] as const;
const groupActions = ['group_create', 'group_rename', 'group_members', 'group_delete'] as const;
export const changeActions = [...personActions, ...groupActions] as const;

export interface TakenPerson {
  person: ProvisionedPerson;
  dn: string;
  dnKey: string;
  primaryGroup: number | null;
  /** What differs from when they were last taken over; empty for somebody new. */
  changed: string[];
}

export interface Departure {
  reason: 'disabled' | 'gone';
}

export interface MemberChange {
  /** Subjects of people. */
  add: string[];
  remove: string[];
}

/** One line of a plan. */
export type DirectoryChange = {
  /** Of the person or group, as the directory knows it. */
  subject: string;
  name: string;
  /** Null of somebody new, and of groups. */
  personId: string | null;
} & (
  | { action: 'create' | 'link' | 'update' | 'reactivate'; data: TakenPerson }
  | { action: 'deactivate'; data: Departure }
  | { action: 'group_create'; data: Record<string, never> }
  | { action: 'group_rename'; data: { groupId: string; before: string } }
  | { action: 'group_members'; data: MemberChange }
  | { action: 'group_delete'; data: { groupId: string } }
);

export interface SyncPlan {
  people: {
    create: number;
    link: number;
    update: number;
    reactivate: number;
    deactivate: number;
    unchanged: number;
  };
  groups: { create: number; rename: number; delete: number; unchanged: number };
  memberships: { add: number; remove: number };
}

export function emptyPlan(): SyncPlan {
  return {
    people: { create: 0, link: 0, update: 0, reactivate: 0, deactivate: 0, unchanged: 0 },
    groups: { create: 0, rename: 0, delete: 0, unchanged: 0 },
    memberships: { add: 0, remove: 0 },
  };
}

export function countChange(plan: SyncPlan, change: DirectoryChange): void {
  switch (change.action) {
    case 'group_create':
      plan.groups.create++;
      break;
    case 'group_rename':
      plan.groups.rename++;
      break;
    case 'group_delete':
      plan.groups.delete++;
      break;
    case 'group_members':
      plan.memberships.add += change.data.add.length;
      plan.memberships.remove += change.data.remove.length;
      break;
    default:
      plan.people[change.action]++;
  }
}
