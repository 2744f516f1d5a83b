import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import { listDeadLetters, markRetrying } from './dead-letter.store.ts';
import { DeadLetter } from './forward.schema.ts';
import { findForward } from './forward.store.ts';
import { noForward, params, tag } from './forwards.routes.ts';
import { scheduleForward } from './schedule-forward.ts';

/** `/v1/lrs-forwards/{id}/dead-letters`: statements that the other LRS refuses. */
export function deadLetterRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/lrs-forwards/{forwardId}/dead-letters',
      id: 'listLrsDeadLetters',
      tag,
      summary: 'Statements that the other LRS refuses, in the order in which they were stored',
      access: { scope: 'settings:read' },
      params,
      query: PageQuery,
      answers: { 200: Page(DeadLetter) },
      handle: async ({ caller, params: { forwardId }, query }) => {
        const [after = 0] = decodeCursor(query.cursor, ['int8']) ?? [];
        const letters = await database.read(caller.tenantId, async (db) => {
          if (!(await findForward(db, forwardId))) throw noForward();
          return listDeadLetters(db, forwardId, { after, limit: query.limit + 1 });
        });
        const data = letters.slice(0, query.limit);
        const last = data.at(-1);
        const nextCursor = letters.length > data.length && last ? encodeCursor([last.seq]) : null;
        return { status: 200, body: { data: data.map(({ seq: _, ...body }) => body), nextCursor } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lrs-forwards/{forwardId}/dead-letters/retry',
      id: 'retryLrsDeadLetters',
      tag,
      summary: 'Send dead letters again: one, or all',
      access: { scope: 'settings:write' },
      params,
      body: Type.Object({ statementId: Type.Optional(Id) }, { additionalProperties: false }),
      answers: { 202: Type.Object({ retrying: Type.Integer() }) },
      handle: async ({ caller, params: { forwardId }, body: { statementId } }) => {
        const retrying = await database.tenant(caller.tenantId, async (db) => {
          if (!(await findForward(db, forwardId))) throw noForward();
          const marked = await markRetrying(db, forwardId, statementId);
          if (marked === 0 && statementId !== undefined) {
            throw new Problem(404, 'not_found', { detail: 'There is no such dead letter.' });
          }
          await audit(db, {
            actor: caller.name,
            action: 'lrs_forward.dead_letters_retried',
            subject: { type: 'lrs_forward', id: forwardId },
            detail: { statementId: statementId ?? 'all' },
          });
          await scheduleForward(db, forwardId);
          return marked;
        });
        return { status: 202, body: { retrying } };
      },
    }),
  ];
}
