import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { hubClient } from '../../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../../tools/hub-process.ts';
import { emptyDatabase } from '../../lti/test-database.ts';
import { connectSaml } from '../hub.ts';
import { newIdentity } from '../idp/identity.ts';
import { assertionXml, responseXml, sign } from '../idp/messages.ts';
import { beginLogin, postResponse } from '../victim.ts';

describe('one assertion at two processes of a hub', function () {
  this.timeout(120_000);
  const hubs: HubProcess[] = [];
  const folders: Awaited<ReturnType<typeof dataFolder>>[] = [];

  before(async () => {
    const { url, ownerUrl } = await emptyDatabase();
    const env = {
      ...{ DATABASE_URL: url, MIGRATE_DATABASE_URL: ownerUrl, PUBLIC_URL: 'https://hub.example' },
      ...{ MASTER_KEY: randomBytes(32).toString('base64'), RATE_LIMIT_IP: '10000000' },
    };
    for (let n = 0; n < 2; n += 1) {
      const folder = await dataFolder();
      folders.push(folder);
      hubs.push(await startHub({ dataDir: folder.path, env }));
    }
  });
  after(async () => {
    for (const hub of hubs) await hub.stop();
    for (const folder of folders) await folder.remove();
  });

  /** The same path at each process. */
  const atEach = (url: string) => hubs.map((hub) => new URL(new URL(url).pathname, hub.url).href);

  it('signs in once, asked for or not', async () => {
    const [first] = hubs;
    if (!first) throw new Error('no hub runs');
    const idp = newIdentity();
    const at = await connectSaml(hubClient(first), idp, { allowIdpInitiated: true });
    const [login = ''] = atEach(at.login);
    const begun = await beginLogin(login);
    for (const asked of [begun, undefined]) {
      const requestId = asked?.requestId;
      const assertion = assertionXml(at, { nameId: 'ada', requestId });
      const xml = sign(responseXml(at, { assertion, requestId }), 'Assertion', idp);
      const verdicts = await Promise.all(
        Array.from({ length: 8 }, () => atEach(at.acs))
          .flat()
          .map((acs) => postResponse(acs, xml, asked)),
      );
      expect(verdicts).to.have.lengthOf(16);
      expect(verdicts.filter(({ isSignedIn }) => isSignedIn)).to.have.lengthOf(1);
    }
  });
});
