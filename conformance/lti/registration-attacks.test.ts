import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type AttackedHub, openAttackedHub } from './attacks/attacked-hub.ts';
import { type Canary, openCanary } from './attacks/canary.ts';
import { openBrowser, type Page } from './browser.ts';

const REBINDING = fileURLToPath(new URL('./attacks/rebinding-dns.js', import.meta.url));

describe('attacks through registration URLs on a hub that may reach the public internet only', function () {
  this.timeout(120_000);
  let hub: AttackedHub;
  let canary: Canary;
  before(async () => {
    canary = await openCanary();
    hub = await openAttackedHub({ NODE_OPTIONS: `--import=${REBINDING}` });
  });
  after(async () => {
    await hub?.close();
    await canary?.close();
  });

  /** Opens an invitation with the address of a configuration, as an attacker would. */
  async function register(configuration: string): Promise<Page> {
    const { url } = await hub.client.call<{ url: string }>('POST', '/v1/lti/invitations', {});
    const page = new URL(url);
    page.searchParams.set('openid_configuration', configuration);
    return openBrowser().open(page.href);
  }

  const hosts = [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '0',
  ];
  for (const scheme of ['http', 'https']) {
    for (const host of hosts) {
      it(`${scheme}://${host} as a registration URL reaches nothing`, async () => {
        const { hits } = canary;
        const page = await register(`${scheme}://${host}:${canary.port}/configuration`);
        expect(page.status).to.be.within(400, 502);
        expect(canary.hits - hits).to.equal(0);
      });
    }
  }

  it('a name that rebinds would reach the canary by checking first and connecting later', async () => {
    const { hits } = canary;
    const script = `const { lookup } = await import('node:dns/promises');
      const { address } = await lookup('a.rebind.example');
      if (address !== '93.184.216.34') throw new Error(address);
      await fetch('http://a.rebind.example:${canary.port}/').then((r) => r.text());`;
    const child = spawn(
      process.execPath,
      [`--import=${REBINDING}`, '--input-type=module', '-e', script],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code, said).to.equal(0);
    expect(canary.hits - hits).to.equal(1);
  });

  it('a name that rebinds as a registration URL reaches nothing', async () => {
    const { hits } = canary;
    for (const scheme of ['https', 'http']) {
      const url = `${scheme}://${scheme}.rebind.example:${canary.port}/configuration`;
      await register(url).catch(() => {});
      await register(url).catch(() => {});
    }
    expect(canary.hits - hits).to.equal(0);
  });
});
