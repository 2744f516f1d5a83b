import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import { hasten } from '../../platform/jobs/enqueue.ts';
import { findActiveJob } from '../../platform/jobs/job.store.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { checkEndpoint, checkMovedLogin, deleteLogin, keepLogin } from '../remote/remote-lrs.ts';
import { selectionOf } from '../selection.ts';
import { emptyReport } from '../transfer/transfer-report.ts';
import { CreateLrsPull, LrsPull, type PullFilter, UpdateLrsPull } from './pull.schema.ts';
import {
  deletePull,
  findPull,
  insertPull,
  listPulls,
  type Pull,
  updatePull,
} from './pull.store.ts';
import { PULL_JOB, schedulePull } from './run-pull.ts';

const tag = 'LRS pulls';
const params = Type.Object({ pullId: Id });
const read = { scope: 'settings:read' } as const;
const write = { scope: 'settings:write' } as const;

interface PullRoutesDeps {
  database: Database;
  master: MasterKeys;
}

const noPull = () => new Problem(404, 'not_found', { detail: 'There is no such pull.' });

const isRunning = async (db: TenantDb, id: string) =>
  (await findActiveJob(db, PULL_JOB, id)) !== undefined;

function pullBody(pull: Pull, isActive: boolean) {
  const { id, name, endpoint, version, filter, attachments, intervalMinutes, enabled } = pull;
  const { createdAt, since, lastRunAt, lastReport, failures, lastError, retryAt } = pull;
  return {
    ...{ id, name, endpoint, version, filter, attachments, intervalMinutes, enabled, createdAt },
    authority: pull.keepAuthority ? 'keep' : 'replace',
    status: {
      state: stateOf(pull, isActive),
      report: lastReport,
      ...{ since, lastRunAt, failures, lastError, retryAt },
    },
  };
}

function stateOf({ enabled, failures }: Pull, isActive: boolean) {
  if (!enabled) return 'paused';
  if (failures > 0) return 'retrying';
  return isActive ? 'running' : 'idle';
}

/** @throws Problem 422 */
function checkFilter({ agent }: PullFilter): void {
  if (agent) selectionOf({ agents: [agent] });
}

/** `/v1/lrs-pulls`: other LRSs whose statements are taken over. */
export function pullRoutes({ database, master }: PullRoutesDeps) {
  const show = async (db: TenantDb, id: string) => {
    // In this order: the report of a run that has ended is all of it.
    const [isActive, pull] = await Promise.all([isRunning(db, id), findPull(db, id)]);
    if (!pull) throw noPull();
    return pullBody(pull, isActive);
  };

  const change = (
    caller: Caller,
    { id, action, detail }: { id: string; action: string; detail: Record<string, unknown> },
    work: (db: TenantDb) => Promise<boolean>,
  ) =>
    database.tenant(caller.tenantId, async (db) => {
      if (!(await work(db))) throw noPull();
      await audit(db, {
        ...{ actor: caller.name, action: `lrs_pull.${action}`, detail },
        subject: { type: 'lrs_pull', id },
      });
      return show(db, id);
    });

  return [
    route({
      method: 'get',
      path: '/v1/lrs-pulls',
      id: 'listLrsPulls',
      tag,
      summary: 'List where statements are pulled from, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(LrsPull) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, async (db) => {
          const page = await pageById(query, (range) => listPulls(db, range));
          const bodyOf = async (pull: Pull) => pullBody(pull, await isRunning(db, pull.id));
          return { ...page, data: await Promise.all(page.data.map(bodyOf)) };
        }),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lrs-pulls',
      id: 'createLrsPull',
      tag,
      summary: 'Take over statements of another LRS',
      description:
        'Runs when asked to, or every so many minutes, and goes on where the last run ended. Ids are kept, so nothing comes in twice.',
      access: write,
      body: CreateLrsPull,
      answers: { 201: LrsPull },
      handle: async ({ caller, body }) => {
        const { name, key, secret, version = '2.0.0', filter = {}, since } = body;
        const { authority = 'keep', attachments = true, intervalMinutes, enabled = true } = body;
        const [id, endpoint] = [uuidv7(), checkEndpoint(body.endpoint)];
        checkFilter(filter);
        const made = await change(
          caller,
          { id, action: 'created', detail: { name, endpoint } },
          async (db) => {
            await insertPull(db, {
              ...{ id, name, endpoint, version, filter, attachments, enabled },
              keepAuthority: authority === 'keep',
              intervalMinutes: intervalMinutes ?? null,
              since: since ?? null,
              lastReport: emptyReport(),
            });
            await keepLogin(db, master, { id, key, secret });
            return true;
          },
        );
        return { status: 201, body: made, headers: { Location: `/v1/lrs-pulls/${id}` } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/lrs-pulls/{pullId}',
      id: 'getLrsPull',
      tag,
      summary: 'One pull, with how far it is and what its last run did',
      access: read,
      params,
      answers: { 200: LrsPull },
      handle: async ({ caller, params: { pullId } }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) => show(db, pullId)),
      }),
    }),
    route({
      method: 'patch',
      path: '/v1/lrs-pulls/{pullId}',
      id: 'updateLrsPull',
      tag,
      summary: 'Change, pause or resume a pull; one that failed is tried again at once',
      access: write,
      params,
      body: UpdateLrsPull,
      answers: { 200: LrsPull },
      handle: async ({ caller, params: { pullId }, body }) => {
        const { key, secret, authority, ...given } = body;
        if (given.filter) checkFilter(given.filter);
        const changed = {
          ...given,
          ...(given.endpoint !== undefined && { endpoint: checkEndpoint(given.endpoint) }),
          ...(authority !== undefined && { keepAuthority: authority === 'keep' }),
        };
        const detail = { ...changed, filter: undefined, login: key !== undefined };
        return {
          status: 200,
          body: await change(caller, { id: pullId, action: 'updated', detail }, async (db) => {
            checkMovedLogin(await findPull(db, pullId), { ...changed, key });
            const isThere = await updatePull(db, pullId, changed);
            if (isThere && key !== undefined && secret !== undefined) {
              await keepLogin(db, master, { id: pullId, key, secret });
            }
            await hasten(db, PULL_JOB, pullId);
            return isThere;
          }),
        };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lrs-pulls/{pullId}/runs',
      id: 'runLrsPull',
      tag,
      summary: 'Take over now what is new',
      access: write,
      params,
      answers: { 202: LrsPull },
      handle: async ({ caller, params: { pullId } }) => ({
        status: 202,
        body: await change(caller, { id: pullId, action: 'run', detail: {} }, async (db) => {
          const pull = await findPull(db, pullId);
          if (!pull) return false;
          if (!pull.enabled) {
            throw new Problem(409, 'paused', { detail: 'This pull is paused. Resume it first.' });
          }
          await schedulePull(db, pullId);
          return true;
        }),
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/lrs-pulls/{pullId}',
      id: 'deleteLrsPull',
      tag,
      summary: 'Pull from another LRS no longer; what came in stays',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { pullId } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deletePull(db, pullId))) throw noPull();
          await deleteLogin(db, pullId);
          await audit(db, {
            actor: caller.name,
            action: 'lrs_pull.deleted',
            subject: { type: 'lrs_pull', id: pullId },
            detail: {},
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
