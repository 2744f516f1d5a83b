import { isDeepStrictEqual } from 'node:util';
import { underGuard } from '../../core/people/departures/guard.ts';
import { softDelete } from '../../core/people/provisioning/soft-delete.ts';
import type { Database } from '../../platform/database/database.ts';
import { type ResourceEvent, recordEvents } from '../events/record-events.ts';
import { leaveGroups } from '../groups/leave-groups.ts';
import { lockStructure } from '../groups/lock-structure.store.ts';
import { requireVersion } from '../http/conditions.ts';
import { profileOf } from '../http/profile-of.ts';
import { noSuchResource, requestedId } from '../http/requested-id.ts';
import type { ResourceEndpoint, ScimCall } from '../http/scim-call.ts';
import { selectionOf } from '../http/selection-of.ts';
import type { ProvisioningChange } from '../log/provisioning-change.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { readPatch } from '../patch/patch-operation.ts';
import type { ShowMany } from '../queries/list.ts';
import type { ScimDocument } from '../resource/document.ts';
import { readResource } from '../resource/read-resource.ts';
import { keepChangedUser, keepNewUser } from './keep-user.ts';
import { showNewUser, showUsers, userLocation } from './show-users.ts';
import { deleteUserRow, findUsers, lockUser, type UserRow } from './user.store.ts';
import { textAt } from './user-columns.ts';

export interface UsersDeps {
  database: Database;
  /** URL of `/scim/v2`. */
  base: string;
}

export interface Users extends ResourceEndpoint {
  show: ShowMany;
}

type Change = (before: UserRow) => ScimDocument;

/** `/Users` (RFC 7644 3.2 to 3.6). */
export function createUsers({ database, base }: UsersDeps): Users {
  /** PUT and PATCH: all or nothing. */
  async function changeUser(call: ScimCall, method: 'put' | 'patch', changed: Change) {
    const { caller, connection, schemas, ifMatch } = call;
    const id = requestedId('User', call.id);
    const { version, resource, change } = await underGuard(
      database,
      caller.tenantId,
      async (db) => {
        const row = await lockUser(db, { connectionId: connection.id, id });
        if (!row) throw noSuchResource('User', call.id);
        requireVersion(ifMatch, row.version);
        const doc = withActive(changed(row), row.active);
        const next = isDeepStrictEqual(doc, row.doc)
          ? row
          : await keepChangedUser(db, { row, doc, method, connection, schema: schemas.User });
        const [shown] = await showUsers(db, [next], {
          ...{ selection: selectionOf(call, 'User'), base },
          schema: call.schemas.User,
        });
        return { version: next.version, resource: shown, change: changeOf(row, next) };
      },
    );
    const location = userLocation(base, id);
    return { status: 200, body: resource ?? {}, version, location, change };
  }

  return {
    create: async (call) => {
      const { caller, connection, schemas, body } = call;
      const schema = schemas.User;
      const { document } = readResource(body, { schema, profile: profileOf(connection) });
      const { row, outcome } = await underGuard(database, caller.tenantId, (db) =>
        keepNewUser(db, { doc: withActive(document, true), connection, schema }),
      );
      return {
        status: 201,
        body: showNewUser(row, {
          ...{ selection: selectionOf(call, 'User'), base },
          schema: call.schemas.User,
        }),
        version: row.version,
        location: userLocation(base, row.id),
        change: { outcomes: [outcome], personId: row.personId },
      };
    },

    read: async (call) => {
      const { caller, connection } = call;
      const id = requestedId('User', call.id);
      return database.read(caller.tenantId, async (db) => {
        const row = (await findUsers(db, { connectionId: connection.id, ids: [id] })).get(id);
        if (!row) throw noSuchResource('User', call.id);
        const [shown] = await showUsers(db, [row], {
          ...{ selection: selectionOf(call, 'User'), base },
          schema: call.schemas.User,
        });
        const location = userLocation(base, id);
        return { status: 200, body: shown ?? {}, version: row.version, location };
      });
    },

    replace: (call) =>
      changeUser(call, 'put', ({ doc }) => {
        const options = { schema: call.schemas.User, profile: profileOf(call.connection) };
        return readResource(call.body, { ...options, before: doc }).document;
      }),

    patch: (call) => {
      const operations = readPatch(call.body);
      const { schemas, connection } = call;
      const options = { schema: schemas.User, profile: profileOf(connection) };
      return changeUser(call, 'patch', ({ id, doc }) =>
        applyPatch(doc, operations, { ...options, id }),
      );
    },

    remove: async ({ caller, connection, id: given, ifMatch }) => {
      const id = requestedId('User', given);
      const { personId } = await underGuard(database, caller.tenantId, async (db) => {
        const [, row] = await Promise.all([
          lockStructure(db, connection.id),
          lockUser(db, { connectionId: connection.id, id }),
        ]);
        if (!row) throw noSuchResource('User', given);
        requireVersion(ifMatch, row.version);
        await leaveGroups(db, { connection, userId: id, personId: row.personId });
        await softDelete(db, { connection, personId: row.personId });
        await deleteUserRow(db, id);
        const externalId = textAt(row.doc, 'externalId');
        const event: ResourceEvent = { type: 'prov:delete', kind: 'User', id, externalId };
        await recordEvents(db, { connectionId: connection.id, events: [event] });
        return row;
      });
      return { status: 204, change: { outcomes: ['deleted'], personId } };
    },

    show: async (db, { connection, schemas }, { ids, selection }) => {
      const rows = [...(await findUsers(db, { connectionId: connection.id, ids })).values()];
      const shown = await showUsers(db, rows, { selection, base, schema: schemas.User });
      return new Map(rows.flatMap(({ id }, i) => (shown[i] ? [[id, shown[i]] as const] : [])));
    },
  };
}

function changeOf(before: UserRow, after: UserRow): ProvisioningChange {
  const { personId, active } = after;
  if (after === before) return { outcomes: ['unchanged'], personId };
  const isOther = active !== before.active;
  return {
    outcomes: ['updated', ...(isOther ? [active ? 'reactivated' : 'deactivated'] : [])],
    personId,
  };
}

/** Who is silent about `active` leaves it: nobody comes back, or goes, by an omission. */
function withActive(document: ScimDocument, active: boolean): ScimDocument {
  return { ...document, active: document.active ?? active };
}
