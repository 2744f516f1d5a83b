import { latestSeq, seqBefore } from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { checkEndpoint, checkMovedLogin, deleteLogin, keepLogin } from '../remote/remote-lrs.ts';
import { selectionOf } from '../selection.ts';
import { CreateLrsForward, LrsForward, UpdateLrsForward } from './forward.schema.ts';
import {
  deleteForward,
  findForward,
  insertForward,
  listForwards,
  resetCursor,
  updateForward,
} from './forward.store.ts';
import { forwardBody } from './forward-status.ts';
import { scheduleForward } from './schedule-forward.ts';

export const tag = 'LRS forwarding';
export const params = Type.Object({ forwardId: Id });
const read = { scope: 'settings:read' } as const;
const write = { scope: 'settings:write' } as const;

export interface ForwardRoutesDeps {
  database: Database;
  master: MasterKeys;
  forwardWaker: { forget(tenantId: string): void };
}

export const noForward = () =>
  new Problem(404, 'not_found', { detail: 'There is no such forward.' });

/** `/v1/lrs-forwards`: other LRSs that get the tenant's statements as they come. */
export function forwardRoutes({ database, master, forwardWaker }: ForwardRoutesDeps) {
  const show = async (db: TenantDb, id: string) => {
    const forward = await findForward(db, id);
    if (!forward) throw noForward();
    return forwardBody(db, forward);
  };

  /** Changes a forward, tells the audit log, and has it go on at once. */
  const change = async (
    caller: Caller,
    { id, action, detail }: { id: string; action: string; detail: Record<string, unknown> },
    work: (db: TenantDb) => Promise<boolean>,
  ) => {
    const body = await database.tenant(caller.tenantId, async (db) => {
      if (!(await work(db))) throw noForward();
      await audit(db, {
        ...{ actor: caller.name, action: `lrs_forward.${action}`, detail },
        subject: { type: 'lrs_forward', id },
      });
      await scheduleForward(db, id);
      return show(db, id);
    });
    forwardWaker.forget(caller.tenantId);
    return body;
  };

  return [
    route({
      method: 'get',
      path: '/v1/lrs-forwards',
      id: 'listLrsForwards',
      tag,
      summary: 'List where statements are forwarded to, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(LrsForward) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, async (db) => {
          const page = await pageById(query, (range) => listForwards(db, range));
          return { ...page, data: await Promise.all(page.data.map((one) => forwardBody(db, one))) };
        }),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lrs-forwards',
      id: 'createLrsForward',
      tag,
      summary: 'Forward statements to another LRS',
      description:
        'Statements are sent in the order in which they were stored, at least once, always with the same ids. What the other LRS refuses is put aside as a dead letter; what it cannot take now is tried again.',
      access: write,
      body: CreateLrsForward,
      answers: { 201: LrsForward },
      handle: async ({ caller, body }) => {
        const { name, key, secret, version = '2.0.0', filter = {}, enabled = true, since } = body;
        const [id, endpoint] = [uuidv7(), checkEndpoint(body.endpoint)];
        selectionOf(filter);
        const made = await change(
          caller,
          { id, action: 'created', detail: { name, endpoint, filter } },
          async (db) => {
            const cursor = since ? seqBefore(new Date(since)) : await latestSeq(db);
            await insertForward(db, { id, name, endpoint, version, filter, enabled, cursor });
            await keepLogin(db, master, { id, key, secret });
            return true;
          },
        );
        return { status: 201, body: made, headers: { Location: `/v1/lrs-forwards/${id}` } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/lrs-forwards/{forwardId}',
      id: 'getLrsForward',
      tag,
      summary: 'One forward, with how far it is',
      access: read,
      params,
      answers: { 200: LrsForward },
      handle: async ({ caller, params: { forwardId } }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) => show(db, forwardId)),
      }),
    }),
    route({
      method: 'patch',
      path: '/v1/lrs-forwards/{forwardId}',
      id: 'updateLrsForward',
      tag,
      summary: 'Change, pause or resume a forward; it is tried again at once',
      access: write,
      params,
      body: UpdateLrsForward,
      answers: { 200: LrsForward },
      handle: async ({ caller, params: { forwardId }, body }) => {
        const { key, secret, ...given } = body;
        if (given.filter) selectionOf(given.filter);
        const changed = {
          ...given,
          ...(given.endpoint !== undefined && { endpoint: checkEndpoint(given.endpoint) }),
        };
        return {
          status: 200,
          body: await change(
            caller,
            { id: forwardId, action: 'updated', detail: { ...changed, login: key !== undefined } },
            async (db) => {
              checkMovedLogin(await findForward(db, forwardId), { ...changed, key });
              const isThere = await updateForward(db, forwardId, changed);
              if (isThere && key !== undefined && secret !== undefined) {
                await keepLogin(db, master, { id: forwardId, key, secret });
              }
              return isThere;
            },
          ),
        };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lrs-forwards/{forwardId}/replays',
      id: 'replayLrsForward',
      tag,
      summary: 'Send everything again that was stored since a time',
      description: 'The other LRS takes what it has already for the same.',
      access: write,
      params,
      body: Type.Object({ since: Time }, { additionalProperties: false }),
      answers: { 200: LrsForward },
      handle: async ({ caller, params: { forwardId }, body: { since } }) => ({
        status: 200,
        body: await change(caller, { id: forwardId, action: 'replayed', detail: { since } }, (db) =>
          resetCursor(db, forwardId, seqBefore(new Date(since))),
        ),
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/lrs-forwards/{forwardId}',
      id: 'deleteLrsForward',
      tag,
      summary: 'Forward to another LRS no longer; its dead letters go too',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { forwardId } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deleteForward(db, forwardId))) throw noForward();
          await deleteLogin(db, forwardId);
          await audit(db, {
            actor: caller.name,
            action: 'lrs_forward.deleted',
            subject: { type: 'lrs_forward', id: forwardId },
            detail: {},
          });
        });
        forwardWaker.forget(caller.tenantId);
        return { status: 204 };
      },
    }),
  ];
}
