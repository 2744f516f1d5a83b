import { Type } from 'typebox';
import { audit } from '../../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../../platform/crypto/master-keys.ts';
import type { Database } from '../../../platform/database/database.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { route } from '../../../platform/http/route.ts';
import { Id, Time } from '../../../platform/http/shapes.ts';
import { deleteSecret } from '../../../platform/tenancy/tenants.store.ts';
import { read, tag, write } from '../../connections/connections.routes.ts';
import { deleteSpKey, listSpKeys } from './sp-key.store.ts';
import { keepSpKey, newSpKey, spKeySecretName } from './sp-keys.ts';

const HOUR_MS = 3_600_000;
/** Providers read the metadata each day. */
const DEFAULT_HOURS = 48;

const SpKey = Type.Object({
  id: Id,
  certificate: Type.String({ description: 'PEM' }),
  notAfter: Time,
  signsFrom: Time,
  createdAt: Time,
});

interface KeyRoutesDeps {
  database: Database;
  master: MasterKeys;
}

/** `/v1/sso/keys`: by which the hub signs its SAML requests and opens assertions. */
export function keyRoutes({ database, master }: KeyRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/sso/keys',
      id: 'listSsoKeys',
      tag,
      summary: "List the hub's own SAML keys, newest first",
      access: read,
      answers: { 200: Type.Object({ data: Type.Array(SpKey) }) },
      handle: async ({ caller }) => ({
        status: 200,
        body: { data: await database.read(caller.tenantId, listSpKeys) },
      }),
    }),
    route({
      method: 'post',
      path: '/v1/sso/keys',
      id: 'createSsoKey',
      tag,
      summary: 'Make a new SAML key: shown in the metadata now, used later',
      description:
        'Providers that read the metadata follow by themselves; to others give the new certificate before it signs.',
      access: write,
      body: Type.Object(
        { signsInHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_160 })) },
        { additionalProperties: false },
      ),
      answers: { 201: SpKey },
      handle: async ({ caller, body: { signsInHours = DEFAULT_HOURS } }) => {
        const key = await newSpKey();
        const signsFrom = new Date(Date.now() + signsInHours * HOUR_MS);
        const made = await database.tenant(caller.tenantId, async (db) => {
          const row = await keepSpKey(db, master, { key, signsFrom });
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_key.created' },
            ...{ subject: { type: 'sso_key', id: row.id }, detail: { signsFrom } },
          });
          return row;
        });
        return { status: 201, body: made };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/sso/keys/{keyId}',
      id: 'deleteSsoKey',
      tag,
      summary: 'Delete a key that another one has followed',
      access: write,
      params: Type.Object({ keyId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { keyId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const keys = await listSpKeys(db);
          if (!keys.some((key) => key.id === id)) {
            throw new Problem(404, 'not_found', { detail: 'There is no such key.' });
          }
          const now = Date.now();
          if (!keys.some((key) => key.id !== id && key.signsFrom.getTime() <= now)) {
            throw new Problem(409, 'conflict', { detail: 'No other key signs yet.' });
          }
          await deleteSpKey(db, id);
          await deleteSecret(db, spKeySecretName(id));
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_key.deleted' },
            ...{ subject: { type: 'sso_key', id }, detail: {} },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
