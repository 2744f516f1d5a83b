import { expect } from 'chai';
import fc from 'fast-check';
import { claimNames } from '../claims.ts';
import { redactClaims } from './redact-claims.ts';

const secret = 'Ada-Lovelace-secret';

/** Everything that a platform may say about somebody, in each place where it may stand. */
const telling = {
  sub: secret,
  name: secret,
  given_name: secret,
  family_name: secret,
  middle_name: secret,
  email: `${secret}@school.example`,
  picture: `https://lms.example/${secret}.png`,
  nonce: secret,
  locale: secret,
  [claimNames.context]: { id: 'c1', title: secret, label: secret, type: ['CourseSection'] },
  [claimNames.resourceLink]: { id: 'l1', title: secret, description: secret },
  [claimNames.custom]: { deck_id: 'd1', user_name: secret, person_sourcedid: secret },
  [claimNames.forUser]: { user_id: secret, name: secret },
  [claimNames.lti1p1]: { user_id: secret, oauth_consumer_key_sign: secret },
  [claimNames.launchPresentation]: { return_url: `https://lms.example/?u=${secret}` },
  [claimNames.deepLinkingSettings]: { data: secret, deep_link_return_url: secret },
  [claimNames.grades]: { lineitem: `https://lms.example/items/1?user=${secret}` },
  [claimNames.roster]: { context_memberships_url: `https://lms.example/m?token=${secret}` },
  [claimNames.targetLinkUri]: `https://hub.example/lti/launch?user=${secret}`,
  'https://lms.example/claim/login': { user: secret },
};

describe('claims that are kept', () => {
  it('tell nothing of who somebody is', () => {
    expect(JSON.stringify(redactClaims(telling))).not.to.contain(secret);
  });

  it('tell what an administrator compares with the settings of the platform', () => {
    const kept = redactClaims({ ...telling, iss: 'https://lms.example', aud: ['client'] });
    expect(kept).to.deep.include({
      iss: 'https://lms.example',
      aud: ['client'],
      contextId: 'c1',
      resourceLinkId: 'l1',
      custom: { deck_id: 'd1', user_name: '(hidden)', person_sourcedid: '(hidden)' },
      lineItem: 'https://lms.example/items/1',
      memberships: 'https://lms.example/m',
      targetLinkUri: 'https://hub.example/lti/launch',
    });
    expect(kept.sub).to.match(/^sha256:[0-9a-f]{12}$/);
  });

  it('can be kept whatever a platform writes', () => {
    const names = fc.constantFrom(...Object.keys(telling), 'aud', 'iat', claimNames.roles);
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (claims) => {
        expect(JSON.stringify(redactClaims(claims)).length).to.be.lessThan(100_000);
      }),
      { numRuns: 200 },
    );
  });
});
