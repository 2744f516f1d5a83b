import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { read, tag, write } from '../connections/connections.routes.ts';
import { domainRecord, isOwnDomain, type ResolveTxt } from './check-domain.ts';
import {
  type Domain,
  deleteDomain,
  findDomain,
  insertDomain,
  listDomains,
  writeDomainCheck,
} from './domain.store.ts';

const UNIQUE_VIOLATION = '23505';

const SsoDomain = Type.Object({
  id: Id,
  domain: Type.String(),
  record: Type.Object(
    { name: Type.String(), type: Type.Literal('TXT'), value: Type.String() },
    { description: 'what the name service of the domain has to say' },
  ),
  verifiedAt: Nullable(Time),
  checkedAt: Nullable(Time),
  createdAt: Time,
});

const domainParams = Type.Object({ domainId: Id });
const shown = ({ challenge, ...domain }: Domain) => ({
  ...domain,
  record: domainRecord({ challenge, domain: domain.domain }),
});

const missing = () => new Problem(404, 'not_found', { detail: 'There is no such domain.' });

interface DomainRoutesDeps {
  database: Database;
  resolveTxt: ResolveTxt;
}

/** `/v1/sso/domains`: domains of e-mail addresses that the tenant shows to be its own. */
export function domainRoutes({ database, resolveTxt }: DomainRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/sso/domains',
      id: 'listSsoDomains',
      tag,
      summary: 'List domains of e-mail addresses, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(SsoDomain) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listDomains(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(shown) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/sso/domains',
      id: 'createSsoDomain',
      tag,
      summary: 'Claim a domain; a TXT record then shows that it is yours',
      access: write,
      body: Type.Object(
        {
          domain: Type.String({
            pattern:
              '^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,62}$',
            maxLength: 253,
          }),
        },
        { additionalProperties: false },
      ),
      answers: { 201: SsoDomain },
      handle: async ({ caller, body }) => {
        const [id, domain] = [uuidv7(), body.domain.toLowerCase()];
        const made = await database.tenant(caller.tenantId, async (db) => {
          const row = await insertDomain(db, { id, domain, challenge: newToken().token });
          if (!row) throw new Problem(409, 'conflict', { detail: 'The domain is listed already.' });
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_domain.created' },
            ...{ subject: { type: 'sso_domain', id }, detail: { domain } },
          });
          return row;
        });
        return { status: 201, body: shown(made) };
      },
    }),
    route({
      method: 'post',
      path: '/v1/sso/domains/{domainId}/verify',
      id: 'verifySsoDomain',
      tag,
      summary: 'Look for the TXT record now',
      access: write,
      params: domainParams,
      answers: { 200: SsoDomain },
      handle: async ({ caller, params: { domainId: id } }) => {
        const known = await database.read(caller.tenantId, (db) => findDomain(db, id));
        if (!known) throw missing();
        const isVerified = await isOwnDomain(resolveTxt, known);
        const checked = await database
          .tenant(caller.tenantId, async (db) => {
            const row = await writeDomainCheck(db, { id, isVerified });
            await audit(db, {
              ...{ actor: caller.name, action: 'sso_domain.checked' },
              ...{ subject: { type: 'sso_domain', id }, detail: { isVerified } },
            });
            return row;
          })
          .catch((error) => {
            if (error.code !== UNIQUE_VIOLATION) throw error;
            throw new Problem(409, 'conflict', {
              detail: 'Another organisation of this hub has verified this domain.',
            });
          });
        if (!checked) throw missing();
        return { status: 200, body: shown(checked) };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/sso/domains/{domainId}',
      id: 'deleteSsoDomain',
      tag,
      summary: 'Give a domain up: its e-mails do not count as verified any more',
      access: write,
      params: domainParams,
      answers: { 204: null },
      handle: async ({ caller, params: { domainId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const gone = await deleteDomain(db, id);
          if (!gone) throw missing();
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_domain.deleted' },
            ...{ subject: { type: 'sso_domain', id }, detail: { domain: gone.domain } },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
