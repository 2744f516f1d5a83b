import { claim, type TokenMutation } from '@crosswalk/lti-platform';
import type { LaunchCase, LaunchMutation, Level, Trick } from '../case.ts';

const attack = (
  name: string,
  specRef: string,
  mutate: LaunchMutation,
  level: Level = 'MUST',
): LaunchCase => ({
  id: `launch.attack.${name}`,
  kind: 'launch',
  ...{ specRef, level, mutate },
  who: 'student',
  expect: 'refused',
});

const forged = (name: string, token: TokenMutation, level: Level = 'MUST') =>
  attack(name, 'Security 1.0 5.1.3; RFC 8725 3', { token }, level);
const trick = (name: Trick, specRef: string, level: Level = 'MUST') =>
  attack(name, specRef, { trick: name }, level);
const target = (name: string, uri: string, level: Level = 'HARDEN') =>
  attack(
    `target-${name}`,
    'Core 1.3 5.3.4; RFC 6819 4.2.4',
    {
      token: { claims: { [claim.targetLinkUri]: uri } },
    },
    level,
  );

export const attacks: LaunchCase[] = [
  forged('alg-none', { signature: 'none' }),
  forged('alg-none-case', { signature: 'none', header: { alg: 'nOnE' } }),
  forged('hmac-public-key', { signature: 'hmac-public-key' }),
  forged('hmac-client-id', { signature: 'hmac-client-id' }),
  forged('foreign-key', { signature: 'foreign-key' }),
  forged('embedded-jwk', { signature: 'embedded-jwk' }),
  forged('jku', { signature: 'foreign-key', header: { jku: 'https://evil.example/jwks' } }),
  forged('x5u', { signature: 'foreign-key', header: { x5u: 'https://evil.example/cert' } }),
  forged('kid-path', { signature: 'foreign-key', header: { kid: '../../../../dev/null' } }),
  forged('kid-sql', { signature: 'foreign-key', header: { kid: "' or '1'='1" } }),
  forged('kid-prototype', { signature: 'foreign-key', header: { kid: '__proto__' } }),
  forged('kid-url', { signature: 'foreign-key', header: { kid: 'https://evil.example/k' } }),
  forged('kid-empty', { header: { kid: '' } }),
  forged('signature-broken', { signature: 'broken' }),
  forged('signature-missing', { signature: 'missing' }),
  forged('payload-swapped', { signature: 'swapped-payload' }),
  forged('alg-ps256', { signature: 'PS256' }),
  forged('alg-rs512', { signature: 'RS512' }),
  forged('alg-es256', { signature: 'ES256' }),
  forged('crit-unknown', { header: { crit: ['http://evil.example'], 'http://evil.example': 1 } }),
  forged('token-of-1mb', { padding: 1_000_000 }, 'HARDEN'),
  forged('token-of-100kb', { padding: 100_000 }, 'HARDEN'),

  attack('iss-wrong', 'Security 1.0 5.1.3 rule 2', {
    token: { claims: { iss: 'https://evil.example' } },
  }),
  attack('iss-slash', 'Security 1.0 5.1.3 rule 2', { token: { claims: { iss: '$issuer/' } } }),
  attack('iss-case', 'Security 1.0 5.1.3 rule 2', { token: { claims: { iss: '$ISSUER' } } }),
  attack('aud-wrong', 'Security 1.0 5.1.3 rule 3', {
    token: { claims: { aud: 'another-client' } },
  }),
  attack('aud-list-without-us', 'Security 1.0 5.1.3 rule 3', {
    token: { claims: { aud: ['a', 'b'] } },
  }),
  attack('aud-untrusted-extra', 'Security 1.0 5.1.3 rule 3', {
    token: { claims: { aud: ['$clientId', 'untrusted'], azp: '$clientId' } },
  }),
  attack('aud-extra-without-azp', 'Security 1.0 5.1.3 rule 4', {
    token: { claims: { aud: ['$clientId', 'untrusted'] } },
  }),
  attack(
    'azp-wrong',
    'Security 1.0 5.1.3 rule 5',
    { token: { claims: { azp: 'another-client' } } },
    'SHOULD',
  ),
  attack(
    'deployment-unknown',
    'Core 1.3 3.1.3',
    {
      token: { claims: { [claim.deploymentId]: 'nobody-told-of-this' } },
    },
    'HARDEN',
  ),
  attack(
    'deployment-case',
    'Core 1.3 5.3.3',
    { token: { claims: { [claim.deploymentId]: '$DEPLOYMENT' } } },
    'HARDEN',
  ),

  target('foreign', 'https://evil.example/lti/launch'),
  target('userinfo', 'http://127.0.0.1@evil.example/lti/launch'),
  target('script', 'javascript:alert(1)'),
  target('other-port', 'http://127.0.0.1:1/lti/launch'),

  trick('another-browser', 'Security 1.0 5.1.1; RFC 6819 4.4.1.8'),
  trick('post-twice', 'Security 1.0 5.1.3 rule 11'),
  trick('old-token-in-new-login', 'Security 1.0 5.1.3 rule 11'),
  trick('token-of-another-login', 'OpenID Connect Core 3.2.2.11'),
  trick('state-of-another-login', 'RFC 6749 10.12'),
  trick('both-of-another-login', 'RFC 6749 10.12'),
  trick('state-missing', 'RFC 6749 10.12'),
  trick('state-altered', 'RFC 6749 10.12'),
  trick('state-invented', 'RFC 6749 10.12'),
  trick('token-missing', 'Security 1.0 5.1.3'),
  trick('query-instead-of-form', 'Security 1.0 5.1.1.3', 'HARDEN'),
  trick('json-instead-of-form', 'Security 1.0 5.1.1.3', 'HARDEN'),
  trick('token-of-another-client', 'Security 1.0 5.1.3 rule 3'),
  trick('token-of-another-platform', 'Security 1.0 5.1.3 rule 2'),

  attack('platform-error', 'OpenID Connect Core 3.1.2.6', { request: { error: 'login_required' } }),
];
