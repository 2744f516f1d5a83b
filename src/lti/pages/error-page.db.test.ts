import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { claimNames } from '../claims.ts';
import { launchSettings, startTestPlatform, type TestPlatform } from '../launch/test-platform.ts';

describe('pages of errors', function () {
  this.timeout(20_000);
  let hub: TestHub;
  let platform: TestPlatform;

  before(async () => {
    hub = await startTestHub(launchSettings);
    platform = await startTestPlatform(hub);
  });
  after(async () => {
    await platform.close();
    await hub.close();
  });

  it('speak the language of the launch', async () => {
    const { text } = await platform.launch({
      [claimNames.custom]: {},
      [claimNames.launchPresentation]: { locale: 'ar-EG' },
    });
    expect(text).to.include('<html lang="ar" dir="rtl">').and.include('ما زال هذا النشاط فارغًا');
    expect(text).to.match(/<code class="reference">[0-9A-Z]{8}<\/code>/);
  });

  it('speak that of the user where the launch names none, and that of the browser before', async () => {
    const { text } = await platform.launch({ [claimNames.custom]: {}, locale: 'fr_CA' });
    expect(text).to.include('<html lang="fr" dir="ltr">').and.include('Cette activité est encore');
    const headers = { 'Accept-Language': 'zu, de-AT;q=0.8, en;q=0.5' };
    const login = await hub.request('GET', '/lti/login', { key: null, headers });
    expect(login.text).to.include('<html lang="de" dir="ltr">');
  });

  it('are in English where nothing else is known', async () => {
    const headers = { 'Accept-Language': 'zu' };
    const { text } = await hub.request('GET', '/lti/login', { key: null, headers });
    expect(text).to.include('<html lang="en" dir="ltr">').and.include('opens from a course');
  });
});
