import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { keepSecret } from '../../platform/tenancy/keyring.ts';
import { deleteSecret } from '../../platform/tenancy/tenants.store.ts';
import { read, tag, write } from '../registrations/registrations.routes.ts';
import { deleteConsumerKey, insertConsumerKey, listConsumerKeys } from './consumer-key.store.ts';
import { consumerSecretName } from './lti1p1.ts';

const path = '/v1/lti/consumer-keys';
const ConsumerKey = Type.Object({ id: Id, key: Type.String(), createdAt: Time });
const printable = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[ -~]+$' });

/** `/v1/lti/consumer-keys`: keys of LTI 1.1, by which people are known again who came over it. */
export function consumerKeyRoutes({
  database,
  master,
}: {
  database: Database;
  master: MasterKeys;
}) {
  return [
    route({
      method: 'get',
      path,
      id: 'listLtiConsumerKeys',
      tag,
      summary: 'List keys of LTI 1.1, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(ConsumerKey) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listConsumerKeys(db, range)),
        ),
      }),
    }),
    route({
      method: 'post',
      path,
      id: 'createLtiConsumerKey',
      tag,
      summary: 'Keep a key and secret of LTI 1.1, so that people who came over it are known again',
      description:
        'When the platform signs the migration claim with the secret, a person is found whose `externalId` in an imported table is the old user id, or the key, a colon and that id.',
      access: write,
      body: Type.Object(
        { key: printable(255), secret: printable(1_000) },
        { additionalProperties: false },
      ),
      answers: { 201: ConsumerKey },
      handle: async ({ caller, body: { key, secret } }) => {
        const id = uuidv7();
        const made = await database.tenant(caller.tenantId, async (db) => {
          const inserted = await insertConsumerKey(db, { id, key });
          if (!inserted)
            throw new Problem(409, 'conflict', { detail: 'This key is kept already.' });
          await keepSecret(db, master, { name: consumerSecretName(id), plaintext: secret });
          await audit(db, {
            ...{ actor: caller.name, action: 'lti_consumer_key.created', detail: { key } },
            subject: { type: 'lti_consumer_key', id },
          });
          return inserted;
        });
        return { status: 201, body: made };
      },
    }),
    route({
      method: 'delete',
      path: `${path}/{consumerKeyId}`,
      id: 'deleteLtiConsumerKey',
      tag,
      summary: 'Forget a key of LTI 1.1',
      access: write,
      params: Type.Object({ consumerKeyId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { consumerKeyId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deleteConsumerKey(db, id))) {
            throw new Problem(404, 'not_found', { detail: 'There is no such key.' });
          }
          await deleteSecret(db, consumerSecretName(id));
          await audit(db, {
            ...{ actor: caller.name, action: 'lti_consumer_key.deleted', detail: {} },
            subject: { type: 'lti_consumer_key', id },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
