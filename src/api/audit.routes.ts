import { Type } from 'typebox';
import { listAuditEntries } from '../platform/audit/audit.store.ts';
import { verifyAudit } from '../platform/audit/verify-audit.ts';
import type { Database } from '../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts';
import { route } from '../platform/http/route.ts';
import { Page, PageQuery, Time } from '../platform/http/shapes.ts';

const AuditEntry = Type.Object({
  seq: Type.Integer(),
  at: Time,
  actor: Type.String(),
  action: Type.String(),
  subject: Type.Object({ type: Type.String(), id: Type.String() }),
  detail: Type.Record(Type.String(), Type.Unknown()),
  previousHash: Type.String(),
  hash: Type.String(),
});

const Verdict = Type.Object({
  intact: Type.Boolean(),
  entries: Type.Integer({ description: 'entries that hold' }),
  head: Type.Optional(Type.String({ description: 'hash of the last entry; note it elsewhere' })),
  seq: Type.Optional(Type.Integer({ description: 'the first entry that does not hold' })),
  reason: Type.Optional(Type.String()),
});

/** `/v1/audit-entries`: the tenant's append-only, hash-chained log. */
export function auditRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/audit-entries',
      id: 'listAuditEntries',
      tag: 'Audit log',
      summary: 'List audit entries, newest first',
      access: { scope: 'audit:read' },
      query: PageQuery,
      answers: { 200: Page(AuditEntry) },
      handle: async ({ caller, query }) => {
        const [before] = decodeCursor(query.cursor, ['int8']) ?? [];
        const rows = await database.read(caller.tenantId, (db) =>
          listAuditEntries(db, {
            before,
            limit: query.limit + 1,
          }),
        );
        const data = rows.slice(0, query.limit);
        const last = data.at(-1);
        const nextCursor = rows.length > query.limit && last ? encodeCursor([last.seq]) : null;
        return { status: 200, body: { data, nextCursor } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/audit-entries/verification',
      id: 'verifyAuditEntries',
      tag: 'Audit log',
      summary: 'Check the whole chain',
      access: { scope: 'audit:read' },
      answers: { 200: Verdict },
      handle: async ({ caller }) => ({
        status: 200,
        body: await verifyAudit(database, caller.tenantId),
      }),
    }),
  ];
}
