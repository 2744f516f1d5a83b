import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium } from '../scorm/chromium.ts';
import { openSsoHub, type SsoHub } from './hub.ts';
import { openPage, troublesOf } from './looks.ts';
import { type OidcProvider, startOidcProvider } from './peers/oidc-provider.ts';

const SECRET = 'a secret of this test, of forty characters';
const people = {
  grace: {
    ...{ email: 'grace@school.example', email_verified: true },
    ...{ name: 'Grace Hopper', given_name: 'Grace', family_name: 'Hopper' },
  },
};

interface ConnectionView {
  id: string;
  urls: { login: string; redirectUri: string; backchannelLogout: string };
}

describe('oidc-provider in Chromium', function () {
  this.timeout(120_000);
  let hub: SsoHub;
  let idp: OidcProvider;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let connection: ConnectionView;

  before(async () => {
    [hub, browser] = await Promise.all([openSsoHub(), openChromium()]);
    [context, page] = await openPage(browser);
    idp = await startOidcProvider(async (issuer) => {
      connection = await hub.client.call<ConnectionView>('POST', '/v1/sso/connections', {
        ...{ kind: 'oidc', name: 'School', profile: 'generic' },
        oidc: { issuer, clientId: 'hub', clientSecret: SECRET },
      });
      const { redirectUri, backchannelLogout } = connection.urls;
      return {
        ...{ client_id: 'hub', client_secret: SECRET, redirect_uris: [redirectUri] },
        post_logout_redirect_uris: [`${hub.publicUrl}/sso/signed-out`],
        backchannel_logout_uri: backchannelLogout,
        backchannel_logout_session_required: true,
      };
    }, people);
  });
  after(async () => {
    await browser?.close();
    await idp?.close();
    await hub?.close();
  });

  async function signIn(): Promise<void> {
    await page.goto(connection.urls.login);
    await page.locator('input[name=login]').fill('grace');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${hub.publicUrl}/play/home`);
  }

  it('signs a person in, whose details come from the userinfo', async () => {
    await signIn();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal(
      'Hello, Grace Hopper',
    );
    const { data } = await hub.client.call<{ data: { email: string }[] }>(
      'GET',
      '/v1/people?q=Hopper',
    );
    expect(data.map(({ email }) => email)).to.deep.equal(['grace@school.example']);
  });

  it('is signed out of, and ends the session of another browser by a call of its own', async () => {
    const [other, second] = [context, page];
    [context, page] = await openPage(browser);
    await signIn();
    await page.goto(`${idp.issuer}/session/end`);
    await page.getByRole('button', { name: /sign me out|yes/i }).click();
    await page.waitForLoadState();
    expect((await page.goto(`${hub.publicUrl}/play/home`))?.status()).to.equal(401);
    const still = await second.goto(`${hub.publicUrl}/play/home`);
    expect(still?.status(), 'another session there').to.equal(200);
    await context.close();
    [context, page] = [other, second];
  });

  it('signing out here leads there', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(new RegExp(`^${idp.issuer}/session/end`));
    await page.getByRole('button', { name: /sign me out|yes/i }).click();
    await page.waitForURL(`${hub.publicUrl}/sso/signed-out`);
    expect(await troublesOf(page, 'oidc-signed-out')).to.deep.equal([]);
  });
});
