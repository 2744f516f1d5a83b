import { objectOf, textOf, textsOf } from '../claims.ts';
import { ServiceError } from '../tokens/service-error.ts';

/** A member as a platform tells of them (NRPS 2.0 2.2). */
export interface RosterMember {
  userId: string;
  roles: string[];
  status: 'active' | 'inactive' | 'deleted';
  /** Whatever it says of the person; nothing of it can be relied on. */
  details: Readonly<Record<string, unknown>>;
}

/**
 * Members of one page; of somebody who is listed twice what comes last. Who has no id is left out.
 * @throws ServiceError `malformed`
 */
export function parseMembers(page: unknown): RosterMember[] {
  const { members } = objectOf(page);
  if (!Array.isArray(members)) {
    throw new ServiceError('malformed', 'The answer has no list of members');
  }
  const found = members.flatMap((one: unknown): RosterMember[] => {
    const member = objectOf(one);
    const userId = textOf(member.user_id);
    if (!userId || userId.length > 255) return [];
    return [
      { userId, roles: textsOf(member.roles), status: statusOf(member.status), details: member },
    ];
  });
  return [...new Map(found.map((member) => [member.userId, member])).values()];
}

/** NRPS 2.0 2.2: without a status a member is active. */
function statusOf(value: unknown): RosterMember['status'] {
  const text = textOf(value)?.toLowerCase();
  return text === 'inactive' || text === 'deleted' ? text : 'active';
}
