import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { claimNames } from '../claims.ts';
import { updateDeployment } from '../registrations/deployment.store.ts';
import { launchSettings, startTestPlatform, type TestPlatform } from './test-platform.ts';

describe('a launch that does not hold', () => {
  let hub: TestHub;
  let platform: TestPlatform;
  let custom: Record<string, unknown>;

  before(async () => {
    hub = await startTestHub(launchSettings);
    platform = await startTestPlatform(hub);
    custom = { [claimNames.custom]: { deck_id: (await createSeed(hub).published()).deckId } };
  });
  after(async () => {
    await platform.close();
    await hub.close();
  });

  /** What the page says, and that the inspector has the same. */
  async function refused(answer: TestAnswer, status: number, code: string) {
    expect(answer.status, answer.text).to.equal(status);
    expect(answer.headers.get('Content-Type')).to.contain('text/html');
    const [, reference = '', shown] =
      /class="reference">(\w{8})<\/code> <code class="soft">(\w+)</.exec(answer.text) ?? [];
    expect(shown).to.equal(code);
    const { rows } = await hub.hub.database.read(hub.tenantId, (db) =>
      db.query('select * from lti_launch where tenant_id = $1 and reference = $2', [
        hub.tenantId,
        reference,
      ]),
    );
    expect(rows[0]).to.include({ error_code: code });
    return rows[0] ?? {};
  }
  const signed = (nonce: string, changes: Record<string, unknown> = {}) =>
    platform.sign(platform.claims({ nonce, ...custom, ...changes }));

  it('opens once: state, cookie and token again are refused', async () => {
    const { state, nonce, cookie } = await platform.login();
    const form = { id_token: await signed(nonce), state };
    expect((await platform.post(form, { Cookie: cookie })).status).to.equal(303);
    const again = await platform.post(form, { Cookie: cookie });
    expect(again.status).to.equal(400);
    expect(again.text).to.contain('state_unknown');
  });

  it('opens once, also when two come at the same time', async () => {
    const { state, nonce, cookie } = await platform.login();
    const form = { id_token: await signed(nonce), state };
    const answers = await Promise.all([1, 2, 3].map(() => platform.post(form, { Cookie: cookie })));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 400, 400]);
  });

  it('is not opened with the token of another login', async () => {
    const [mine, other] = [await platform.login(), await platform.login()];
    const form = { id_token: await signed(other.nonce), state: mine.state };
    const answer = await platform.post(form, { Cookie: mine.cookie });
    await refused(answer, 401, 'nonce_mismatch');
  });

  it('is not opened in a browser that did not begin it, which uses nothing up', async () => {
    const { state, nonce, cookie } = await platform.login();
    const form = { id_token: await signed(nonce), state };
    await refused(await platform.post(form), 403, 'cookies_blocked');
    const victim = await platform.login();
    await refused(await platform.post(form, { Cookie: victim.cookie }), 403, 'cookies_blocked');
    const forged = `${cookie.split('=')[0]}=${'A'.repeat(43)}`;
    await refused(await platform.post(form, { Cookie: forged }), 403, 'other_browser');
    await refused(
      await platform.post(form, { Cookie: `${forged}; ${cookie}` }),
      403,
      'cookies_blocked',
    );
    expect((await platform.post(form, { Cookie: cookie })).status).to.equal(303);
  });

  it('does not take what the storage of a platform holds from another site', async () => {
    const { state, nonce, cookie } = await platform.login({ lti_storage_target: '_parent' });
    const form = {
      id_token: await signed(nonce),
      state,
      storage_value: cookie.split('=')[1] ?? '',
    };
    const foreign: Record<string, string>[] = [
      {},
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const answer = await platform.post(form, headers);
      expect(answer.status).to.equal(200);
      expect(answer.text).to.contain('id="launch"');
    }
    const own = await platform.post(form, { Origin: 'https://hub.example' });
    expect(own.status, own.text).to.equal(303);
  });

  it('asks the storage of the platform where the cookie does not come back', async () => {
    const { state, nonce } = await platform.login({ lti_storage_target: 'lti_frame' });
    const answer = await platform.post({ id_token: await signed(nonce), state });
    expect(answer.text).to.contain('data-storage-target="lti_frame"');
    expect(answer.text).to.contain(`data-storage-origin="${platform.issuer}"`);
    expect(answer.headers.get('Content-Security-Policy')).to.contain(
      `frame-ancestors ${platform.issuer}`,
    );
  });

  it('is refused with a state that nobody gave out', async () => {
    const answer = await platform.post({ id_token: 'a.b.c', state: 'x'.repeat(43) });
    expect(answer.status).to.equal(400);
    expect(answer.text).to.contain('state_unknown');
    expect(answer.headers.get('Content-Security-Policy')).to.contain("frame-ancestors 'none'");
  });

  it('is refused after its time', async () => {
    const { state, nonce, cookie } = await platform.login();
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(`update lti_login set expires_at = now() where tenant_id = $1`, [hub.tenantId]),
    );
    const form = { id_token: await signed(nonce), state };
    await refused(await platform.post(form, { Cookie: cookie }), 400, 'state_expired');
  });

  it('is refused with a parameter twice', async () => {
    const { state, nonce, cookie } = await platform.login();
    const id_token = await signed(nonce);
    const body = `${new URLSearchParams({ id_token, state })}&id_token=${id_token}`;
    const headers = { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await hub.request('POST', '/lti/launch', { key: null, body, headers });
    await refused(answer, 400, 'token_malformed');
  });

  it('says so when the token is too large, or the form larger than that', async () => {
    const { state, cookie } = await platform.login();
    const large = await platform.post({ id_token: 'a'.repeat(70_000), state }, { Cookie: cookie });
    await refused(large, 413, 'token_too_large');
    const huge = await platform.post({ id_token: 'a'.repeat(300_000), state }, { Cookie: cookie });
    expect(huge.status).to.equal(413);
  });

  it('tells what the platform answered instead of a token', async () => {
    const { state, cookie } = await platform.login();
    const form = { error: 'login_required', error_description: 'sign in', state };
    const row = await refused(await platform.post(form, { Cookie: cookie }), 400, 'platform_error');
    expect(JSON.stringify(row.steps)).to.contain('login_required: sign in');
  });

  it('of one platform is not opened by the keys of another', async () => {
    const other = await startTestPlatform(hub);
    const { state, nonce, cookie } = await platform.login();
    const id_token = await other.sign(platform.claims({ nonce, ...custom }));
    await refused(await platform.post({ id_token, state }, { Cookie: cookie }), 401, 'key_unknown');
    await other.close();
  });

  it('is paused with its deployment, and goes on after', async () => {
    const pause = async (isEnabled: boolean) => {
      await hub.hub.database.tenant(hub.tenantId, (db) =>
        updateDeployment(db, platform.deploymentRow, { isEnabled }),
      );
      hub.hub.lti.platforms.forget();
    };
    await pause(false);
    await refused(await platform.launch(custom), 403, 'deployment_paused');
    await pause(true);
    expect((await platform.launch(custom)).status).to.equal(303);
  });

  it('offers the claim of an unknown deployment to a teacher, and not to a learner', async () => {
    const unknown = { ...custom, [claimNames.deploymentId]: '2' };
    const learner = await platform.launch(unknown);
    expect(await refused(learner, 403, 'deployment_unknown')).to.include({ outcome: 'claimable' });
    expect(learner.text).not.to.contain('/lti/claim/');
    const teacher = await platform.launch({ ...unknown, [claimNames.roles]: ['Instructor'] });
    const code = /\/lti\/claim\/([\w-]{43})"/.exec(teacher.text)?.[1];
    const claimed = await hub.request('POST', '/v1/lti/claims', { body: { code } });
    expect(claimed.status, claimed.text).to.equal(201);
    expect((await platform.launch(unknown)).status).to.equal(303);
  });

  it('says what is wrong with the content', async () => {
    const wrong = { [claimNames.resourceLink]: { id: 'wrong' } };
    const none = await platform.launch(wrong);
    await refused(none, 404, 'not_set_up');
    const missing = { ...wrong, [claimNames.custom]: { deck_id: platform.registrationId } };
    await refused(await platform.launch(missing), 404, 'content_missing');
  });

  it('keeps nothing in the inspector that tells who somebody is', async () => {
    const row = await refused(
      await platform.launch({ ...custom, picture: 'https://x.example/ada.png', aud: 'other' }),
      401,
      'audience_mismatch',
    );
    const kept = JSON.stringify(row);
    for (const secret of ['Ada', 'ada@', 'ada.png', 'user-1', 'eyJ']) {
      expect(kept, secret).not.to.contain(secret);
    }
    expect(row.claims).to.include({ iss: platform.issuer, messageType: 'LtiResourceLinkRequest' });
    expect(row.steps).to.be.an('array').with.length.greaterThan(4);
  });
});
