import { expect } from 'chai';
import fc from 'fast-check';
import { ifiOf, keyOf } from './agent-key.ts';
import type { Actor } from './statement.ts';
import { actor } from './testing/valid-actors.ts';

describe('keys of agents (1.0.3 data 2.4.2.3)', () => {
  const sha1 = 'A'.repeat(40);
  const table: [Actor, string | undefined][] = [
    [{ mbox: 'mailto:Ada@Example.org', name: 'x' }, 'mbox:mailto:Ada@example.org'],
    [{ mbox_sha1sum: sha1 }, `mbox_sha1sum:${sha1.toLowerCase()}`],
    [{ openid: 'https://ada.example.org/' }, 'openid:https://ada.example.org/'],
    [
      { account: { homePage: 'https://example.org', name: 'a|b' } },
      'account:https://example.org|a|b',
    ],
    [{ objectType: 'Group', openid: 'urn:team' }, 'openid:urn:team'],
    [{ objectType: 'Group', member: [{ openid: 'urn:ada' }] }, undefined],
  ];
  for (const [agent, key] of table) {
    it(`${JSON.stringify(agent)} is ${key ?? 'anonymous'}`, () => {
      expect(ifiOf(agent)).to.equal(key);
    });
  }

  it('an anonymous group is known by its members, in any order', () => {
    const member = [{ openid: 'urn:ada' }, { openid: 'urn:bob' }];
    const one = keyOf({ objectType: 'Group', member });
    expect(keyOf({ objectType: 'Group', name: 'x', member: member.toReversed() })).to.equal(one);
    expect(keyOf({ objectType: 'Group', member: member.slice(1) })).not.to.equal(one);
  });

  it('two actors share a key only when they share the identifier', () => {
    fc.assert(
      fc.property(actor, actor, (one, other) => {
        const ifi = ifiOf(one);
        if (ifi === undefined || ifi !== ifiOf(other)) return;
        expect(other.account).to.deep.equal(one.account);
        expect(other.openid).to.equal(one.openid);
        expect(other.mbox_sha1sum?.toLowerCase()).to.equal(one.mbox_sha1sum?.toLowerCase());
      }),
      { numRuns: 500 },
    );
  });
});
