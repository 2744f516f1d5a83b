import { Type } from 'typebox';
import { findPerson } from '../../core/people/person.store.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { deleteHold, insertHold, listHolds } from './legal-hold.store.ts';

const tag = 'Retention';
const access = { scope: 'settings:write' } as const;

const Hold = Type.Object({
  id: Id,
  personId: Nullable(Id),
  reason: Type.String(),
  createdBy: Type.String(),
  createdAt: Time,
});

/** `/v1/legal-holds`: while one holds, nothing of the person, or of anybody, is erased or expires. */
export function legalHoldRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/legal-holds',
      id: 'listLegalHolds',
      tag,
      summary: 'List legal holds, newest first',
      access,
      query: PageQuery,
      answers: { 200: Page(Hold) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listHolds(db, range)),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/legal-holds',
      id: 'createLegalHold',
      tag,
      summary: 'Hold what there is of a person, or of everybody',
      access,
      body: Type.Object(
        {
          personId: Type.Optional(Nullable(Id)),
          reason: Type.String({ minLength: 1, maxLength: 1_000 }),
        },
        { additionalProperties: false },
      ),
      answers: { 201: Hold },
      handle: async ({ caller, body: { personId = null, reason } }) => {
        const hold = await database.tenant(caller.tenantId, async (db) => {
          if (personId && !(await findPerson(db, personId))) {
            throw new Problem(422, 'invalid_input', {
              detail: 'There is no such person.',
              errors: [{ in: 'body', pointer: '/personId', detail: 'there is no such person' }],
            });
          }
          const made = await insertHold(db, {
            ...{ id: uuidv7(), personId, reason, createdBy: caller.name },
          });
          await audit(db, {
            actor: caller.name,
            action: 'legal_hold.created',
            subject: { type: 'legal_hold', id: made.id },
            detail: { personId, reason },
          });
          return made;
        });
        return { status: 201, body: hold, headers: { Location: `/v1/legal-holds/${hold.id}` } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/legal-holds/{holdId}',
      id: 'deleteLegalHold',
      tag,
      summary: 'Lift a legal hold',
      access,
      params: Type.Object({ holdId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { holdId } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const hold = await deleteHold(db, holdId);
          if (!hold) throw new Problem(404, 'not_found', { detail: 'There is no such hold.' });
          await audit(db, {
            actor: caller.name,
            action: 'legal_hold.lifted',
            subject: { type: 'legal_hold', id: holdId },
            detail: { personId: hold.personId, reason: hold.reason },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
