import { expect } from 'chai';
import { cmi5Url, tincanUrl } from './launch-url.ts';

const common = {
  endpoint: 'https://hub.example/xapi/',
  actor: { account: { homePage: 'https://hub.example', name: 'a&b' } },
  registration: 'r',
  activityId: 'https://hub.example/1?a=1',
};

describe('cmi5 8.1: the URL of a launch', () => {
  for (const [launchUrl, start] of [
    ['https://a.example/x', 'https://a.example/x?endpoint='],
    ['https://a.example/x?', 'https://a.example/x?endpoint='],
    ['https://a.example/x?a=%20b', 'https://a.example/x?a=%20b&endpoint='],
    ['https://a.example/x?a&', 'https://a.example/x?a&endpoint='],
  ] as const) {
    it(`${launchUrl} keeps its query`, () => {
      expect(cmi5Url({ ...common, launchUrl, fetch: 'f' })).to.satisfy((url: string) =>
        url.startsWith(start),
      );
    });
  }

  it('keeps the fragment at its end, and reads back as it was', () => {
    const url = cmi5Url({ ...common, launchUrl: 'https://a.example/x#y#z', fetch: 'f' });
    expect(url).to.match(/#y#z$/);
    const { searchParams } = new URL(url);
    expect(searchParams.get('activityId')).to.equal(common.activityId);
    expect(JSON.parse(searchParams.get('actor') ?? '')).to.deep.equal(common.actor);
  });

  it('Tin Can names its parameters otherwise', () => {
    const url = tincanUrl({ ...common, launchUrl: 'https://a.example/x', auth: 'Basic eA==' });
    expect([...new URL(url).searchParams.keys()]).to.deep.equal([
      ...['endpoint', 'auth', 'actor', 'registration', 'activity_id'],
    ]);
  });
});
