import { expect } from 'chai';
import { claimNames } from '../claims.ts';
import { profileOf } from '../profiles/effective-profile.ts';
import { testRegistration } from '../registrations/test-registration.ts';
import { frameAncestorsOf } from './frame-ancestors.ts';

const given = testRegistration({
  issuer: 'https://canvas.instructure.com',
  authorizationEndpoint: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
  frameAncestors: ['https://school.example', "'self'; script-src *", 'javascript:alert(1)'],
});
const at = new Date();
const registration = { ...given, tenantId: given.id, version: 1, createdAt: at, updatedAt: at };
const platform = { registration, profile: profileOf('canvas', {}) };
const own = [
  'https://canvas.instructure.com',
  'https://sso.canvaslms.com',
  'https://*.instructure.com',
  'https://school.example',
];

describe('who may frame our pages', () => {
  it('is the platform, by its registration and profile, and nothing that is no origin', () => {
    expect(frameAncestorsOf(platform)).to.deep.equal(own);
  });

  it('is also the page that a launch says it is in', () => {
    const claims = {
      [claimNames.launchPresentation]: { return_url: 'https://course.example/back?x=;y' },
      [claimNames.deepLinkingSettings]: { deep_link_return_url: 'https://dl.example/return' },
    };
    const said = ['https://course.example', 'https://dl.example'];
    expect(frameAncestorsOf(platform, claims)).to.have.members([...own, ...said]);
  });

  it('is never what a link without an origin says', () => {
    const claims = { [claimNames.launchPresentation]: { return_url: 'data:text/html,x' } };
    expect(frameAncestorsOf(platform, claims)).to.deep.equal(own);
  });
});
