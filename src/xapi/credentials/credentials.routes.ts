import {
  checkAuthority,
  type JsonObject,
  type Scope as LrsScope,
  XapiError,
} from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { hashApiKey } from '../../platform/crypto/api-keys.ts';
import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import {
  CreateLrsCredential,
  LrsCredential,
  NewSecret,
  UpdateLrsCredential,
} from './credential.schema.ts';
import {
  insertCredential,
  type LrsCredentialRecord,
  listCredentials,
  replaceSecret,
  revokeCredential,
  updateCredential,
} from './credential.store.ts';

const tag = 'LRS credentials';
const access = { scope: 'keys:write' } as const;
const params = Type.Object({ credentialId: Id });
/** Clients have a week to take the new secret. */
const OVERLAP_HOURS = 7 * 24;

interface CredentialRoutesDeps {
  database: Database;
  pepper: Uint8Array;
  config: { publicUrl: string };
  lrsCallers: { forget(): void };
}

/** `/v1/lrs-credentials`: a secret is shown once, when it is made. */
export function credentialRoutes({ database, pepper, config, lrsCallers }: CredentialRoutesDeps) {
  const changed = async (
    caller: Caller,
    action: string,
    work: (db: TenantDb) => Promise<LrsCredentialRecord | undefined>,
  ): Promise<LrsCredentialRecord> => {
    const record = await database.tenant(caller.tenantId, async (db) => {
      const done = await work(db);
      if (done) {
        await audit(db, {
          actor: caller.name,
          action,
          subject: { type: 'lrs_credential', id: done.id },
          detail: { name: done.name, scopes: done.scopes },
        });
      }
      return done;
    });
    if (!record) throw new Problem(404, 'not_found', { detail: 'There is no such credential.' });
    lrsCallers.forget();
    return record;
  };

  return [
    route({
      method: 'get',
      path: '/v1/lrs-credentials',
      id: 'listLrsCredentials',
      tag,
      summary: 'List credentials of the LRS, newest first',
      access,
      query: PageQuery,
      answers: { 200: Page(LrsCredential) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listCredentials(db, range)),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lrs-credentials',
      id: 'createLrsCredential',
      tag,
      summary:
        'Make a Basic credential for `/xapi`; the answer is the only place that shows it whole',
      access,
      body: CreateLrsCredential,
      answers: { 201: NewSecret },
      handle: async ({ caller, body }) => {
        const id = uuidv7();
        const { token: secret } = newToken();
        const account = { homePage: config.publicUrl, name: `lrs-credential:${id}` };
        const made = await changed(caller, 'lrs_credential.created', (db) =>
          insertCredential(db, {
            id,
            name: body.name,
            key: `lrs_${id.replaceAll('-', '')}`,
            scopes: body.scopes,
            defaultVersion: body.defaultVersion ?? '2.0.0',
            authority: body.authority
              ? authorityOf(body.authority)
              : { objectType: 'Agent', name: body.name, account },
            expiresAt: body.expiresAt ? new Date(body.expiresAt) : null,
            secretHash: hashApiKey(pepper, secret),
          }),
        );
        return {
          status: 201,
          body: { ...made, secret },
          headers: { Location: `/v1/lrs-credentials/${id}` },
        };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/lrs-credentials/{credentialId}',
      id: 'updateLrsCredential',
      tag,
      summary: 'Change what a credential may do, or when it expires',
      access,
      params,
      body: UpdateLrsCredential,
      answers: { 200: LrsCredential },
      handle: async ({ caller, params: { credentialId }, body }) => {
        const { expiresAt, authority, ...rest } = body;
        const scopes: LrsScope[] | undefined = rest.scopes;
        return {
          status: 200,
          body: await changed(caller, 'lrs_credential.updated', (db) =>
            updateCredential(db, credentialId, {
              ...rest,
              scopes,
              ...(authority && { authority: authorityOf(authority) }),
              expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt,
            }),
          ),
        };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lrs-credentials/{credentialId}/secrets',
      id: 'rotateLrsSecret',
      tag,
      summary: 'Make a new secret; the one before goes on to work for a while',
      access,
      params,
      body: Type.Object(
        {
          overlapHours: Type.Integer({
            minimum: 0,
            maximum: 24 * 90,
            default: OVERLAP_HOURS,
            description: 'how long the secret before goes on to work',
          }),
        },
        { additionalProperties: false },
      ),
      answers: { 201: NewSecret },
      handle: async ({ caller, params: { credentialId }, body }) => {
        const { token: secret } = newToken();
        const previousUntil = new Date(Date.now() + body.overlapHours * 3_600_000);
        const made = await changed(caller, 'lrs_credential.secret_rotated', (db) =>
          replaceSecret(db, credentialId, {
            secretHash: hashApiKey(pepper, secret),
            previousUntil,
          }),
        );
        return { status: 201, body: { ...made, secret } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/lrs-credentials/{credentialId}',
      id: 'revokeLrsCredential',
      tag,
      summary: 'Revoke a credential; it is dead everywhere within 10 seconds',
      access,
      params,
      answers: { 200: LrsCredential },
      handle: async ({ caller, params: { credentialId } }) => ({
        status: 200,
        body: await changed(caller, 'lrs_credential.revoked', (db) =>
          revokeCredential(db, credentialId),
        ),
      }),
    }),
  ];
}

function authorityOf(given: unknown): JsonObject {
  try {
    return checkAuthority(given);
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    throw new Problem(422, 'invalid_input', {
      detail: `The authority is no xAPI agent: ${error.message}`,
      errors: [
        {
          in: 'body',
          pointer: error.complaint.pointer ?? '/authority',
          detail: error.message,
        },
      ],
    });
  }
}
