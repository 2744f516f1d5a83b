import type { CourseCommit, DataModel } from '../launch.ts';

/** What tells most about where the learner is comes first, single answers last. */
const ranks: readonly RegExp[] = [
  /^cmi\.(core\.|score\.|completion_status|success_status|exit|location|progress_measure|total_time)/,
  /^cmi\.suspend_data$/,
  /^(?!cmi\.interactions\.)/,
  /^cmi\.interactions\./,
];

/**
 * The commit as a body that still goes out when its page does: without the state of the activity
 * tree, which is made again from what the items say, and where it is too long without the rest.
 */
export function lastMessage(
  { sequencing: _, items, ...commit }: CourseCommit,
  mostBytes: number,
): string {
  const whole = JSON.stringify({ ...commit, items });
  if (bytesOf(whole) <= mostBytes) return whole;
  let room = mostBytes - bytesOf(JSON.stringify({ ...commit, items: [] }));
  const kept = items.map((one) => {
    const changes: DataModel = {};
    for (const [name, value] of ranked(one.changes)) {
      const length = bytesOf(JSON.stringify([name, value])) + 2;
      if (length > room) continue;
      room -= length;
      changes[name] = value;
    }
    return { ...one, changes };
  });
  return JSON.stringify({ ...commit, items: kept });
}

function ranked(changes: DataModel): [string, string][] {
  const rank = (name: string) => ranks.findIndex((pattern) => pattern.test(name));
  return Object.entries(changes).sort(([a], [b]) => rank(a) - rank(b));
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
