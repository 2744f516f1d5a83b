import { DomainError } from '../../core/domain-error.ts';
import type { Assignment } from '../../core/study/assignment.store.ts';
import { createAssignment } from '../../core/study/assignments.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { compileCheck } from '../../platform/http/validation.ts';
import { LtiError } from '../lti-error.ts';
import { setLinkAssignment } from '../people/link.store.ts';
import { type Choice, Choices } from './choice.schema.ts';
import { endPicking, type PickerSession } from './picker-session.ts';

const check = compileCheck(Choices, 'body');

/**
 * What of the choices the platform takes: none where it takes no links to tools.
 * @throws Problem, SyntaxError for what the page would not send
 */
export function readChoices(text: string, { accepts }: Pick<PickerSession, 'accepts'>): Choice[] {
  // Sound because the check let it pass.
  const choices = check(JSON.parse(text)) as Choice[];
  if (!accepts.links) return [];
  return accepts.multiple ? choices : choices.slice(0, 1);
}

/**
 * Makes an assignment for each choice: of nobody until a link that carries its id is launched, or
 * of the course whose link it was chosen for. Undefined when the picker has answered before.
 * @throws LtiError `content_missing` for a deck that is not there, or not published any more
 */
export async function pick(
  db: TenantDb,
  { session, choices }: { session: PickerSession; choices: Choice[] },
): Promise<Assignment[] | undefined> {
  if (!(await endPicking(db, session))) return undefined;
  const { target } = session;
  const made: Assignment[] = [];
  for (const { dueAt, tags = [], ...choice } of choices) {
    made.push(
      await createAssignment(db, {
        ...choice,
        dueAt: dueAt ? new Date(dueAt) : null,
        part: tags.length > 0 ? { tags } : null,
        groupId: target.kind === 'link' ? target.groupId : null,
        origin: { surface: 'lti', registrationId: session.registrationId },
      }).catch(asLtiError),
    );
  }
  const [first] = made;
  if (target.kind === 'link' && first) {
    await setLinkAssignment(db, { id: target.linkId, assignmentId: first.id });
  }
  return made;
}

function asLtiError(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  throw new LtiError('content_missing', error.message, { cause: error });
}
