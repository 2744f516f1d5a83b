import { Type } from 'typebox';
import { commentAttempt } from '../../core/study/comment-attempt.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page } from '../../platform/http/shapes.ts';
import { read, tag, write } from '../registrations/registrations.routes.ts';
import { listScoreCalls } from '../services/service-calls.store.ts';
import {
  DeliveryQuery,
  LtiDelivery,
  LtiDeliveryWithCalls,
  ResendDeliveries,
  ResendDelivery,
} from './delivery.schema.ts';
import {
  type Delivery,
  findDelivery,
  listDeliveries,
  resendDeadScores,
  resendScore,
} from './delivery.store.ts';
import { liftPause } from './platform-pause.store.ts';
import { scheduleScores } from './schedule-scores.ts';

const params = Type.Object({ deliveryId: Id });
const noDelivery = () => new Problem(404, 'not_found', { detail: 'There is no such delivery.' });
const MAX_CALLS = 50;

/** `/v1/lti/deliveries`: scores and what became of them, one for each line item and person. */
export function deliveryRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/lti/deliveries',
      id: 'listLtiDeliveries',
      tag,
      summary: 'List scores that were sent to gradebooks, or wait for it',
      access: read,
      query: DeliveryQuery,
      answers: { 200: Page(LtiDelivery) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listDeliveries(db, { ...query, ...range })),
        );
        return { status: 200, body: { ...page, data: page.data.map(shown) } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/lti/deliveries/{deliveryId}',
      id: 'getLtiDelivery',
      tag,
      summary: 'One score, with the calls that were made for it',
      access: read,
      params,
      answers: { 200: LtiDeliveryWithCalls },
      handle: async ({ caller, params: { deliveryId } }) => ({
        status: 200,
        body: await database.read(caller.tenantId, async (db) => ({
          ...(await show(db, deliveryId)),
          serviceCalls: await listScoreCalls(db, { scoreId: deliveryId, limit: MAX_CALLS }),
        })),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lti/deliveries/{deliveryId}/resend',
      id: 'resendLtiDelivery',
      tag,
      summary: 'Send a score again, dead letter or not',
      access: write,
      params,
      body: ResendDelivery,
      answers: { 202: LtiDelivery },
      handle: async ({ caller, params: { deliveryId: id }, body: { comment } }) => ({
        status: 202,
        body: await database.tenant(caller.tenantId, async (db) => {
          const { attemptId } = await show(db, id);
          if (comment !== undefined && attemptId) await commentAttempt(db, { attemptId, comment });
          const { deploymentIds } = await resendScore(db, id);
          await sendSoon(db, deploymentIds);
          await audit(db, {
            ...{ actor: caller.name, action: 'lti_delivery.resent', detail: {} },
            subject: { type: 'lti_delivery', id },
          });
          return show(db, id);
        }),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lti/deliveries/resend',
      id: 'resendLtiDeliveries',
      tag,
      summary: 'Send dead letters again: all, or those of one registration',
      access: write,
      body: ResendDeliveries,
      answers: { 202: Type.Object({ resending: Type.Integer() }) },
      handle: async ({ caller, body: { registrationId } }) => {
        const resending = await database.tenant(caller.tenantId, async (db) => {
          const { count, deploymentIds } = await resendDeadScores(db, registrationId);
          await sendSoon(db, deploymentIds);
          await audit(db, {
            ...{ actor: caller.name, action: 'lti_delivery.dead_resent' },
            subject: { type: 'lti_registration', id: registrationId ?? 'all' },
            detail: { resending: count },
          });
          return count;
        });
        return { status: 202, body: { resending } };
      },
    }),
  ];
}

async function sendSoon(db: TenantDb, deploymentIds: readonly string[]): Promise<void> {
  for (const id of deploymentIds) {
    await liftPause(db, id);
    await scheduleScores(db, id);
  }
}

async function show(db: TenantDb, id: string) {
  const delivery = await findDelivery(db, id);
  if (!delivery) throw noDelivery();
  return shown(delivery);
}

function shown(delivery: Delivery) {
  return { ...delivery, isResultSame: isResultSame(delivery) };
}

/** Gradebooks have maxima of their own and round: a hundredth of the whole is no difference. */
function isResultSame({ result, scoreScaled }: Delivery): boolean | null {
  if (!result || scoreScaled === null) return null;
  const { resultScore, resultMaximum } = result;
  if (resultScore === null || !resultMaximum) return false;
  return Math.abs(resultScore / resultMaximum - scoreScaled) <= 0.01;
}
