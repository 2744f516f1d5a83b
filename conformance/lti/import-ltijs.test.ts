import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPlatform, type Platform } from '@crosswalk/lti-platform';
import { expect } from 'chai';
import { hubClient } from '../../tools/hub-client.ts';
import { dataFolder, startHub } from '../../tools/hub-process.ts';
import { openLtijs } from './drivers/ltijs.ts';
import { hubCommand } from './hub/command.ts';
import { makeDeck } from './hub/hub-content.ts';
import { openSession } from './hub/player.ts';
import { LTIJS_KEY } from './peers/ltijs-key.ts';
import { toAnswer } from './runner/flow.ts';
import { type Class, openClass } from './runner/school.ts';
import { emptyDatabase } from './test-database.ts';

interface Report {
  tenantId: string;
  platforms: { issuer: string; clientId: string; outcome: string }[];
  keys: number;
  deployments: number;
}

describe('hub lti import-ltijs, on what ltijs and ltijs-sequelize have made themselves', function () {
  this.timeout(120_000);
  let lms: Platform;
  let at: Class;
  let database: string;
  let kids: string[];
  let folder: Awaited<ReturnType<typeof dataFolder>>;

  before(async () => {
    lms = await createPlatform({ profile: 'spec', seed: 7 });
    folder = await dataFolder();
    ({ ownerUrl: database } = await emptyDatabase());
    const old = await openLtijs(database);
    try {
      const tool = await old.connect(lms);
      at = openClass({ platform: lms, tool, custom: {} });
      const { browser, form } = await toAnswer(launch());
      const page = await browser.submit(form);
      expect(await old.judge(page, browser), page.body).to.not.equal(undefined);
      kids = await kidsAt(tool.jwksUrl);
    } finally {
      await old.close();
    }
  });
  after(async () => {
    await lms?.close();
    await folder?.remove();
  });

  const launch = (custom: Record<string, string> = {}) =>
    lms.launch({
      ...{ clientId: at.tool.clientId, deploymentId: at.tool.deploymentIds[0] ?? '' },
      ...{ courseId: at.course.id, linkId: at.link.id, userId: at.student, custom },
    });
  async function takeOver(): Promise<Report> {
    const keyFile = join(folder.path, 'ltikey');
    await writeFile(keyFile, `${LTIJS_KEY}\n`);
    const args = ['lti', 'import-ltijs', '--database', database, '--key-file', keyFile];
    return hubCommand<Report>(args, { dataDir: folder.path });
  }

  it('takes platforms, keys and the deployments that launched, once', async () => {
    const { issuer } = lms;
    const { clientId } = at.tool;
    const first = await takeOver();
    expect(first).to.include({ keys: 1, deployments: 1 });
    expect(first.platforms).to.have.lengthOf(1);
    expect(first.platforms[0]).to.include({ issuer, clientId, outcome: 'imported' });
    const again = await takeOver();
    expect(again).to.include({ keys: 0, deployments: 0 });
    expect(again.platforms[0]).to.include({ issuer, clientId, outcome: 'known' });
  });

  it('a platform that is pointed at the hub launches as before, and knows its keys', async () => {
    const { tenantId } = await takeOver();
    const env = { OUTBOUND_ALLOW: '127.0.0.1' };
    const hub = await startHub({ dataDir: folder.path, env });
    try {
      const publicUrl = hub.url.replace('127.0.0.1', 'localhost');
      Object.assign(at.tool, {
        loginUrl: `${publicUrl}/lti/login`,
        redirectUris: [`${publicUrl}/lti/launch`],
        targetLinkUri: `${publicUrl}/lti/launch`,
        jwksUrl: `${publicUrl}/lti/jwks/${tenantId}`,
      });
      at.link.url = at.tool.targetLinkUri;
      expect(await kidsAt(at.tool.jwksUrl)).to.include.members(kids);
      const deckId = await makeDeck(hubClient(hub));
      // What ltijs did is its own affair.
      lms.violations.take();
      const { browser, form } = await toAnswer(launch({ deck_id: deckId, mode: 'test' }));
      const page = await browser.submit(form);
      expect(await openSession(page), page.body).to.include({ record: 'facts' });
      expect(lms.violations.take()).to.deep.equal([]);
    } finally {
      await hub.stop();
    }
  });
});

async function kidsAt(jwksUrl: string): Promise<string[]> {
  const { keys } = (await (await fetch(jwksUrl)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}
