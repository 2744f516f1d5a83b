import { claim, type TokenMutation } from '@crosswalk/lti-platform';
import type { LaunchCase, Level } from '../case.ts';

const DAY = 86_400;

const bad = (
  name: string,
  specRef: string,
  token: TokenMutation,
  level: Level = 'MUST',
): LaunchCase => ({
  id: `launch.bad.${name}`,
  kind: 'launch',
  ...{ specRef, level },
  who: 'student',
  mutate: { token },
  expect: 'refused',
});

const core = 'Core 1.3 5.3';
const security = 'Security 1.0 5.1.3';

/** Certification's bad launches, and more of the kind. */
export const badLaunches: LaunchCase[] = [
  bad('kid-missing', `${security}; certification`, { withoutHeader: ['kid'] }),
  bad('kid-unknown', `${security}; certification`, { header: { kid: 'imsglobal_unknown' } }),
  bad('version-wrong', `${core}.2; certification`, { claims: { [claim.version]: '11.3' } }),
  bad('version-1.1', `${core}.2`, { claims: { [claim.version]: 'LTI-1p0' } }),
  bad('version-missing', `${core}.2; certification`, { without: [claim.version] }),
  bad('no-lti-message', `${core}; certification`, {
    without: Object.values(claim),
    claims: { name: 'x' },
  }),
  bad('all-claims-missing', `${core}; certification`, {
    without: [...Object.values(claim), 'sub', 'name', 'email', 'iat', 'exp', 'nonce'],
  }),
  bad('iat-missing', `${security}; certification`, { without: ['iat'] }),
  bad('exp-missing', `${security}; certification`, { without: ['exp'] }),
  bad('exp-past', `${security}; certification`, { times: { iat: -2 * DAY, exp: -DAY } }),
  bad('exp-minutes-past', security, { times: { iat: -400, exp: -300 } }),
  bad('exp-before-iat', security, { times: { iat: 0, exp: -3600 } }),
  bad('exp-text', security, { claims: { exp: 'tomorrow' } }),
  bad('iat-text', security, { claims: { iat: 'now' } }),
  bad('iat-future', `${security}; certification`, { times: { iat: DAY, exp: 2 * DAY } }, 'HARDEN'),
  bad('iat-old', `${security} rule 10`, { times: { iat: -2 * DAY, exp: DAY } }, 'HARDEN'),
  bad('nbf-future', 'RFC 7519 4.1.5', { times: { nbf: DAY } }),
  bad('nonce-missing', `${security} rule 11`, { without: ['nonce'] }),
  bad('nonce-empty', `${security} rule 11`, { claims: { nonce: '' } }),
  bad('nonce-invented', `${security} rule 11`, { claims: { nonce: 'not-the-one-that-was-sent' } }),
  bad('iss-missing', security, { without: ['iss'] }),
  bad('aud-missing', security, { without: ['aud'] }),
  bad('aud-empty-list', security, { claims: { aud: [] } }),
  bad('message-type-wrong', `${core}.1; certification`, {
    claims: { [claim.messageType]: 'LtiUnknownRequest' },
  }),
  bad('message-type-missing', `${core}.1; certification`, { without: [claim.messageType] }),
  bad('message-type-of-1.1', `${core}.1`, {
    claims: { [claim.messageType]: 'basic-lti-launch-request' },
  }),
  bad('roles-missing', `${core}.7; certification`, { without: [claim.roles] }),
  bad('roles-text', `${core}.7`, { claims: { [claim.roles]: 'Learner' } }),
  bad('roles-of-numbers', `${core}.7`, { claims: { [claim.roles]: [1, 2] } }, 'HARDEN'),
  bad('deployment-missing', `${core}.3; certification`, { without: [claim.deploymentId] }),
  bad('deployment-empty', `${core}.3`, { claims: { [claim.deploymentId]: '' } }),
  bad('deployment-number', `${core}.3`, { claims: { [claim.deploymentId]: 1 } }, 'HARDEN'),
  bad('deployment-too-long', `${core}.3`, { claims: { [claim.deploymentId]: 'd'.repeat(256) } }),
  bad('resource-link-missing', `${core}.5; certification`, { without: [claim.resourceLink] }),
  bad('resource-link-id-missing', `${core}.5; certification`, {
    claims: { [claim.resourceLink]: { title: 'No id' } },
  }),
  bad('resource-link-text', `${core}.5`, { claims: { [claim.resourceLink]: 'link' } }, 'HARDEN'),
  bad('context-id-missing', `${core} 5.4.1`, { claims: { [claim.context]: { title: 'No id' } } }),
  bad('target-link-uri-missing', `${core}.4`, { without: [claim.targetLinkUri] }),
  bad('sub-number', `${core}.6`, { claims: { sub: 42 } }, 'HARDEN'),
  bad('sub-object', `${core}.6`, { claims: { sub: { id: 'x' } } }, 'HARDEN'),
  bad('token-no-jwt', security, { raw: 'not.a.jwt' }),
  bad('token-two-parts', security, { raw: 'e30.e30' }),
  bad('token-five-parts', security, { raw: 'e30.e30.e30.e30.e30' }),
  bad('token-payload-no-object', security, { raw: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.W10.AAAA' }),
];
