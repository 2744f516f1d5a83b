import { uuidv7 } from '../platform/crypto/uuid.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { createCmi5Seed } from './test-cmi5-seed.ts';
import type { TestHub } from './test-hub.ts';
import { createLtiSeed } from './test-lti-seed.ts';
import { createProvisioningSeed } from './test-provisioning-seed.ts';
import { createSsoSeed } from './test-sso-seed.ts';

/** Content of the test hub's tenant, made over its API when a test asks for it. */
export type Seed = ReturnType<typeof createSeed>;

type Resource = { id: string };

export function createSeed(hub: TestHub) {
  async function call<T = Resource>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await hub.request(method, path, { body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    // Sound because each caller below names the documented shape.
    return answer.body as T;
  }
  async function ended(path: string): Promise<void> {
    for (;;) {
      const { status } = await call<{ status: string }>('GET', path);
      if (status === 'succeeded') return;
      if (status === 'failed') throw new Error(`${path} failed`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const flashcard = { type: 'flashcard', front: 'Capital of Peru?', back: 'Lima' };

  const seed = {
    call,
    lti: createLtiSeed(hub, call),
    sso: createSsoSeed(hub, call),
    cmi5: createCmi5Seed(hub, call),
    provisioning: createProvisioningSeed(hub, call),
    flashcard,
    deck: async () => (await call('POST', '/v1/decks', { title: `Deck ${uuidv7()}` })).id,
    atom: async (deckId?: string) =>
      call<Resource & { deckId: string; prompts: Resource[] }>(
        'POST',
        `/v1/decks/${deckId ?? (await seed.deck())}/atoms`,
        { body: flashcard },
      ),
    concept: async () => (await call('POST', '/v1/concepts', { name: `Concept ${uuidv7()}` })).id,
    person: async () => (await call('POST', '/v1/people', { displayName: 'Ada' })).id,
    group: async () => (await call('POST', '/v1/groups', { name: `Group ${uuidv7()}` })).id,
    role: async (personId: string) =>
      (await call('POST', `/v1/people/${personId}/roles`, { role: 'program_coordinator' })).id,
    lrsCredential: async () =>
      (await call('POST', '/v1/lrs-credentials', { name: 'LMS', scopes: ['all'] })).id,
    issuer: () => ({
      name: 'Keycloak',
      issuer: 'https://sso.example/realms/learn',
      audience: `lrs-${uuidv7()}`,
      jwksUri: 'https://sso.example/realms/learn/certs',
      scopes: ['all'],
    }),
    lrsIssuer: async () => (await call('POST', '/v1/lrs-issuers', seed.issuer())).id,
    /** A deck of one flash card, published. */
    published: async () => {
      const atom = await seed.atom();
      await call('POST', `/v1/decks/${atom.deckId}/publish`);
      return { deckId: atom.deckId, promptId: atom.prompts[0]?.id ?? '' };
    },
    /** Of nobody yet. */
    assignment: async () => {
      const { deckId } = await seed.published();
      return (await call('POST', '/v1/assignments', { deckId, mode: 'study' })).id;
    },
    reviewOf: (promptId: string) => ({
      id: uuidv7(),
      promptId,
      rating: 'good',
      reviewedAt: new Date().toISOString(),
      latencyMs: 1_200,
    }),
    /** Somebody who has answered one prompt. */
    reviewed: async () => {
      const [personId, { deckId, promptId }] = [await seed.person(), await seed.published()];
      const review = seed.reviewOf(promptId);
      await call('POST', `/v1/people/${personId}/reviews`, review);
      return { personId, deckId, promptId, reviewId: review.id };
    },
    upload: () => {
      const form = new FormData();
      form.set('file', new Blob(['front,back\nPeru,Lima\n']), 'capitals.csv');
      return form;
    },
    imported: async () => {
      const { id } = await call('POST', '/v1/imports', seed.upload());
      await ended(`/v1/imports/${id}`);
      return id;
    },
    exported: async () => {
      const { deckId } = await seed.published();
      const { id } = await call('POST', `/v1/decks/${deckId}/exports`, { format: 'csv' });
      await ended(`/v1/exports/${id}`);
      return id;
    },
    /** Waits for ever: nobody handles its kind. */
    job: async () => {
      const request = { kind: 'test.unhandled', payload: {} };
      return (await hub.hub.database.tenant(hub.tenantId, (db) => enqueue(db, request))).id;
    },
    deadJob: async () => {
      const id = await seed.job();
      await hub.hub.database.tenant(hub.tenantId, (db) =>
        db.query(
          `update job set state = 'failed', finished_at = now() where tenant_id = $1 and id = $2`,
          [hub.tenantId, id],
        ),
      );
      return id;
    },
    statementFile: () => {
      const form = new FormData();
      const statement = {
        actor: { mbox: 'mailto:ada@example.com' },
        verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
        object: { id: 'https://example.com/activities/1' },
      };
      form.set('file', new Blob([`${JSON.stringify(statement)}\n`]), 'statements.jsonl');
      return form;
    },
    statementImport: async () => {
      const { id } = await call('POST', '/v1/statements/imports', seed.statementFile());
      await ended(`/v1/statements/imports/${id}`);
      return id;
    },
    /** Nobody answers there. */
    remoteLrs: { name: 'Other', endpoint: 'https://lrs.invalid/xapi', key: 'k', secret: 's' },
    forward: async () => {
      const { id } = await call('POST', '/v1/lrs-forwards', { ...seed.remoteLrs, enabled: false });
      return id;
    },
    pull: async () => (await call('POST', '/v1/lrs-pulls', seed.remoteLrs)).id,
    deadLetter: async () => {
      const [forwardId, statementId] = [await seed.forward(), uuidv7()];
      await hub.hub.database.tenant(hub.tenantId, (db) =>
        db.query(
          `insert into lrs_dead_letter (tenant_id, forward_id, seq, statement_id, status, reason)
           values ($1, $2, 1, $3, 400, 'no')`,
          [hub.tenantId, forwardId, statementId],
        ),
      );
      return { forwardId, statementId };
    },
    /** Of an actor whom nothing names; it has ended. */
    erasure: async () => {
      const agent = { mbox: `mailto:${uuidv7()}@example.com` };
      const { id } = await call('POST', '/v1/actors/erasures', { agent });
      await ended(`/v1/erasures/${id}`);
      return id;
    },
    retention: { name: 'Old answers', kind: 'statements', days: 10_000 },
    retentionRule: async () => (await call('POST', '/v1/retention-rules', seed.retention)).id,
    hold: async () => {
      const body = { personId: await seed.person(), reason: 'case 7' };
      return (await call('POST', '/v1/legal-holds', body)).id;
    },
    key: async (options: { role: string; scopes?: string[]; personId?: string }) =>
      call<Resource & { key: string }>('POST', '/v1/api-keys', { name: 'test', ...options }),
  };
  return seed;
}
