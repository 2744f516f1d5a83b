import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import { PREVIEW_MAX, previewRule, RETAIN } from './retention.ts';
import { deleteRule, findRule, insertRule, listRules, updateRule } from './retention-rule.store.ts';

const tag = 'Retention';
const access = { scope: 'settings:write' } as const;
const params = Type.Object({ ruleId: Id });

const RuleInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    kind: OneOf(['statements', 'documents']),
    origin: Type.Unsafe<'any' | 'own' | 'foreign'>({
      ...OneOf(['any', 'own', 'foreign']),
      default: 'any',
      description: 'of statements: those that this hub wrote about its own people, or the others',
    }),
    verbs: Type.Array(Type.String({ minLength: 1, maxLength: 2_000 }), {
      maxItems: 100,
      default: [],
      description: 'ids of verbs, of statements; none: any',
    }),
    days: Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: 'kept for this long after it was stored or last changed',
    }),
    enabled: Type.Boolean({ default: true }),
  },
  { additionalProperties: false },
);
const Rule = Type.Object({
  id: Id,
  ...RuleInput.properties,
  createdAt: Time,
  lastRunAt: Nullable(Time),
  lastDeleted: Nullable(Type.Integer()),
});
const Preview = Type.Object({
  count: Type.Integer({ description: 'what the rule would delete now' }),
  isComplete: Type.Boolean({ description: `false: there are more than ${PREVIEW_MAX}` }),
});
const Run = Type.Object({ id: Id, status: OneOf(['queued']) });

const unknown = () => new Problem(404, 'not_found', { detail: 'There is no such rule.' });

/** `/v1/retention-rules`: what is deleted after how long, each night. */
export function retentionRoutes({
  database,
  config,
}: {
  database: Database;
  config: { publicUrl: string };
}) {
  return [
    route({
      method: 'get',
      path: '/v1/retention-rules',
      id: 'listRetentionRules',
      tag,
      summary: 'List retention rules, newest first',
      access,
      query: PageQuery,
      answers: { 200: Page(Rule) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listRules(db, range)),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/retention-rules',
      id: 'createRetentionRule',
      tag,
      summary: 'Have statements or documents deleted after some days',
      description:
        'What meets any rule that is enabled is deleted in the next night, but for what a legal hold keeps.',
      access,
      body: RuleInput,
      answers: { 201: Rule },
      handle: async ({ caller, body }) => {
        const rule = await database.tenant(caller.tenantId, async (db) => {
          const made = await insertRule(db, { ...body, id: uuidv7() });
          await audit(db, {
            actor: caller.name,
            action: 'retention_rule.created',
            subject: { type: 'lrs_retention_rule', id: made.id },
            detail: body,
          });
          return made;
        });
        const headers = { Location: `/v1/retention-rules/${rule.id}` };
        return { status: 201, body: rule, headers };
      },
    }),
    route({
      method: 'put',
      path: '/v1/retention-rules/{ruleId}',
      id: 'updateRetentionRule',
      tag,
      summary: 'Replace a retention rule',
      access,
      params,
      body: RuleInput,
      answers: { 200: Rule },
      handle: async ({ caller, params: { ruleId }, body }) => {
        const rule = await database.tenant(caller.tenantId, async (db) => {
          const changed = await updateRule(db, ruleId, body);
          if (!changed) throw unknown();
          await audit(db, {
            actor: caller.name,
            action: 'retention_rule.updated',
            subject: { type: 'lrs_retention_rule', id: ruleId },
            detail: body,
          });
          return changed;
        });
        return { status: 200, body: rule };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/retention-rules/{ruleId}',
      id: 'deleteRetentionRule',
      tag,
      summary: 'Delete a retention rule',
      access,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { ruleId } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const rule = await deleteRule(db, ruleId);
          if (!rule) throw unknown();
          await audit(db, {
            actor: caller.name,
            action: 'retention_rule.deleted',
            subject: { type: 'lrs_retention_rule', id: ruleId },
            detail: { name: rule.name },
          });
        });
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/v1/retention-rules/{ruleId}/preview',
      id: 'previewRetentionRule',
      tag,
      summary: 'What a rule would delete now, whether it is enabled or not; deletes nothing',
      access,
      params,
      answers: { 200: Preview },
      handle: async ({ caller, params: { ruleId } }) => {
        const count = await database.read(caller.tenantId, async (db) => {
          const rule = await findRule(db, ruleId);
          if (!rule) throw unknown();
          return previewRule(db, rule, config.publicUrl);
        });
        return { status: 200, body: { count, isComplete: count < PREVIEW_MAX } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/retention-runs',
      id: 'runRetention',
      tag,
      summary: 'Apply every enabled rule now instead of in the next night; a job',
      access,
      answers: { 202: Run },
      handle: async ({ caller }) => {
        const { id } = await database.tenant(caller.tenantId, async (db) => {
          await audit(db, {
            actor: caller.name,
            action: 'retention.requested',
            subject: { type: 'tenant', id: caller.tenantId },
            detail: {},
          });
          return enqueue(db, { kind: RETAIN, payload: {}, key: RETAIN });
        });
        const headers = { Location: `/v1/jobs/${id}` };
        return { status: 202, body: { id, status: 'queued' }, headers };
      },
    }),
  ];
}
