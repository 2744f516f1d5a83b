import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Filter } from '../filter/filter.ts';
import { foldText } from '../resource/fold.ts';
import { canonicalTime } from '../schemas/date-time.ts';
import type { ResourceKind, ResourceSchema } from '../schemas/registry.ts';

/** A condition that an index answers: every match of the filter is among what it finds. */
export interface Seed {
  by: SeedColumn;
  value: string;
}

export type SeedColumn =
  | 'id'
  | 'userName'
  | 'externalId'
  | 'displayName'
  | 'email'
  | 'member'
  | 'group'
  | 'modifiedAfter';

const seeds: Record<ResourceKind, Readonly<Record<string, SeedColumn>>> = {
  User: {
    id: 'id',
    userName: 'userName',
    externalId: 'externalId',
    displayName: 'displayName',
    emails: 'email',
    'emails.value': 'email',
    groups: 'group',
    'groups.value': 'group',
    'meta.lastModified': 'modifiedAfter',
  },
  Group: {
    id: 'id',
    externalId: 'externalId',
    displayName: 'displayName',
    members: 'member',
    'members.value': 'member',
  },
};

/**
 * The condition of a filter by which to look first; undefined where no index helps. Without it the
 * planner would have to guess: it knows nothing of tenants, and nothing at all before the first
 * `analyze`, as in a first sync.
 */
export function seedOf(filter: Filter, schema: ResourceSchema): Seed | undefined {
  const found = conjuncts(filter).flatMap((one) => seedIn(one, schema) ?? []);
  return found.find(({ by }) => by !== 'modifiedAfter') ?? found[0];
}

/** What has to hold all at once. */
function conjuncts(filter: Filter): Filter[] {
  return filter.kind === 'and' ? filter.filters.flatMap(conjuncts) : [filter];
}

function seedIn(filter: Filter, schema: ResourceSchema): Seed | undefined {
  if (filter.kind === 'compare') {
    return seedBy(schema.find(filter.path)?.keys ?? [], filter, schema);
  }
  if (filter.kind !== 'valuePath') return undefined;
  const list = schema.find(filter.path)?.keys ?? [];
  for (const part of conjuncts(filter.filter)) {
    if (part.kind !== 'compare' || part.path.uri !== undefined) continue;
    const names = part.path.names.map((name) => name.toLowerCase());
    const seed = seedBy([...list, ...names], part, schema);
    if (seed) return seed;
  }
  return undefined;
}

function seedBy(
  keys: readonly string[],
  { operator, value }: Filter & { kind: 'compare' },
  { kind }: ResourceSchema,
): Seed | undefined {
  const by = Object.hasOwn(seeds[kind], keys.join('.')) ? seeds[kind][keys.join('.')] : undefined;
  if (by === undefined || typeof value !== 'string') return undefined;
  if (by === 'modifiedAfter') {
    const time = operator === 'gt' || operator === 'ge' ? canonicalTime(value) : undefined;
    return time === undefined ? undefined : { by, value: time };
  }
  if (operator !== 'eq') return undefined;
  if (by === 'externalId') return { by, value };
  if (by !== 'id' && by !== 'member' && by !== 'group') return { by, value: foldText(value) };
  return isUuid(value) ? { by, value } : undefined;
}
