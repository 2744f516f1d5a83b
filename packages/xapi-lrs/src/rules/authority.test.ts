import { expect } from 'chai';
import type { JsonObject } from '../json.ts';
import { authorityOf, checkAuthority } from './authority.ts';
import { complaintOf } from './testing/complaint-of.ts';

describe('authorities (1.0.3 data 2.4.9)', () => {
  const application = { account: { homePage: 'https://example.org/token', name: 'app' } };
  const user = { mbox: 'mailto:ada@example.org' };
  const group = (...member: JsonObject[]): JsonObject => ({ objectType: 'Group', member });

  it('an agent, or a group of an application and its user', () => {
    expect(checkAuthority(user)).to.equal(user);
    checkAuthority(group(application, user));
    checkAuthority(group(user, application));
  });

  const refused: [string, unknown][] = [
    ['XAPI-00098 one agent in a group', group(application)],
    ['XAPI-00098 three agents', group(application, user, user)],
    ['XAPI-00100 no application', group(user, user)],
    ['XAPI-00098 an identified group', { ...group(application, user), ...user }],
    ['XAPI-00024 no agent', 'ada'],
  ];
  for (const [title, authority] of refused) {
    it(`${title} is refused`, () => {
      expect(complaintOf(() => checkAuthority(authority)).pointer).to.match(/^\/authority/);
    });
  }

  it('is checked once, and known by one key', () => {
    expect(authorityOf(user)).to.deep.equal({ actor: user, key: 'mbox:mailto:ada@example.org' });
    expect(authorityOf(user)).to.equal(authorityOf(user));
    expect(authorityOf(group(application, user)).key).to.equal(
      authorityOf(group(user, application)).key,
    );
  });
});
