import type { DirectoryGroup } from './read-groups.ts';

export interface KnownMembers {
  /** Subjects of people by the keys of their DNs, and of their user names. */
  byKey: ReadonlyMap<string, string>;
  /** Subjects of people by the group that they are in without being listed. */
  byPrimaryGroup: ReadonlyMap<number, readonly string[]>;
}

/**
 * Who is in each group, by its subject: whom it lists, and whom groups in it have. Groups may contain
 * one another in a circle; members that are neither people nor groups of the connection do not count.
 */
export function nestedMembers(
  groups: readonly DirectoryGroup[],
  { byKey, byPrimaryGroup }: KnownMembers,
): Map<string, Set<string>> {
  const groupByDn = new Map(groups.map((group) => [group.dnKey, group]));
  return new Map(
    groups.map((group) => {
      const members = new Set<string>();
      const visited = new Set([group]);
      // A set is walked in the order of insertion, what is added on the way included.
      for (const { members: listed, groupId } of visited) {
        for (const key of listed) {
          const subject = byKey.get(key);
          const inner = groupByDn.get(key);
          if (subject !== undefined) members.add(subject);
          if (inner) visited.add(inner);
        }
        for (const subject of byPrimaryGroup.get(groupId ?? -1) ?? []) members.add(subject);
      }
      return [group.subject, members];
    }),
  );
}
