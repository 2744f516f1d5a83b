import { findGroupBy, insertGroup } from '../../core/people/group.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';
import { findContext, type LtiContext, putContext } from '../people/context.store.ts';
import { setCopiedFrom } from './notice.store.ts';
import type { Notice } from './notice.ts';

/**
 * Remembers what a course was copied from, so that its links open what theirs do there; mostly before
 * anybody has launched from it.
 */
export async function noteCopiedContext(
  db: TenantDb,
  { deploymentId, notice }: { deploymentId: string; notice: Notice },
): Promise<void> {
  const contextId = notice.context.id;
  if (!contextId || notice.originContexts.length === 0) return;
  const known = await findContext(db, { deploymentId, contextId });
  const { id } = known ?? (await makeContext(db, { deploymentId, contextId, notice }));
  const originContexts = notice.originContexts.map(storableText);
  await setCopiedFrom(db, { contextId: id, originContexts });
}

async function makeContext(
  db: TenantDb,
  {
    deploymentId,
    contextId,
    notice: { context },
  }: { deploymentId: string; contextId: string; notice: Notice },
): Promise<LtiContext> {
  const [title, label] = [textOrNull(context.title), textOrNull(context.label)];
  const externalId = `${deploymentId}:${contextId}`;
  const name = title ?? label ?? `Course ${contextId}`;
  await insertGroup(db, { id: uuidv7(), name, externalId, source: 'lti' });
  const group = await findGroupBy(db, { source: 'lti', externalId });
  if (!group) throw new Error('the group was there a moment ago');
  const { id: groupId } = group;
  return putContext(db, {
    ...{ id: uuidv7(), deploymentId, contextId, groupId, title, label, types: [] },
  });
}

const MAX_NAME = 400;

function textOrNull(value: string | undefined): string | null {
  return (value && storableText(value).trim().slice(0, MAX_NAME)) || null;
}
