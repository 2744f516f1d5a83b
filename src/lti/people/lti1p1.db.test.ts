import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { writeRefs } from '../../core/external-ref.store.ts';
import { claimNames } from '../claims.ts';
import { launchSettings, startTestPlatform, type TestPlatform } from '../launch/test-platform.ts';
import { signMigration } from './lti1p1.ts';

describe('the migration claim of LTI 1.1', () => {
  let hub: TestHub;
  let platform: TestPlatform;
  let deckId: string;
  const secret = 'the old secret';

  before(async () => {
    hub = await startTestHub(launchSettings);
    platform = await startTestPlatform(hub);
    deckId = (await createSeed(hub).published()).deckId;
    const body = { key: 'old-key', secret };
    const made = await hub.request('POST', '/v1/lti/consumer-keys', { body });
    expect(made.status, made.text).to.equal(201);
    expect(made.text).not.to.contain(secret);
  });
  after(async () => {
    await platform.close();
    await hub.close();
  });

  /** Somebody whom a table told of under the platform's old id. */
  async function imported(externalId: string): Promise<string> {
    const personId = await createSeed(hub).person();
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      writeRefs(db, {
        ...{ system: 'csv', kind: 'person' },
        refs: [{ key: `id:${externalId}`, entityId: personId, hash: null }],
      }),
    );
    return personId;
  }

  async function launch(
    { sub, userId }: { sub: string; userId: string },
    signWith = secret,
  ): Promise<string> {
    const { state, nonce, cookie } = await platform.login();
    const claims = platform.claims({ nonce, sub, [claimNames.custom]: { deck_id: deckId } });
    const id_token = await platform.sign({
      ...claims,
      [claimNames.lti1p1]: {
        user_id: userId,
        oauth_consumer_key: 'old-key',
        oauth_consumer_key_sign: signMigration(signWith, claims, 'old-key'),
      },
    });
    const answer = await platform.post({ id_token, state }, { Cookie: cookie });
    expect(answer.status, answer.text).to.equal(303);
    const { rows } = await hub.hub.database.read(hub.tenantId, (db) =>
      db.query<{ id: string }>(
        'select person_id as id from identity where tenant_id = $1 and issuer = $2 and subject = $3',
        [hub.tenantId, platform.registrationId, sub],
      ),
    );
    return rows[0]?.id ?? '';
  }

  it('is signed as the guide says', () => {
    // Values of the example in the LTI 1.3 Migration Guide.
    const claims = {
      iss: 'https://lmsvendor.com',
      aud: 'PM48OJSfGDTAzAo',
      exp: 1551290856,
      nonce: '172we8671fd8z',
      [claimNames.deploymentId]: '689302',
    };
    expect(signMigration('my-lti11-secret', claims, '179248902')).to.equal(
      'lWd54kFo5qU7xshAna6v8BwoBm6tmUjc6GTax6+12ps=',
    );
  });

  it('leaves people who they were', async () => {
    const personId = await imported('old-1');
    expect(await launch({ sub: 'new-1', userId: 'old-1' })).to.equal(personId);
  });

  it('tells people of several platforms apart by the key', async () => {
    await imported('old-2');
    const personId = await imported('old-key:old-2');
    expect(await launch({ sub: 'new-2', userId: 'old-2' })).to.equal(personId);
  });

  it('is nothing without the secret', async () => {
    const personId = await imported('old-3');
    expect(await launch({ sub: 'new-3', userId: 'old-3' }, 'guessed')).not.to.equal(personId);
  });

  it('changes nobody who is known already', async () => {
    const first = await launch({ sub: 'new-4', userId: 'nobody' });
    await imported('old-4');
    expect(await launch({ sub: 'new-4', userId: 'old-4' })).to.equal(first);
  });
});
