import { createHash } from 'node:crypto';
import { checkStatement, prepareStatement, type Statement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { until } from '../../platform/jobs/testing/until.ts';

export const ADL = 'http://adlnet.gov/expapi/verbs';
export const course = { id: 'https://example.com/course' };
export const other = { mbox: 'mailto:grace@example.com', name: 'Grace' };
const app = { objectType: 'Agent' as const, mbox: 'mailto:app@example.com' };
export const did = { id: `${ADL}/answered` };

interface Erased {
  id: string;
  status: string;
  pseudonym: string;
  report: Record<string, number>;
  error: { code: string } | null;
}

/** A hub for the tests of a suite, and somebody to be erased in each of them. */
export function erasing() {
  let hub: TestHub;
  let home: string;
  let email: string;

  beforeEach(() => {
    email = `Ada.${uuidv7()}@example.com`;
  });
  before(async () => {
    hub = await startTestHub();
    home = hub.hub.config.publicUrl;
  });
  after(() => hub.close());

  const post = async <T>(path: string, body: unknown = {}): Promise<T> => {
    const answer = await hub.request('POST', path, { body });
    expect(answer.status, answer.text).to.be.oneOf([201, 202]);
    // Sound because each caller names the documented shape.
    return answer.body as T;
  };
  const person = async () =>
    (await post<{ id: string }>('/v1/people', { displayName: 'Ada', email })).id;
  const erased = async (path: string, body: unknown = {}): Promise<Erased> => {
    const { id } = await post<Erased>(path, body);
    return until('the erasure has ended', async () => {
      const { body: found } = await hub.request('GET', `/v1/erasures/${id}`);
      const erasure = found as Erased;
      return ['succeeded', 'failed'].includes(erasure.status) && erasure;
    });
  };
  const prepared = (statement: Statement, authority: object = app) => {
    checkStatement(structuredClone(statement), '2.0.0');
    return prepareStatement(statement, {
      id: uuidv7(),
      version: '2.0.0',
      authority: authority as typeof app,
      contents: new Set((statement.attachments ?? []).map(({ sha2 }) => sha2)),
    });
  };
  const save = (...statements: ReturnType<typeof prepared>[]) =>
    hub.hub.lrsStore.saveStatements(hub.tenantId, statements);
  const textOf = async (id: string) =>
    (await hub.hub.lrsStore.findStatement(hub.tenantId, id))?.json ?? '';
  const found = async (agent: string, related = true) => {
    const { statements } = await hub.hub.lrsStore.findStatements(hub.tenantId, {
      ...{ agent, relatedAgents: related, relatedActivities: false, ascending: true, limit: 100 },
    });
    return statements.map(({ id }) => id);
  };
  const rows = async (text: string) =>
    (await hub.hub.database.read(hub.tenantId, (db) => db.query(text, [hub.tenantId]))).rows;

  const agents = (personId: string) => ({
    account: { account: { homePage: home, name: personId }, name: 'Ada' },
    mbox: { mbox: `mailto:${email}`, name: 'Ada' },
    hashed: {
      mbox_sha1sum: createHash('sha1').update(`mailto:${email}`).digest('hex'),
      name: 'Ada',
    },
  });

  /** A statement for each place in which somebody can stand. */
  const everywhere = (ada: { name: string }): Record<string, Statement> => {
    const group = { objectType: 'Group' as const, member: [other, ada] };
    const agent = { objectType: 'Agent' as const, ...ada };
    return {
      actor: { actor: ada, verb: did, object: course },
      'member of the actor': { actor: group, verb: did, object: course },
      object: { actor: other, verb: did, object: agent },
      instructor: { actor: other, verb: did, object: course, context: { instructor: ada } },
      team: { actor: other, verb: did, object: course, context: { team: group } },
      contextAgents: {
        ...{ actor: other, verb: did, object: course },
        context: { contextAgents: [{ objectType: 'contextAgent', agent }] },
      },
      contextGroups: {
        ...{ actor: other, verb: did, object: course },
        context: { contextGroups: [{ objectType: 'contextGroup', group }] },
      },
      SubStatement: {
        ...{ actor: other, verb: did },
        object: {
          ...{ objectType: 'SubStatement', actor: ada, verb: did, object: course },
          context: { instructor: ada, team: group },
        },
      },
    };
  };

  return {
    ...{ post, person, erased, prepared, save, textOf, found, rows, agents, everywhere },
    hub: () => hub,
    home: () => home,
    email: () => email,
  };
}
