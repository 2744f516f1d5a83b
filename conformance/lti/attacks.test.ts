import { readFileSync } from 'node:fs';
import { message } from '@crosswalk/lti-platform';
import { expect } from 'chai';
import { type AttackedHub, openAttackedHub } from './attacks/attacked-hub.ts';
import { type HugeJwks, openHugeJwks } from './attacks/huge-jwks.ts';
import { openBrowser, type Page } from './browser.ts';
import { openSession } from './hub/player.ts';
import { toAnswer } from './runner/flow.ts';
import { type Class, launchOf } from './runner/school.ts';

const FOREIGN = 'https://evil.example';

describe('attacks on a hub that knows platforms', function () {
  this.timeout(120_000);
  let hub: AttackedHub;
  let at: Class;
  before(async () => {
    hub = await openAttackedHub({ OUTBOUND_ALLOW: '127.0.0.1' });
    at = await hub.classOf();
  });
  after(() => hub?.close());

  const launched = async (request = {}) => {
    const { browser, form } = await toAnswer(launchOf(at, 'student', { request }));
    return browser.submit(form);
  };

  describe('JWKS of 100 MB', () => {
    let huge: HugeJwks;
    before(async () => {
      huge = await openHugeJwks();
    });
    after(() => huge?.close());

    for (const kind of ['announced', 'chunked', 'gzip'] as const) {
      it(`${kind}: is left alone after its first bytes, and the hub stays small`, async () => {
        const victim = await hub.classOf();
        const id = await registrationOf(hub, victim);
        await hub.client.call('PATCH', `/v1/lti/registrations/${id}`, {
          jwksUri: huge.url(kind),
        });
        const [sent, memory] = [huge.sent, residentBytes(hub.pid)];
        const { browser, form } = await toAnswer(launchOf(victim, 'student', {}));
        const page = await browser.submit(form);
        expect(page.status).to.be.within(400, 503);
        expect(page.visited.at(-1)).not.to.contain('/play/');
        expect(huge.sent - sent).to.be.lessThan(16 * 2 ** 20);
        expect(residentBytes(hub.pid) - memory).to.be.lessThan(40 * 2 ** 20);
        expect((await launched()).status).to.equal(200);
      });
    }
  });

  describe('session fixation', () => {
    it('each login binds the browser to a secret of its own, in a cookie of this host alone', async () => {
      const names = new Set<string>();
      const values = new Set<string>();
      for (let round = 0; round < 3; round += 1) {
        const browser = openBrowser();
        await toAnswer(launchOf(at, 'student', {}), browser);
        const [cookie = ''] = browser.received;
        const [, name = '', value = ''] = /^([^=]+)=([^;]+);/.exec(cookie) ?? [];
        expect(name).to.match(/^__Host-/);
        expect(cookie)
          .to.match(/;\s*path=\//i)
          .and.not.match(/;\s*domain=/i);
        names.add(name);
        values.add(value);
      }
      expect([names.size, values.size]).to.deep.equal([3, 3]);
    });

    it('a cookie that somebody else has set opens nothing', async () => {
      const mine = openBrowser();
      const { form } = await toAnswer(launchOf(at, 'student', {}), mine);
      const [, name = ''] = /^([^=]+)=/.exec(mine.received[0] ?? '') ?? [];
      const page = await openBrowser().open(form.action, {
        method: 'POST',
        headers: { Cookie: `${name}=${'a'.repeat(43)}` },
        body: new URLSearchParams(form.fields),
      });
      expect(await openSession(page)).to.equal(undefined);
    });

    it('what the storage of the platform holds counts from our own page only', async () => {
      const mine = openBrowser();
      const launch = launchOf(at, 'student', { request: { storageTarget: 'storage' } });
      const { form } = await toAnswer(launch, mine);
      const [, secret = ''] = /^[^=]+=([^;]+)/.exec(mine.received[0] ?? '') ?? [];
      const page = await openBrowser().open(form.action, {
        method: 'POST',
        headers: { Origin: FOREIGN, 'Sec-Fetch-Site': 'cross-site' },
        body: new URLSearchParams({ ...form.fields, storage_value: secret }),
      });
      expect(await openSession(page)).to.equal(undefined);
    });

    it('the code in the address of the player opens one session, and is no bearer', async () => {
      const page = await launched();
      const code = page.url.split('/').at(-1) ?? '';
      expect(await openSession(page))
        .to.have.property('sessionToken')
        .not.equal(code);
      expect(await openSession(page)).to.equal(undefined);
      const response = await fetch(`${hub.url}/play/api/queue`, {
        headers: { Authorization: `Bearer ${code}` },
      });
      expect(response.status).to.equal(401);
    });

    it('each launch opens a session of its own, and hands no cookie to the player', async () => {
      const tokens = new Set<string>();
      for (let round = 0; round < 3; round += 1) {
        const page = await launched();
        expect(page.headers.getSetCookie()).to.deep.equal([]);
        tokens.add((await openSession(page))?.sessionToken ?? '');
      }
      expect(tokens.size).to.equal(3);
    });
  });

  describe('framing', () => {
    const ancestors = ({ headers }: Page) => {
      expect(headers.get('X-Frame-Options')).to.equal(null);
      const policy = headers.get('Content-Security-Policy') ?? '';
      const [, sources = ''] = /frame-ancestors ([^;]+)/.exec(policy) ?? [];
      return sources.split(' ');
    };
    let other: Class;
    before(async () => {
      other = await hub.classOf();
    });

    it('the player is shown by its own platform only', async () => {
      const sources = ancestors(await launched());
      expect(sources).to.include(at.platform.url).and.not.include(other.platform.url);
      expect(sources.filter((source) => /^(\*|https?:|'self')$/.test(source))).to.deep.equal([]);
    });

    it('so is the picker', async () => {
      const launch = launchOf(at, 'instructor', { request: { message: message.deepLinking } });
      const { browser, form } = await toAnswer(launch);
      const sources = ancestors(await browser.submit(form));
      expect(sources).to.include(at.platform.url).and.not.include(other.platform.url);
    });

    it('so is the page of a login inside a frame', async () => {
      const { url, parameters } = launchOf(at, 'student', {});
      const page = await openBrowser().open(url, {
        method: 'POST',
        headers: { 'Sec-Fetch-Dest': 'iframe' },
        body: new URLSearchParams(parameters),
      });
      expect(ancestors(page)).to.include(at.platform.url).and.not.include(other.platform.url);
    });

    it('so is the page of a refused launch', async () => {
      const mutate = { token: { times: { exp: -3600, iat: -7200 } } };
      const { browser, form } = await toAnswer(launchOf(at, 'student', mutate));
      const sources = ancestors(await browser.submit(form));
      expect(sources).not.to.include(other.platform.url);
      expect(sources.filter((source) => /^(\*|https?:)$/.test(source))).to.deep.equal([]);
    });

    it('a page of nobody in particular is framed by nobody', async () => {
      for (const path of ['/lti/login', '/lti/launch', '/play/unknown', '/lti/deep-link/unknown']) {
        const page = await openBrowser().open(`${hub.publicUrl}${path}`);
        if (page.status === 404 && !page.headers.has('Content-Security-Policy')) continue;
        expect(ancestors(page), path).to.deep.equal(["'none'"]);
      }
    });

    it('a return_url that the token does not sign adds nobody', async () => {
      const { url, parameters } = launchOf(at, 'student', {});
      const page = await openBrowser().open(url, {
        method: 'POST',
        headers: { 'Sec-Fetch-Dest': 'iframe' },
        body: new URLSearchParams({
          ...parameters,
          return_url: FOREIGN,
          launch_presentation: FOREIGN,
        }),
      });
      expect(ancestors(page)).not.to.include(FOREIGN);
    });

    it('a return_url cannot end the directive', async () => {
      const page = await launched({
        presentation: { return_url: 'https://a.example; script-src *, https://b.example' },
      });
      expect(page.headers.get('Content-Security-Policy')).not.to.contain('script-src *');
    });
  });

  describe('what comes back to the browser', () => {
    it('a return_url that is a script never reaches the player', async () => {
      const page = await launched({ presentation: { return_url: 'javascript:alert(1)' } });
      expect(JSON.stringify(await openSession(page))).not.to.contain('javascript:');
    });

    it('errors of the platform are shown as text', async () => {
      const { browser, form } = await toAnswer(
        launchOf(at, 'student', { request: { error: 'access_denied' } }),
      );
      const markup = '"><script>alert(1)</script>';
      const fields = { ...form.fields, error_description: markup, error_uri: markup };
      const page = await browser.submit({ ...form, fields });
      expect(page.status).to.be.within(400, 499);
      expect(page.body).not.to.contain('<script>alert(1)');
    });

    it('no page of a launch may be kept by a cache, or tells its address to others', async () => {
      const page = await launched();
      expect(page.headers.get('Referrer-Policy')).to.match(
        /^(no-referrer|same-origin|strict-origin)$/,
      );
    });
  });

  it('a form of 50 MB is cut off, and the hub goes on', async () => {
    const big = new URLSearchParams({ id_token: 'x'.repeat(50 * 2 ** 20), state: 's' });
    const memory = residentBytes(hub.pid);
    const page = await openBrowser()
      .open(`${hub.publicUrl}/lti/launch`, { method: 'POST', body: big })
      .catch((error: Error) => error);
    if (!(page instanceof Error)) expect(page.status).to.be.within(400, 499);
    expect(residentBytes(hub.pid) - memory).to.be.lessThan(60 * 2 ** 20);
    expect((await launched()).status).to.equal(200);
  });
});

async function registrationOf({ client }: AttackedHub, { platform }: Class): Promise<string> {
  const { data } = await client.call<{ data: { id: string; issuer: string }[] }>(
    'GET',
    '/v1/lti/registrations',
  );
  return data.find(({ issuer }) => issuer === platform.issuer)?.id ?? '';
}

/** Linux tells it; elsewhere nothing is measured. */
function residentBytes(pid: number): number {
  try {
    const [, kilobytes = '0'] =
      /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
