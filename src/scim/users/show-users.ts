import type { TenantDb } from '../../platform/database/database.ts';
import { etagOf } from '../http/conditions.ts';
import { schemasOf } from '../resource/check-document.ts';
import type { ScimDocument } from '../resource/document.ts';
import type { AttributeSelection } from '../resource/select-attributes.ts';
import { hubExtensionSchema } from '../schemas/hub-extension.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { type DeckProgress, findProgress } from './learning.store.ts';
import type { UserRow } from './user.store.ts';
import { findGroupsOf, type GroupOfUser } from './user-groups.store.ts';

const HUB = hubExtensionSchema.id;

/** How Users are shown. */
export interface Showing {
  selection: AttributeSelection;
  schema: ResourceSchema;
  /** URL of `/scim/v2`. */
  base: string;
}

/** Users as they are answered, in the rows' order. */
export async function showUsers(
  db: TenantDb,
  rows: readonly UserRow[],
  { selection, base, schema }: Showing,
): Promise<ScimDocument[]> {
  const [groups, progress] = await Promise.all([
    selection.includes('groups')
      ? findGroupsOf(
          db,
          rows.map(({ id }) => id),
        )
      : [],
    selection.includes(`${HUB}:progress`)
      ? findProgress(
          db,
          rows.map(({ personId }) => personId),
        )
      : [],
  ]);
  return rows.map((row) =>
    selection.select(
      userDocument(row, {
        groups: groups.filter(({ userId }) => userId === row.id),
        progress: progress.filter(({ personId }) => personId === row.personId),
        ...{ base, schema },
      }),
    ),
  );
}

/** Somebody new: in no group yet, with nothing learnt. */
export function showNewUser(row: UserRow, { selection, base, schema }: Showing): ScimDocument {
  return selection.select(userDocument(row, { groups: [], progress: [], base, schema }));
}

interface Derived extends Omit<Showing, 'selection'> {
  groups: readonly GroupOfUser[];
  progress: readonly DeckProgress[];
}

function userDocument(row: UserRow, { groups, progress, base, schema }: Derived): ScimDocument {
  const { schemas: _, ...document } = row.doc;
  return {
    // A schema that the tenant has no more is not shown.
    schemas: [...schemasOf(document, schema), HUB],
    id: row.id,
    ...document,
    ...(groups.length > 0 && {
      groups: groups.map(({ groupId, name, type }) => ({
        value: groupId,
        $ref: `${base}/Groups/${groupId}`,
        display: name,
        type,
      })),
    }),
    [HUB]: {
      personId: row.personId,
      ...(progress.length > 0 && { progress: progress.map(shownProgress) }),
    },
    meta: {
      resourceType: 'User',
      created: row.createdAt.toISOString(),
      lastModified: row.modifiedAt.toISOString(),
      location: userLocation(base, row.id),
      version: etagOf(row.version),
    },
  };
}

export function userLocation(base: string, id: string): string {
  return `${base}/Users/${id}`;
}

function shownProgress({ deckId, title, score, completed, success }: DeckProgress): ScimDocument {
  return { value: deckId, display: title, ...(score !== null && { score }), completed, success };
}
