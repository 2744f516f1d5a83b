import { expect } from 'chai';
import { hubClient } from '../../tools/hub-client.ts';
import { ADMIN_KEY, dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { freePort } from '../../tools/services/free-port.ts';
import { formOf, openBrowser, type Page } from './browser.ts';
import { type RunningCommand, startCommand } from './hub/command.ts';
import { makeDeck } from './hub/hub-content.ts';
import { choose, pickerToken } from './hub/picker.ts';
import { openSession, takeTest } from './hub/player.ts';

describe('hub lti sandbox', function () {
  this.timeout(120_000);
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let hub: HubProcess;
  let publicUrl: string;
  let deckId: string;
  let port: string;
  let sandbox: RunningCommand<{ url: string }>;

  before(async () => {
    folder = await dataFolder();
    hub = await startHub({ dataDir: folder.path, env: { OUTBOUND_ALLOW: '127.0.0.1' } });
    publicUrl = hub.url.replace('127.0.0.1', 'localhost');
    deckId = await makeDeck(hubClient(hub));
    port = String(await freePort());
    sandbox = await start();
  });
  after(async () => {
    await sandbox?.stop();
    await hub?.stop();
    await folder?.remove();
  });

  const start = () =>
    startCommand<{ url: string }>(['lti', 'sandbox', '--port', port], {
      dataDir: folder.path,
      env: { HUB_URL: hub.url, HUB_API_KEY: ADMIN_KEY },
    });
  const read = async (path: string) => (await fetch(sandbox.ready.url + path)).text();
  const course = async () => /href="(\/courses\/[^"?]+)/.exec(await read('/'))?.[1] ?? '';
  const registrations = async () => {
    const { data } = await hubClient(hub).call<{ data: { issuer: string }[] }>(
      ...['GET', '/v1/lti/registrations'],
    );
    return data.map(({ issuer }) => issuer);
  };

  /** What the frame of a page shows, after the login and the launch. */
  async function inFrame(path: string): Promise<Page> {
    const [, src = ''] = /<iframe[^>]* src="(\/go\/[^"]+)"/.exec(await read(path)) ?? [];
    const browser = openBrowser();
    let page = await browser.open(sandbox.ready.url + src.replaceAll('&amp;', '&'));
    // The login, and what the platform answers it.
    for (let form = formOf(page), n = 0; form && n < 2; form = formOf(page), n += 1) {
      page = await browser.submit(form);
    }
    return page;
  }

  it('is registered with the hub as soon as it is there', async () => {
    expect(await registrations()).to.deep.equal([sandbox.ready.url]);
    expect(await read('/')).to.include('Crosswalk');
  });

  it('a teacher adds a quiz, a student takes it, and the grade is in the gradebook', async () => {
    const home = await course();
    const picker = await inFrame(`${home}/add?as=teacher`);
    const session = pickerToken(picker);
    expect(session, picker.body).to.be.a('string');
    const choice = { count: 1, withLineItem: true };
    const { action, jwt } = await choose(publicUrl, { session: session ?? '', deckId, choice });
    await openBrowser().submit({ action, fields: { JWT: jwt } });
    const [, link] = /href="([^"]+\/open\/[^"]+as=ada)"/.exec(await read(`${home}?as=ada`)) ?? [];
    const play = await openSession(await inFrame((link ?? '').replaceAll('&amp;', '&')));
    expect(play).to.include({ record: 'facts' });
    if (play) await takeTest(hub.url, play, 1);
    const grade = async () => /class="number">(\d[^<]*)</.exec(await read(`${home}?as=ada`))?.[1];
    while ((await grade()) === undefined) await new Promise((go) => setTimeout(go, 100));
    expect(Number(await grade())).to.be.greaterThan(0);
  });

  it('ends when it is told to, and is the same LMS to the hub when it starts again', async () => {
    expect(await sandbox.stop()).to.equal(0);
    sandbox = await start();
    expect(await registrations()).to.deep.equal([sandbox.ready.url]);
  });
});
