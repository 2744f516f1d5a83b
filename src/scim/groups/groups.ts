import { deleteGroup } from '../../core/people/group.ts';
import type { Database } from '../../platform/database/database.ts';
import { recordEvents } from '../events/record-events.ts';
import { requireVersion } from '../http/conditions.ts';
import { profileOf } from '../http/profile-of.ts';
import { noSuchResource, requestedId } from '../http/requested-id.ts';
import type { ResourceEndpoint, ScimAnswer, ScimCall } from '../http/scim-call.ts';
import { selectionOf } from '../http/selection-of.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { type MemberChange, splitMemberChanges } from '../patch/member-changes.ts';
import { readPatch } from '../patch/patch-operation.ts';
import type { ShowMany } from '../queries/list.ts';
import type { ScimDocument } from '../resource/document.ts';
import { readResource } from '../resource/read-resource.ts';
import { alignGroups } from './change-members.ts';
import { findGroups, type GroupRow, lockGroup, touchGroups } from './group.store.ts';
import { externalIdOf, keepChangedGroup, keepNewGroup } from './keep-group.ts';
import { lockStructure } from './lock-structure.store.ts';
import { deleteMemberEverywhere } from './member.store.ts';
import { groupLocation, showGroups } from './show-groups.ts';

export interface GroupsDeps {
  database: Database;
  /** URL of `/scim/v2`. */
  base: string;
}

export interface Groups extends ResourceEndpoint {
  show: ShowMany;
}

interface Changed {
  doc: ScimDocument;
  members: MemberChange | undefined;
}

/** `/Groups` (RFC 7644 3.2 to 3.6). */
export function createGroups({ database, base }: GroupsDeps): Groups {
  /** PUT and PATCH: all or nothing. */
  async function changeGroup(
    call: ScimCall,
    {
      method,
      show,
      change,
    }: { method: 'put' | 'patch'; show: boolean; change: (before: GroupRow) => Changed },
  ): Promise<ScimAnswer> {
    const { caller, connection, schemas, ifMatch } = call;
    const id = requestedId('Group', call.id);
    const { version, resource, outcome } = await database.tenant(caller.tenantId, async (db) => {
      const [, row] = await Promise.all([
        lockStructure(db, connection.id),
        lockGroup(db, { connectionId: connection.id, id }),
      ]);
      if (!row) throw noSuchResource('Group', call.id);
      requireVersion(ifMatch, row.version);
      const schema = schemas.Group;
      const next = await keepChangedGroup(db, { row, ...change(row), connection, schema, method });
      const selection = selectionOf(call, 'Group');
      const [shown] = show
        ? await showGroups(db, [next], { selection, base, schema: schemas.Group })
        : [];
      const done = next === row ? 'unchanged' : 'updated';
      return { version: next.version, resource: shown, outcome: done };
    });
    const location = groupLocation(base, id);
    const answer = { version, location, change: { outcomes: [outcome], groupId: id } };
    return resource ? { status: 200, body: resource, ...answer } : { status: 204, ...answer };
  }

  return {
    create: async (call) => {
      const { caller, connection, schemas, body } = call;
      const schema = schemas.Group;
      const read = readResource(body, { schema, profile: profileOf(connection) });
      return database.tenant(caller.tenantId, async (db) => {
        await lockStructure(db, connection.id);
        const members = read.members && replaceBy(read.members);
        const row = await keepNewGroup(db, { doc: read.document, members, connection, schema });
        const selection = selectionOf(call, 'Group');
        const [resource] = await showGroups(db, [row], { selection, base, schema: schemas.Group });
        const location = groupLocation(base, row.id);
        const change = { outcomes: ['created'], groupId: row.id };
        return { status: 201, body: resource ?? {}, version: row.version, location, change };
      });
    },

    read: async (call) => {
      const { caller, connection } = call;
      const id = requestedId('Group', call.id);
      return database.read(caller.tenantId, async (db) => {
        const [row] = await findGroups(db, { connectionId: connection.id, ids: [id] });
        if (!row) throw noSuchResource('Group', call.id);
        const selection = selectionOf(call, 'Group');
        const [resource] = await showGroups(db, [row], {
          selection,
          base,
          schema: call.schemas.Group,
        });
        const location = groupLocation(base, id);
        return { status: 200, body: resource ?? {}, version: row.version, location };
      });
    },

    replace: (call) =>
      changeGroup(call, {
        method: 'put',
        show: true,
        change: ({ doc: before }) => {
          const options = {
            schema: call.schemas.Group,
            profile: profileOf(call.connection),
            before,
          };
          const { document, members } = readResource(call.body, options);
          // A client that does not name members (RFC 7644 3.5.1 leaves it to us) has not emptied it.
          return { doc: document, members: members && replaceBy(members) };
        },
      }),

    patch: (call) => {
      const options = { schema: call.schemas.Group, profile: profileOf(call.connection) };
      const { operations, members } = splitMemberChanges(readPatch(call.body), options);
      return changeGroup(call, {
        method: 'patch',
        // RFC 7644 3.5.2: who asks for attributes is shown them; others need not read all members.
        show: call.query.has('attributes'),
        change: ({ id, doc }) => ({
          doc: operations.length > 0 ? applyPatch(doc, operations, { ...options, id }) : doc,
          members,
        }),
      });
    },

    remove: async ({ caller, connection, id: given, ifMatch }) => {
      const id = requestedId('Group', given);
      const connectionId = connection.id;
      await database.tenant(caller.tenantId, async (db) => {
        const [, row] = await Promise.all([
          lockStructure(db, connectionId),
          lockGroup(db, { connectionId, id }),
        ]);
        if (!row) throw noSuchResource('Group', given);
        requireVersion(ifMatch, row.version);
        const parents = await deleteMemberEverywhere(db, id);
        await touchGroups(db, { ids: parents, at: new Date() });
        await deleteGroup(db, { id });
        await alignGroups(db, { connection, groupIds: parents });
        const externalId = externalIdOf(row.doc);
        const event = { type: 'prov:delete', kind: 'Group', id, externalId } as const;
        await recordEvents(db, { connectionId, events: [event] });
      });
      return { status: 204, change: { outcomes: ['deleted'], groupId: id } };
    },

    show: async (db, { connection, schemas }, { ids, selection }) => {
      const rows = await findGroups(db, { connectionId: connection.id, ids });
      const shown = await showGroups(db, rows, { selection, base, schema: schemas.Group });
      return new Map(rows.flatMap(({ id }, i) => (shown[i] ? [[id, shown[i]] as const] : [])));
    },
  };
}

function replaceBy(ids: string[]): MemberChange {
  return { clear: true, add: ids, remove: [] };
}
