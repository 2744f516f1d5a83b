import { expect } from 'chai';
import { claimNames as names } from '../../claims.ts';
import { LtiError, type LtiErrorCode } from '../../lti-error.ts';
import { profileOf } from '../../profiles/effective-profile.ts';
import type { ProfileOverrides } from '../../profiles/platform-profile.ts';
import { testRegistration } from '../../registrations/test-registration.ts';
import { claimChecks } from './claim-checks.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const seconds = NOW / 1000;
const given = testRegistration();
const registration = {
  ...given,
  tenantId: given.id,
  version: 1,
  createdAt: new Date(NOW),
  updatedAt: new Date(NOW),
};

const good = {
  iss: registration.issuer,
  aud: registration.clientId,
  sub: 'user',
  nonce: 'the-nonce',
  iat: seconds - 5,
  exp: seconds + 60,
  [names.messageType]: 'LtiResourceLinkRequest',
  [names.version]: '1.3.0',
  [names.deploymentId]: 'd1',
  [names.roles]: [],
  [names.resourceLink]: { id: 'l1' },
  [names.targetLinkUri]: 'https://hub.example/lti/launch',
};
const deepLinking = {
  [names.messageType]: 'LtiDeepLinkingRequest',
  [names.deepLinkingSettings]: {
    deep_link_return_url: 'https://lms.example/back',
    accept_types: ['ltiResourceLink'],
    accept_presentation_document_targets: ['iframe'],
  },
};
const review = {
  [names.messageType]: 'LtiSubmissionReviewRequest',
  [names.forUser]: { user_id: 'student' },
  [names.grades]: { lineitem: 'https://lms.example/items/1' },
};

/** What the checks say of the good claims with changes; undefined takes a claim away. */
function verdict(changes: Record<string, unknown>, overrides: ProfileOverrides = {}): string {
  const claims = JSON.parse(JSON.stringify({ ...good, ...changes }));
  const platform = { registration, profile: profileOf('spec', overrides) };
  const launch = {
    claims,
    platform,
    nonce: 'the-nonce',
    publicUrl: 'https://hub.example',
    now: NOW,
  };
  try {
    for (const [, check] of claimChecks) check(launch);
  } catch (error) {
    return error instanceof LtiError ? error.code : String(error);
  }
  return 'accepted';
}

type Case = [title: string, changes: Record<string, unknown>, verdict: LtiErrorCode | 'accepted'];

const cases: Case[] = [
  ['a good resource link', {}, 'accepted'],
  ['claims of other vocabularies', { 'https://other.example/claim': { x: 1 } }, 'accepted'],
  ['another issuer', { iss: 'https://evil.example' }, 'issuer_mismatch'],
  ['an issuer with a slash more', { iss: `${registration.issuer}/` }, 'issuer_mismatch'],
  ['no issuer', { iss: undefined }, 'issuer_mismatch'],
  ['our client id in a list', { aud: [registration.clientId] }, 'accepted'],
  ['another audience', { aud: 'another' }, 'audience_mismatch'],
  ['an audience beside ours', { aud: [registration.clientId, 'other'] }, 'audience_mismatch'],
  ['an empty list of audiences', { aud: [] }, 'audience_mismatch'],
  ['no audience', { aud: undefined }, 'audience_mismatch'],
  ['our client id as azp', { azp: registration.clientId }, 'accepted'],
  ['another azp', { azp: 'other' }, 'azp_mismatch'],
  ['exp of a minute ago', { exp: seconds - 60 }, 'token_expired'],
  ['exp within the tolerance', { exp: seconds - 59 }, 'accepted'],
  ['no exp', { exp: undefined }, 'claim_missing'],
  ['exp as a text', { exp: String(seconds + 60) }, 'claim_missing'],
  ['no iat', { iat: undefined }, 'claim_missing'],
  ['iat in a day', { iat: seconds + 86_400, exp: seconds + 90_000 }, 'token_from_future'],
  ['iat ahead within the tolerance', { iat: seconds + 60 }, 'accepted'],
  ['nbf in a day', { nbf: seconds + 86_400 }, 'token_from_future'],
  ['iat of an hour ago', { iat: seconds - 3_600 }, 'token_too_old'],
  ['iat of nine minutes ago', { iat: seconds - 540 }, 'accepted'],
  ['another nonce', { nonce: 'another' }, 'nonce_mismatch'],
  ['no nonce', { nonce: undefined }, 'nonce_mismatch'],
  ['no version', { [names.version]: undefined }, 'version_unsupported'],
  ['version 1.3', { [names.version]: '1.3' }, 'version_unsupported'],
  ['no deployment id', { [names.deploymentId]: undefined }, 'deployment_missing'],
  ['an empty deployment id', { [names.deploymentId]: '' }, 'deployment_missing'],
  ['a long deployment id', { [names.deploymentId]: 'x'.repeat(256) }, 'deployment_missing'],
  ['no message type', { [names.messageType]: undefined }, 'claim_missing'],
  ['another message', { [names.messageType]: 'LtiStartProctoring' }, 'message_unsupported'],
  ['no roles', { [names.roles]: undefined }, 'claim_missing'],
  ['roles that are no list', { [names.roles]: 'Learner' }, 'claim_missing'],
  ['unknown roles', { [names.roles]: ['https://x.example/role#Wizard'] }, 'accepted'],
  ['nobody', { sub: undefined }, 'accepted'],
  ['an empty sub', { sub: '' }, 'accepted'],
  ['sub as a number', { sub: 7 }, 'claim_missing'],
  ['sub with a NUL', { sub: 'a\0b' }, 'claim_missing'],
  ['no resource link', { [names.resourceLink]: undefined }, 'claim_missing'],
  ['a resource link without id', { [names.resourceLink]: { title: 'x' } }, 'claim_missing'],
  ['a context without id', { [names.context]: { title: 'x' } }, 'claim_missing'],
  ['no target', { [names.targetLinkUri]: undefined }, 'claim_missing'],
  [
    'a target elsewhere',
    { [names.targetLinkUri]: 'https://evil.example/lti/launch' },
    'target_foreign',
  ],
  [
    'a target whose host only begins like ours',
    { [names.targetLinkUri]: 'https://hub.example.evil.example/lti/launch' },
    'target_foreign',
  ],
  [
    'a target behind an at sign',
    { [names.targetLinkUri]: 'https://hub.example@evil.example/lti/launch' },
    'target_foreign',
  ],
  ['a script as target', { [names.targetLinkUri]: 'javascript:alert(1)' }, 'target_foreign'],
  [
    'another page of ours',
    { [names.targetLinkUri]: 'https://hub.example/console' },
    'target_foreign',
  ],
  ['a good deep linking request', deepLinking, 'accepted'],
  ['one without roles', { ...deepLinking, [names.roles]: undefined }, 'accepted'],
  [
    'one without settings',
    { ...deepLinking, [names.deepLinkingSettings]: undefined },
    'claim_missing',
  ],
  [
    'one that returns to a script',
    {
      ...deepLinking,
      [names.deepLinkingSettings]: {
        ...deepLinking[names.deepLinkingSettings],
        deep_link_return_url: 'javascript:alert(1)',
      },
    },
    'claim_missing',
  ],
  [
    'one that accepts nothing',
    {
      ...deepLinking,
      [names.deepLinkingSettings]: {
        ...deepLinking[names.deepLinkingSettings],
        accept_types: [],
      },
    },
    'claim_missing',
  ],
  ['a good submission review', review, 'accepted'],
  ['one of nobody', { ...review, [names.forUser]: {} }, 'claim_missing'],
  ['one without a line item', { ...review, [names.grades]: {} }, 'claim_missing'],
];

describe('checks of a launch', () => {
  for (const [title, changes, expected] of cases) {
    it(`${title}: ${expected}`, () => expect(verdict(changes)).to.equal(expected));
  }

  it('refuse nobody where the registration says so', () => {
    expect(verdict({ sub: undefined }, { missingSub: 'refuse' })).to.equal('user_missing');
  });

  it('take a clock that is off by as much as the profile says', () => {
    const ahead = { iat: seconds + 200 };
    expect(verdict(ahead)).to.equal('token_from_future');
    expect(verdict(ahead, { clockToleranceS: 300 })).to.equal('accepted');
  });

  it('go in the order of Security 1.0 5.1.3, then Core 1.3 5.3', () => {
    expect(claimChecks.map(([name]) => name)).to.deep.equal([
      'checkIssuer',
      'checkAudience',
      'checkAuthorizedParty',
      'checkTimes',
      'checkNonce',
      'checkVersion',
      'checkDeploymentId',
      'checkMessageType',
      'checkUser',
      'checkRoles',
      'checkTargetLinkUri',
      'checkMessageClaims',
    ]);
  });
});
