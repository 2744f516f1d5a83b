import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { JobView } from '../../tools/hub-client.ts';
import { openChromium } from '../scorm/chromium.ts';
import { openSsoHub, type SsoHub } from './hub.ts';
import { openPage, troublesOf } from './looks.ts';
import { type SimpleSamlPhp, startSimpleSamlPhp } from './peers/simplesamlphp.ts';

const ada = {
  ...{ uid: 'ada', password: 'engine', mail: 'ada@school.example' },
  ...{ givenName: 'Ada', sn: 'Lovelace', groups: ['Learners'] },
};

describe('SimpleSAMLphp in Chromium, set up by somebody without an account', function () {
  this.timeout(180_000);
  let hub: SsoHub;
  let idp: SimpleSamlPhp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let connectionId: string;

  before(async () => {
    [hub, idp, browser] = await Promise.all([
      openSsoHub(),
      startSimpleSamlPhp([ada]),
      openChromium(),
    ]);
    [context, page] = await openPage(browser);
  });
  after(async () => {
    await browser?.close();
    await idp?.close();
    await hub?.close();
  });

  const look = async (name: string) => expect(await troublesOf(page, name), name).to.deep.equal([]);
  const press = (name: string) => page.getByRole('button', { name }).click();
  const follow = (name: string) => page.getByRole('link', { name }).click();
  const title = () => page.getByRole('heading', { level: 1 }).textContent();

  /** Enters what the hub's metadata says into the provider. */
  async function register(encrypts: boolean): Promise<void> {
    const { urls } = await hub.client.call<{
      urls: { entityId: string; acs: string; slo: string };
    }>('GET', `/v1/sso/connections/${connectionId}`);
    const metadata = await (await fetch(urls.entityId)).text();
    const [, certificate = ''] = /<ds:X509Certificate>([^<]+)/.exec(metadata) ?? [];
    await idp.register({ ...urls, certificate, encrypts });
  }

  async function signInThere(): Promise<void> {
    await page.locator('#username').fill(ada.uid);
    await page.locator('#password').fill(ada.password);
    await page.locator('#password').press('Enter');
  }

  it('the link opens once', async () => {
    const { url } = await hub.client.call<{ url: string }>('POST', '/v1/sso/setup-links', {
      ...{ name: 'School of Ada', expiresInHours: 1 },
    });
    await page.goto(url);
    await look('setup-link');
    await press('Begin');
    expect(await title()).to.equal('School of Ada');
    const [other, second] = await openPage(browser);
    await second.goto(url);
    await second.getByRole('button', { name: 'Begin' }).click();
    expect(await second.getByRole('heading', { level: 1 }).textContent()).to.contain(
      'does not work',
    );
    await other.close();
  });

  it('the setup takes the metadata from its address, and shows what to enter there', async () => {
    await look('setup-overview-empty');
    await page.getByLabel('Provider').selectOption('Another provider');
    await press('Continue');
    await look('setup-overview');
    await follow('Single sign-on');
    await look('setup-kind');
    await press('Continue');
    await page.getByLabel('Address of its metadata').fill(`${idp.url}nothing-here.php`);
    await press('Save');
    expect(await page.getByRole('alert').textContent()).to.contain('404');
    await look('setup-sso-wrong');
    await page.getByLabel('Address of its metadata').fill(idp.metadataUrl);
    await press('Save');
    await page.getByText('with 1 certificate').waitFor();
    await look('setup-sso');
    const { data } = await hub.client.call<{ data: { ssoConnectionId: string }[] }>(
      'GET',
      '/v1/sso/setup-links',
    );
    connectionId = data[0]?.ssoConnectionId ?? '';
  });

  it('a test that fails says why, and one that succeeds shows who it would be', async () => {
    await register(false);
    await hub.client.call('PATCH', `/v1/sso/connections/${connectionId}`, {
      ...{ signIn: { subject: 'employeeNumber' } },
    });
    await page.reload();
    await follow('Test the sign-in');
    await signInThere();
    await page.getByText('The test failed').waitFor();
    expect(await page.locator('main').textContent()).to.contain('employeeNumber');
    await look('test-failed');
    await hub.client.call('PATCH', `/v1/sso/connections/${connectionId}`, {
      ...{ signIn: { subject: null } },
    });
    await follow('Back');
    await look('setup-sso-tested');
    await follow('Test the sign-in');
    await page.getByText('The test succeeded').waitFor();
    expect(await page.locator('main').textContent()).to.contain('ada@school.example');
    await look('test-succeeded');
    const { data } = await hub.client.call<{ data: unknown[] }>('GET', '/v1/people?q=Lovelace');
    expect(data, 'a test makes nobody').to.deep.equal([]);
    await follow('Back');
  });

  it('it is turned on, and SCIM gets its token, which is shown once', async () => {
    await press('Turn single sign-on on');
    await page.getByText('is turned on').waitFor();
    await follow('Back to the overview');
    await follow('Automatic provisioning (SCIM)');
    await press('Make the SCIM connection');
    const token = await page.locator('dl div', { hasText: 'Token' }).locator('code').textContent();
    await look('setup-scim');
    const users = await fetch(`${hub.publicUrl}/scim/v2/Users?count=1`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(users.status).to.equal(200);
    await follow('Look again');
    expect(await page.content()).not.to.contain(token);
    await page
      .getByText('/Users')
      .first()
      .waitFor({ timeout: 5_000 })
      .catch(() => page.reload());
    await page.getByText('accepted').first().waitFor();
    await look('setup-scim-called');
    await follow('Back to the overview');
    expect(await page.locator('.steps .good').allTextContents()).to.deep.equal(['on', 'on']);
    await look('setup-overview-done');
    await press('Finish');
    await look('setup-done');
    expect((await page.goto(`${hub.publicUrl}/sso/setup`))?.status()).to.equal(410);
    await look('setup-gone');
  });

  for (const encrypts of [false, true]) {
    it(`a learner signs in with ${encrypts ? 'encrypted' : 'signed'} assertions, and lands at home`, async () => {
      await register(encrypts);
      await context.clearCookies();
      await page.goto(`${hub.publicUrl}/sso/saml/${connectionId}/login`);
      await signInThere();
      await page.waitForURL(`${hub.publicUrl}/play/home`);
      expect(await title()).to.equal('Hello, Ada Lovelace');
      await look('home-empty');
    });
  }

  it('their assignments and decks open in the player', async () => {
    const form = new FormData();
    const cards = 'Front,Back\none,1\ntwo,2\n';
    form.set('file', new Blob([cards], { type: 'text/csv' }), 'Numbers.csv');
    const { id } = await hub.client.upload<{ id: string }>('/v1/imports', form);
    const { report } = await hub.client.finished<JobView & { report: { deckIds: string[] } }>(
      `/v1/imports/${id}`,
    );
    const { data } = await hub.client.call<{ data: { id: string }[] }>(
      'GET',
      '/v1/people?q=Lovelace',
    );
    await hub.client.call('POST', '/v1/assignments', {
      ...{ deckId: report.deckIds[0], personId: data[0]?.id, mode: 'test', title: 'Numbers' },
      dueAt: '2030-01-01T12:00:00Z',
    });
    await page.reload();
    await look('home');
    await press('Open Numbers');
    await page.waitForURL(/\/play\/[\w-]{43}$/);
    await page.getByRole('button', { name: 'Start' }).waitFor();
  });

  it('signing out ends the session here and there', async () => {
    await page.goto(`${hub.publicUrl}/play/home`);
    await press('Sign out');
    await page.waitForURL(new RegExp(`/sso/saml/${connectionId}/slo`));
    expect(await title()).to.equal('You are signed out');
    await look('signed-out');
    expect((await page.goto(`${hub.publicUrl}/play/home`))?.status()).to.equal(401);
    await look('home-signed-out');
    await page.goto(`${hub.publicUrl}/sso/saml/${connectionId}/login`);
    await page.locator('#password').waitFor();
  });

  it('signing out there ends the session here', async () => {
    await signInThere();
    await page.waitForURL(`${hub.publicUrl}/play/home`);
    await page.goto(
      `${idp.url}saml2/idp/SingleLogoutService.php?ReturnTo=${encodeURIComponent(`${idp.url}resources/default.css`)}`,
    );
    await page.waitForLoadState();
    expect((await page.goto(`${hub.publicUrl}/play/home`))?.status()).to.equal(401);
    const { data } = await hub.client.call<{ data: { endedBy: string | null }[] }>(
      'GET',
      '/v1/sso/sessions?limit=1',
    );
    expect(data[0]?.endedBy).to.equal('provider');
  });

  it('a page of an error can be read by everybody', async () => {
    await page.goto(`${hub.publicUrl}/sso/saml/00000000-0000-7000-8000-000000000000/login`);
    await look('error');
    await page.goto(`${hub.publicUrl}/sso`);
    await look('find-login');
    await page.getByLabel('E-mail address').fill('ada@nowhere.example');
    await press('Continue');
    await look('find-login-unknown');
  });
});
