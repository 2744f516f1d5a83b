import { Type } from 'typebox';
import { reconcileRules } from '../../core/people/rules/apply-rules.ts';
import { deleteRule, insertRule, listRules } from '../../core/people/rules/rule.store.ts';
import type { ConnectionRule } from '../../core/people/rules/rule.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, OneOf, Time } from '../../platform/http/shapes.ts';
import { roles } from '../../platform/tenancy/scopes.ts';
import { connectionParams, read, requireConnection, tag, write } from './connections.routes.ts';

const NewRule = Type.Object(
  {
    group: Type.String({
      minLength: 1,
      maxLength: 400,
      pattern: '^[^\\u0000]*$',
      description: 'as the attribute of groups has it, in any case',
    }),
    role: OneOf(roles),
  },
  { additionalProperties: false },
);

const Rule = Type.Object({ id: Id, ...NewRule.properties, createdAt: Time });

const shown = ({ id, group, grant, createdAt }: ConnectionRule) =>
  'role' in grant ? [{ id, group: group.key, role: grant.role, createdAt }] : [];

/** `/v1/sso/connections/{connectionId}/rules`: the only way in which a provider gives roles. */
export function ruleRoutes({ database }: { database: Database }) {
  const path = '/v1/sso/connections/{connectionId}/rules';
  return [
    route({
      method: 'get',
      path,
      id: 'listSsoRules',
      tag,
      summary: 'List which groups of the provider give which role',
      access: read,
      params: connectionParams,
      answers: { 200: Type.Object({ data: Type.Array(Rule) }) },
      handle: async ({ caller, params: { connectionId } }) => {
        const rules = await database.read(caller.tenantId, async (db) => {
          await requireConnection(db, connectionId);
          return listRules(db, connectionId);
        });
        return { status: 200, body: { data: rules.flatMap(shown) } };
      },
    }),
    route({
      method: 'post',
      path,
      id: 'createSsoRule',
      tag,
      summary: 'Give a role to whoever the provider says is in a group',
      description:
        'Groups are read only from the attribute that `mapping.groups` of the connection names. The role goes when somebody signs in without the group.',
      access: write,
      params: connectionParams,
      body: NewRule,
      answers: { 201: Rule },
      handle: async ({ caller, params: { connectionId }, body: { group, role } }) => {
        const id = uuidv7();
        const rule = await database.tenant(caller.tenantId, async (db) => {
          await requireConnection(db, connectionId);
          const made = await insertRule(db, {
            ...{ id, connectionId, group: { by: 'name', key: group }, grant: { role } },
          });
          if (!made) throw new Problem(409, 'conflict', { detail: 'There is this rule already.' });
          await reconcileRules(db);
          await audit(db, {
            ...{ actor: caller.name, action: 'connection_rule.created' },
            ...{ subject: { type: 'connection', id: connectionId }, detail: { group, role } },
          });
          return made;
        });
        return { status: 201, body: shown(rule)[0] };
      },
    }),
    route({
      method: 'delete',
      path: `${path}/{ruleId}`,
      id: 'deleteSsoRule',
      tag,
      summary: 'Delete a rule; the roles that only it gave go',
      access: write,
      params: Type.Object({ ...connectionParams.properties, ruleId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { connectionId, ruleId } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          await requireConnection(db, connectionId);
          if (!(await deleteRule(db, { id: ruleId, connectionId }))) {
            throw new Problem(404, 'not_found', { detail: 'There is no such rule.' });
          }
          await reconcileRules(db);
          await audit(db, {
            ...{ actor: caller.name, action: 'connection_rule.deleted' },
            ...{ subject: { type: 'connection', id: connectionId }, detail: { ruleId } },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
