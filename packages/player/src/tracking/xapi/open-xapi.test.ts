import { expect } from 'chai';
import { openXapi } from './open-xapi.ts';

const launch = (actor: unknown): string =>
  `?${new URLSearchParams({
    endpoint: 'https://lrs.example/xapi/',
    auth: 'Basic eDp5',
    actor: typeof actor === 'string' ? actor : JSON.stringify(actor),
    activity_id: 'https://example.org/course',
    registration: 'r-1',
    grouping: 'https://example.org/programme',
  })}`;

describe('a tin can launch', () => {
  it('says where statements go, for whom, and in which context', async () => {
    const actor = { mbox: 'mailto:jo@example.org' };
    expect(await openXapi(launch(actor))).to.deep.include({
      endpoint: 'https://lrs.example/xapi/',
      authorization: 'Basic eDp5',
      actor: { objectType: 'Agent', mbox: 'mailto:jo@example.org' },
      activityId: 'https://example.org/course',
      registration: 'r-1',
      context: { contextActivities: { grouping: [{ id: 'https://example.org/programme' }] } },
    });
  });

  it('an agent of xAPI 0.9, all lists, becomes one of today', async () => {
    const account = [{ accountServiceHomePage: 'https://lms.example', accountName: '7' }];
    const session = await openXapi(launch({ name: ['Jo'], account, objectType: 'Person' }));
    expect(session?.actor).to.deep.equal({
      objectType: 'Agent',
      name: 'Jo',
      account: { homePage: 'https://lms.example', name: '7' },
    });
  });

  it('without endpoint, actor or activity there is no launch', async () => {
    expect(await openXapi('')).to.equal(null);
    expect(await openXapi(launch('no JSON'))).to.equal(null);
    expect(await openXapi('?endpoint=https://lrs.example/')).to.equal(null);
  });
});
