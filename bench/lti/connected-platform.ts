import { randomUUID } from 'node:crypto';
import { createPlatform, type Platform, role } from '@crosswalk/lti-platform';
import pg from 'pg';
import { hubClient } from '../../tools/hub-client.ts';

/** A platform that the hub knows, with scores in it that are still to be sent. */
export interface ConnectedPlatform {
  platform: Platform;
  registrationId: string;
  deliveryIds: string[];
  /** Sends every score, each under a version of its own. */
  sendAll(): Promise<void>;
  sendOne(deliveryId: string): Promise<void>;
  /** Changes the score of a pair, as a new attempt does, and has it sent. */
  change(deliveryId: string, scoreScaled: number): Promise<void>;
  /** The platform's user id and line item, and what should be there at the end. */
  wanted(): Promise<{ userId: string; lineItem: string; scoreScaled: number }[]>;
  undelivered(): Promise<number>;
  /** From queued to delivered, in ms. */
  latencies(): Promise<number[]>;
  close(): Promise<void>;
}

interface Connection {
  hubUrl: string;
  /** The owner's. */
  databaseUrl: string;
  lineItems: number;
  people: number;
  seed: number;
}

export async function connectPlatform(options: Connection): Promise<ConnectedPlatform> {
  const { hubUrl, databaseUrl, lineItems, people, seed } = options;
  const platform = await createPlatform({ seed });
  const tool = platform.register({
    name: 'Hub',
    loginUrl: `${hubUrl}/lti/login`,
    redirectUris: [`${hubUrl}/lti/launch`],
    jwksUrl: `${hubUrl}/lti/jwks`,
    targetLinkUri: `${hubUrl}/lti/launch`,
  });
  const hub = hubClient({ url: hubUrl });
  const { id: registrationId } = await hub.call<{ id: string }>('POST', '/v1/lti/registrations', {
    name: `Platform ${seed}`,
    issuer: platform.issuer,
    clientId: tool.clientId,
    deploymentIds: tool.deploymentIds,
    authorizationEndpoint: platform.urls.authorize,
    tokenEndpoint: platform.urls.token,
    jwksUri: platform.urls.jwks,
  });
  const course = platform.courses.add({ title: 'Course' });
  const users = Array.from({ length: people }, (_, n) => `u${n}`);
  for (const userId of users) platform.courses.enrol(course.id, { userId, roles: [role.learner] });
  const items = Array.from({ length: lineItems }, (_, n) => {
    const item = { courseId: course.id, clientId: tool.clientId, label: `Quiz ${n}` };
    const { id } = platform.gradebook.addLineItem({ ...item, scoreMaximum: 100 });
    return platform.urls.lineItem(course.id, id);
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ tenantId: string; id: string }>(
    'select tenant_id as "tenantId", id from find_lti_deployment($1, $2)',
    [registrationId, tool.deploymentIds[0]],
  );
  const [deployment] = rows;
  if (!deployment) throw new Error('The hub has made no deployment.');
  const { tenantId, id: deploymentId } = deployment;
  // The owner of the tables is bound by the tenant, too.
  await client.query(`set app.tenant = '${tenantId}'`);
  const deliveryIds = await seedScores(client, { tenantId, deploymentId, items, users });
  const mine = 'tenant_id = $1 and deployment_id = $2';
  const resend = (id: string) => hub.call<void>('POST', `/v1/lti/deliveries/${id}/resend`);
  return {
    ...{ platform, registrationId, deliveryIds, sendOne: resend },
    sendAll: () => hub.call('POST', '/v1/lti/deliveries/resend', { state: 'dead', registrationId }),
    async change(id, scoreScaled) {
      await client.query(
        'update lti_score set score_scaled = $3 where tenant_id = $1 and id = $2',
        [...[tenantId, id, scoreScaled]],
      );
      await resend(id);
    },
    async wanted() {
      const found = await client.query<{ userId: string; lineItem: string; scoreScaled: number }>(
        `select s.user_id as "userId", i.url as "lineItem", s.score_scaled as "scoreScaled"
         from lti_score s join lti_line_item i on i.tenant_id = $1 and i.id = s.line_item_id
         where s.${mine.replace('and ', 'and s.')}`,
        [tenantId, deploymentId],
      );
      return found.rows;
    },
    async undelivered() {
      const found = await client.query<{ n: number }>(
        `select count(*)::integer as n from lti_score where ${mine} and state <> 'delivered'`,
        [tenantId, deploymentId],
      );
      return found.rows[0]?.n ?? 0;
    },
    async latencies() {
      const found = await client.query<{ ms: number }>(
        `select 1000 * extract(epoch from delivered_at - queued_at)::float8 as ms
         from lti_score where ${mine} and state = 'delivered'`,
        [tenantId, deploymentId],
      );
      return found.rows.map(({ ms }) => ms);
    },
    async close() {
      await client.end();
      await platform.close();
    },
  };
}

interface Seeded {
  tenantId: string;
  deploymentId: string;
  items: string[];
  users: string[];
}

/** Dead letters, which the API can bring back all at once. */
async function seedScores(
  client: pg.Client,
  { tenantId, deploymentId, items, users }: Seeded,
): Promise<string[]> {
  const people = users.map(() => randomUUID());
  await client.query(
    `insert into person (tenant_id, id, display_name)
     select $1, id, 'Learner' from unnest($2::uuid[]) id`,
    [tenantId, people],
  );
  await client.query(
    `insert into lti_line_item (tenant_id, id, deployment_id, url, label, score_maximum, origin)
     select $1, gen_random_uuid(), $2, url, 'Quiz', 100, 'platform' from unnest($3::text[]) url`,
    [tenantId, deploymentId, items],
  );
  const { rows } = await client.query<{ id: string }>(
    `insert into lti_score (tenant_id, id, line_item_id, deployment_id, person_id, user_id,
       score_scaled, completion, success, state)
     select $1, gen_random_uuid(), i.id, $2, p.id, p.user_id, 0.25, 'completed', 'unknown', 'dead'
     from lti_line_item i cross join unnest($3::uuid[], $4::text[]) p(id, user_id)
     where i.tenant_id = $1 and i.deployment_id = $2 returning id`,
    [tenantId, deploymentId, people, users],
  );
  await client.query('analyze lti_score, lti_line_item, person');
  return rows.map(({ id }) => id);
}
