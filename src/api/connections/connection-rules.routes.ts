import { Type } from 'typebox';
import { DomainError } from '../../core/domain-error.ts';
import { findConnection } from '../../core/people/connections/connection.store.ts';
import { reconcileRules } from '../../core/people/rules/apply-rules.ts';
import { makeRule } from '../../core/people/rules/make-rule.ts';
import { deleteRule, listRules } from '../../core/people/rules/rule.store.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { route } from '../../platform/http/route.ts';
import { Id, OneOf, Time } from '../../platform/http/shapes.ts';
import { roles } from '../../platform/tenancy/scopes.ts';

const tag = 'Connections';
const read = { scope: 'connections:read' } as const;
/** Who may hand out roles may hand out their own: only administrators. */
const grant = { scope: 'keys:write' } as const;
const params = Type.Object({ connectionId: Id });

const GroupMatch = Type.Object(
  {
    by: {
      ...OneOf(['name', 'external_id'] as const),
      description: 'the name in any case, or the id that the directory has for the group',
    },
    key: Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' }),
  },
  { additionalProperties: false },
);

const RuleGrant = Type.Union([
  Type.Object({ role: OneOf(roles) }, { additionalProperties: false }),
  Type.Object(
    { deckId: Id, mode: OneOf(['study', 'test'] as const) },
    { additionalProperties: false },
  ),
]);

const rule = { group: GroupMatch, grant: RuleGrant };
const ConnectionRule = Type.Object({ id: Id, connectionId: Id, ...rule, createdAt: Time });
const CreateConnectionRule = Type.Object(rule, { additionalProperties: false });

/** `/v1/connections/{id}/rules`: what being in a group of a directory gives. */
export function connectionRuleRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/connections/{connectionId}/rules',
      id: 'listConnectionRules',
      tag,
      summary: 'Rules of a SCIM, single sign-on or directory connection',
      access: read,
      params,
      answers: { 200: Type.Object({ data: Type.Array(ConnectionRule) }) },
      handle: async ({ caller, params: { connectionId } }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await requireConnection(db, connectionId);
          return listRules(db, connectionId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/connections/{connectionId}/rules',
      id: 'createConnectionRule',
      tag,
      summary: 'Give the people of a group a role, or a deck to study or be tested on',
      description:
        'Holds at once for those who are in the group, and goes with the group for those who leave it; roles given by hand stay. The group need not be there yet.',
      access: grant,
      params,
      body: CreateConnectionRule,
      answers: { 201: ConnectionRule },
      handle: async ({ caller, params: { connectionId }, body }) => {
        const made = await database.tenant(caller.tenantId, async (db) => {
          await requireConnection(db, connectionId);
          const created = await makeRule(db, { connectionId, ...body });
          await audit(db, {
            ...{ actor: caller.name, action: 'connection_rule.created', detail: { ...body } },
            subject: { type: 'connection', id: connectionId },
          });
          return created;
        });
        return { status: 201, body: made };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/connections/{connectionId}/rules/{ruleId}',
      id: 'deleteConnectionRule',
      tag,
      summary: 'Take back what a rule gave',
      access: grant,
      params: Type.Object({ connectionId: Id, ruleId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { connectionId, ruleId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deleteRule(db, { id, connectionId }))) {
            throw new DomainError('not_found', `there is no rule ${id}`);
          }
          await reconcileRules(db);
          await audit(db, {
            ...{ actor: caller.name, action: 'connection_rule.deleted', detail: { id } },
            subject: { type: 'connection', id: connectionId },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}

async function requireConnection(db: TenantDb, id: string): Promise<void> {
  if (await findConnection(db, id)) return;
  throw new DomainError('not_found', `there is no connection ${id}`);
}
