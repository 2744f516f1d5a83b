import { findGroupBy, insertGroup } from '../../core/people/group.store.ts';
import { updateGroup } from '../../core/people/group.ts';
import { putMembership } from '../../core/people/membership.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';
import { claimNames, objectOf, textOf, textsOf } from '../claims.ts';
import type { VerifiedLaunch } from '../launch/verify-launch.ts';
import { type LtiContext, putContext, putMember } from './context.store.ts';

const MAX_NAME = 400;

/** Where a launch comes from. */
export interface LaunchPlace {
  /** Undefined for a link outside any course. */
  contextId: string | undefined;
  groupId: string;
}

type Launch = Pick<VerifiedLaunch, 'deployment' | 'claims' | 'roles'>;

/** The group that the course, or without one the link, is here; made at the first launch. */
export async function launchPlace(
  db: TenantDb,
  { launch: { deployment, claims }, known }: { launch: Launch; known: LtiContext | undefined },
): Promise<LaunchPlace | undefined> {
  const context = objectOf(claims[claimNames.context]);
  const contextId = textOf(context.id);
  if (!contextId) {
    const link = objectOf(claims[claimNames.resourceLink]);
    const linkId = textOf(link.id);
    if (!linkId) return undefined;
    const externalId = `${deployment.id}:link:${linkId}`;
    const name = nameOf(link.title) ?? 'Link outside a course';
    return { contextId: undefined, groupId: await ensureGroup(db, { externalId, name }) };
  }
  const found = await ensureContext(db, {
    ...{ deploymentId: deployment.id, contextId },
    title: nameOf(context.title) ?? null,
    label: nameOf(context.label) ?? null,
    types: textsOf(context.type).map(storableText),
    known,
  });
  return { contextId: found.id, groupId: found.groupId };
}

interface SaidContext {
  /** Row of the deployment. */
  deploymentId: string;
  /** The platform's id of the context. */
  contextId: string;
  title: string | null;
  label: string | null;
  types: string[];
  known: LtiContext | undefined;
}

/** The course, made with its group when it is first told of, and called as it is now. */
async function ensureContext(
  db: TenantDb,
  { deploymentId, contextId, title, label, types, known }: SaidContext,
): Promise<LtiContext> {
  if (known && known.title === title && known.label === label) return known;
  const name = title ?? label ?? `Course ${contextId}`;
  const externalId = `${deploymentId}:${contextId}`;
  const groupId = known?.groupId ?? (await ensureGroup(db, { externalId, name }));
  if (known && (title || label)) await updateGroup(db, { id: groupId, changes: { name } });
  const id = uuidv7();
  return putContext(db, { id, deploymentId, contextId, groupId, title, label, types });
}

/** Whoever launches belongs to the course. */
export async function joinPlace(
  db: TenantDb,
  { launch, place, personId }: { launch: Launch; place: LaunchPlace; personId: string },
): Promise<void> {
  const { claims, roles } = launch;
  // An administrator who looks at a course without a role in it is no member of it.
  if (!roles.membership && roles.isAdministrator) return;
  const { groupId, contextId } = place;
  const userId = textOf(claims.sub);
  const said = textsOf(claims[claimNames.roles]).map(storableText);
  // First the member, then the membership, as a roster does: in another order they wait for one another.
  await Promise.all([
    contextId && userId && putMember(db, { contextId, userId, personId, roles: said }),
    putMembership(db, { groupId, personId, role: roles.membership ?? 'learner' }),
  ]);
}

async function ensureGroup(
  db: TenantDb,
  { externalId, name }: { externalId: string; name: string },
): Promise<string> {
  await insertGroup(db, { id: uuidv7(), name, externalId, source: 'lti' });
  const group = await findGroupBy(db, { source: 'lti', externalId });
  if (!group) throw new Error('the group was there a moment ago');
  return group.id;
}

function nameOf(value: unknown): string | undefined {
  return (
    storableText(textOf(value) ?? '')
      .trim()
      .slice(0, MAX_NAME) || undefined
  );
}
