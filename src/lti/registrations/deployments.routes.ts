import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import {
  deleteDeployment,
  insertDeployment,
  listDeployments,
  updateDeployment,
} from './deployment.store.ts';
import { CreateLtiDeployment, LtiDeployment, UpdateLtiDeployment } from './registration.schema.ts';
import { getRegistration } from './registration.store.ts';
import type { Deployment } from './registration.ts';
import {
  noRegistration,
  type RegistrationRoutesDeps,
  read,
  registrationParams,
  tag,
  write,
} from './registrations.routes.ts';

const params = Type.Object({ deploymentId: Id });
const noDeployment = () =>
  new Problem(404, 'not_found', { detail: 'There is no such deployment.' });

export const shownDeployment = ({ tenantId: _, ...deployment }: Deployment) => deployment;

/** Deployments: each tells whose the launches from it are. */
export function deploymentRoutes({ database, lti }: Omit<RegistrationRoutesDeps, 'config'>) {
  return [
    route({
      method: 'get',
      path: '/v1/lti/registrations/{registrationId}/deployments',
      id: 'listLtiDeployments',
      tag,
      summary: 'List where a platform has put this tool, newest first',
      access: read,
      params: registrationParams,
      query: PageQuery,
      answers: { 200: Page(LtiDeployment) },
      handle: async ({ caller, params: { registrationId }, query }) => {
        const page = await database.read(caller.tenantId, async (db) => {
          const found = await pageById(query, (range) =>
            listDeployments(db, { registrationId, ...range }),
          );
          // A registration that another tenant shares is known here by the deployments claimed of it.
          const isKnown = found.data.length > 0 || (await getRegistration(db, registrationId));
          if (!isKnown) throw noRegistration();
          return found;
        });
        return { status: 200, body: { ...page, data: page.data.map(shownDeployment) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lti/registrations/{registrationId}/deployments',
      id: 'createLtiDeployment',
      tag,
      summary: 'Let a deployment of a platform launch this tool',
      access: write,
      params: registrationParams,
      body: CreateLtiDeployment,
      answers: { 201: LtiDeployment },
      handle: async ({ caller, params: { registrationId }, body }) => {
        const { deploymentId, name = null } = body;
        const id = uuidv7();
        const made = await database.tenant(caller.tenantId, async (db) => {
          if (!(await getRegistration(db, registrationId))) throw noRegistration();
          const deployment = await insertDeployment(db, {
            ...{ id, registrationId, deploymentId, name, platform: null },
          });
          if (!deployment) throw taken();
          await audit(db, {
            actor: caller.name,
            action: 'lti_deployment.created',
            subject: { type: 'lti_deployment', id },
            detail: { registrationId, deploymentId },
          });
          return deployment;
        });
        lti.platforms.forget();
        return { status: 201, body: shownDeployment(made) };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/lti/deployments/{deploymentId}',
      id: 'updateLtiDeployment',
      tag,
      summary: 'Rename or pause a deployment',
      access: write,
      params,
      body: UpdateLtiDeployment,
      answers: { 200: LtiDeployment },
      handle: async ({ caller, params: { deploymentId: id }, body }) => {
        const changed = await database.tenant(caller.tenantId, async (db) => {
          const deployment = await updateDeployment(db, id, body);
          if (!deployment) throw noDeployment();
          await audit(db, {
            actor: caller.name,
            action: 'lti_deployment.updated',
            subject: { type: 'lti_deployment', id },
            detail: body,
          });
          return deployment;
        });
        lti.platforms.forget();
        return { status: 200, body: shownDeployment(changed) };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/lti/deployments/{deploymentId}',
      id: 'deleteLtiDeployment',
      tag,
      summary:
        'Forget a deployment with its links and line items; its launches can be claimed anew',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { deploymentId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deleteDeployment(db, id))) throw noDeployment();
          await audit(db, {
            actor: caller.name,
            action: 'lti_deployment.deleted',
            subject: { type: 'lti_deployment', id },
            detail: {},
          });
        });
        lti.platforms.forget();
        return { status: 204 };
      },
    }),
  ];
}

function taken(): Problem {
  return new Problem(409, 'conflict', { detail: 'This deployment is known already.' });
}
