import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { guessProfile } from '../profiles/effective-profile.ts';
import { insertDeployment } from './deployment.store.ts';
import type { Platforms } from './platforms.ts';
import {
  CreateLtiRegistration,
  LtiRegistration,
  UpdateLtiRegistration,
} from './registration.schema.ts';
import {
  deleteRegistration,
  getRegistration,
  insertRegistration,
  listRegistrations,
  updateRegistration,
} from './registration.store.ts';
import type { Registration } from './registration.ts';
import { toolUrls } from './tool-urls.ts';

export const tag = 'LTI';
export const read = { scope: 'lti:read' } as const;
export const write = { scope: 'lti:write' } as const;
export const registrationParams = Type.Object({ registrationId: Id });

export interface RegistrationRoutesDeps {
  database: Database;
  lti: { platforms: Pick<Platforms, 'forget'> };
  config: { publicUrl: string };
}

export const noRegistration = () =>
  new Problem(404, 'not_found', { detail: 'There is no such registration.' });

/** `/v1/lti/registrations`: platforms that launch this tool. */
export function registrationRoutes({ database, lti, config }: RegistrationRoutesDeps) {
  const shown = ({ tenantId, ...registration }: Registration) => ({
    ...registration,
    toolUrls: toolUrls(config.publicUrl, { tenantId, keySet: registration.keySet }),
  });

  /** Changes in one transaction with its entry in the audit log. */
  const change = async <T>(
    caller: Caller,
    { id, action, detail }: { id: string; action: string; detail: Record<string, unknown> },
    work: (db: TenantDb) => Promise<T>,
  ): Promise<T> => {
    const done = await database.tenant(caller.tenantId, async (db) => {
      const result = await work(db);
      await audit(db, {
        ...{ actor: caller.name, action: `lti_registration.${action}`, detail },
        subject: { type: 'lti_registration', id },
      });
      return result;
    });
    lti.platforms.forget();
    return done;
  };

  return [
    route({
      method: 'get',
      path: '/v1/lti/registrations',
      id: 'listLtiRegistrations',
      tag,
      summary: 'List platforms that launch this tool, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(LtiRegistration) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listRegistrations(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(shown) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lti/registrations',
      id: 'createLtiRegistration',
      tag,
      summary: 'Register a platform by what its administrator reads there',
      description:
        'Fetches nothing: the platform need not be reachable yet. The answer has the URLs that are typed into the platform.',
      access: write,
      body: CreateLtiRegistration,
      answers: { 201: LtiRegistration },
      handle: async ({ caller, body }) => {
        const { deploymentIds = [], ...given } = body;
        const id = uuidv7();
        const detail = { issuer: given.issuer, clientId: given.clientId, deploymentIds };
        const made = await change(caller, { id, action: 'created', detail }, async (db) => {
          const registration = await insertRegistration(db, {
            ...{ id, profile: guessProfile(given), tokenAudience: null, overrides: {} },
            ...{ keySet: 'shared', isShared: false, isEnabled: true, origin: 'manual' },
            ...{ scopes: [], frameAncestors: [] },
            ...given,
          });
          if (!registration) throw taken();
          for (const deploymentId of deploymentIds) {
            const row = { id: uuidv7(), registrationId: id, deploymentId };
            await insertDeployment(db, { ...row, name: null, platform: null });
          }
          return registration;
        });
        return {
          status: 201,
          body: shown(made),
          version: made.version,
          headers: { Location: `/v1/lti/registrations/${id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/lti/registrations/{registrationId}',
      id: 'getLtiRegistration',
      tag,
      summary: 'One platform',
      access: read,
      params: registrationParams,
      answers: { 200: LtiRegistration },
      handle: async ({ caller, params }) => {
        const found = await database.read(caller.tenantId, (db) =>
          getRegistration(db, params.registrationId),
        );
        if (!found) throw noRegistration();
        return { status: 200, body: shown(found), version: found.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/lti/registrations/{registrationId}',
      id: 'updateLtiRegistration',
      tag,
      summary: 'Change or pause a registration',
      access: write,
      params: registrationParams,
      body: UpdateLtiRegistration,
      answers: { 200: LtiRegistration },
      handle: async ({ caller, params: { registrationId: id }, body, ifMatch }) => {
        const wanted = versionOf(ifMatch);
        const detail = { changed: Object.keys(body) };
        const changed = await change(caller, { id, action: 'updated', detail }, async (db) => {
          const known = await getRegistration(db, id);
          if (!known) throw noRegistration();
          const version = wanted ?? known.version;
          const updated = await updateRegistration(db, { id, version, changes: body });
          if (!updated) throw changedMeanwhile();
          return updated;
        });
        return { status: 200, body: shown(changed), version: changed.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/lti/registrations/{registrationId}',
      id: 'deleteLtiRegistration',
      tag,
      summary: 'Forget a platform, its deployments, links and line items',
      description: 'People, groups, assignments and what was learnt stay.',
      access: write,
      params: registrationParams,
      answers: { 204: null },
      handle: async ({ caller, params: { registrationId: id } }) => {
        await change(caller, { id, action: 'deleted', detail: {} }, async (db) => {
          if (!(await deleteRegistration(db, id))) throw noRegistration();
        });
        return { status: 204 };
      },
    }),
  ];
}

function taken(): Problem {
  return new Problem(409, 'conflict', {
    detail: 'This client id of this issuer is registered at this hub already.',
  });
}

function changedMeanwhile(): Problem {
  return new Problem(412, 'version_mismatch', {
    detail: 'The registration was changed meanwhile.',
  });
}
