import type { TenantDb } from '../../platform/database/database.ts';
import { etagOf } from '../http/conditions.ts';
import { endpoints } from '../queries/meta-columns.ts';
import { schemasOf } from '../resource/check-document.ts';
import type { ScimDocument } from '../resource/document.ts';
import type { AttributeSelection } from '../resource/select-attributes.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';
import type { GroupRow } from './group.store.ts';
import { listMembers, type ShownMember } from './member.store.ts';

/** Members in one answer, of all its groups. */
const MAX_MEMBERS = 200_000;

/** How Groups are shown. */
export interface Showing {
  selection: AttributeSelection;
  schema: ResourceSchema;
  /** URL of `/scim/v2`. */
  base: string;
}

/** Groups as they are answered, in the rows' order. @throws ScimError 400 tooMany */
export async function showGroups(
  db: TenantDb,
  rows: readonly GroupRow[],
  { selection, base, schema }: Showing,
): Promise<ScimDocument[]> {
  const members = selection.includes('members')
    ? await membersOf(
        db,
        rows.map(({ id }) => id),
      )
    : new Map<string, ShownMember[]>();
  return rows.map((row) =>
    selection.select(groupDocument(row, members.get(row.id) ?? [], { base, schema })),
  );
}

export function groupLocation(base: string, id: string): string {
  return `${base}/Groups/${id}`;
}

async function membersOf(db: TenantDb, groupIds: string[]): Promise<Map<string, ShownMember[]>> {
  const members = await listMembers(db, { groupIds, limit: MAX_MEMBERS + 1 });
  if (members.length > MAX_MEMBERS) {
    const detail =
      'These groups have too many members. Ask for fewer, or excludedAttributes=members.';
    throw badRequest('tooMany', detail);
  }
  const byGroup = new Map<string, ShownMember[]>(groupIds.map((id) => [id, []]));
  for (const member of members) byGroup.get(member.groupId)?.push(member);
  return byGroup;
}

function groupDocument(
  row: GroupRow,
  members: ShownMember[],
  { base, schema }: Omit<Showing, 'selection'>,
): ScimDocument {
  const { schemas: _, ...document } = row.doc;
  return {
    // A schema that the tenant has no more is not shown.
    schemas: schemasOf(document, schema),
    id: row.id,
    ...document,
    ...(members.length > 0 && {
      members: members.map(({ id, kind, name }) => ({
        value: id,
        $ref: `${base}${endpoints[kind]}/${id}`,
        type: kind,
        ...(name !== null && { display: name }),
      })),
    }),
    meta: {
      resourceType: 'Group',
      created: row.createdAt.toISOString(),
      lastModified: row.modifiedAt.toISOString(),
      location: groupLocation(base, row.id),
      version: etagOf(row.version),
    },
  };
}
