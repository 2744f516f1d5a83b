import type { Level, LoginCase, LoginCheck } from '../case.ts';

const login = (
  name: string,
  parameters: LoginCase['parameters'],
  check: LoginCheck,
  { method = 'POST', level = 'MUST', specRef = 'Security 1.0 5.1.1.1' }: Partial<LoginCase> = {},
): LoginCase => ({
  id: `login.${name}`,
  kind: 'login',
  ...{ specRef, level, method, parameters, check },
});

const harden: { level: Level } = { level: 'HARDEN' };

export const logins: LoginCase[] = [
  login('post', {}, 'goes-to-platform'),
  login('get', {}, 'goes-to-platform', { method: 'GET' }),
  login('iss-missing', { iss: null }, 'refused'),
  login('login-hint-missing', { login_hint: null }, 'refused'),
  login('target-missing', { target_link_uri: null }, 'refused'),
  login('iss-unknown', { iss: 'https://unknown.example' }, 'refused'),
  login('client-unknown', { client_id: 'unknown' }, 'refused'),
  login('iss-slash', { iss: '$issuer/' }, 'refused'),
  login(
    'unknown-parameters',
    { unknown: 'x', nonce: 'chosen', state: 'chosen' },
    'fresh-state-and-nonce',
  ),
  login('fresh-state-and-nonce', {}, 'fresh-state-and-nonce', { specRef: 'Security 1.0 5.1.1.2' }),
  login('unguessable', {}, 'unguessable', { specRef: 'RFC 6749 10.10' }),
  login('secure-cookie', {}, 'secure-cookie', {
    level: 'SHOULD',
    specRef: 'RFC 6265 4.1.2; RFC 9700 4.7',
  }),
  login('message-hint-unaltered', { lti_message_hint: '{"a":"ä &=+%20/?#"}' }, 'goes-to-platform', {
    specRef: 'Core 1.3 4.1.1',
  }),
  login('message-hint-space', { lti_message_hint: ' ' }, 'goes-to-platform', {
    specRef: 'Core 1.3 4.1.1',
  }),
  login('deployment-unknown', { lti_deployment_id: 'unknown' }, 'stays-up', {
    specRef: 'Core 1.3 4.1.3',
  }),
  login('target-foreign', { target_link_uri: 'https://evil.example/' }, 'fixed-redirect-uri', {
    ...harden,
    specRef: 'RFC 9700 4.1',
  }),
  login(
    'target-userinfo',
    { target_link_uri: 'http://127.0.0.1@evil.example/' },
    'fixed-redirect-uri',
    { ...harden, specRef: 'RFC 9700 4.1' },
  ),
  login('target-script', { target_link_uri: 'javascript:alert(1)' }, 'fixed-redirect-uri', {
    ...harden,
    specRef: 'RFC 9700 4.1',
  }),
  login(
    'target-line-break',
    { target_link_uri: 'http://127.0.0.1/\r\nX-Evil: 1' },
    'fixed-redirect-uri',
    { ...harden, specRef: 'RFC 9110 5.5' },
  ),
  login('echo-in-iss', { iss: '"><script>alert(1)</script>' }, 'no-echo', {
    ...harden,
    specRef: 'OWASP A03',
  }),
  login('echo-in-client', { client_id: '"><script>alert(1)</script>' }, 'no-echo', {
    ...harden,
    specRef: 'OWASP A03',
  }),
  login('echo-in-target', { target_link_uri: '"><script>alert(1)</script>' }, 'no-echo', {
    ...harden,
    specRef: 'OWASP A03',
  }),
  login('hint-of-8kb', { lti_message_hint: 'h'.repeat(8_000) }, 'goes-to-platform', harden),
  login('hint-of-2mb', { lti_message_hint: 'h'.repeat(2_000_000) }, 'stays-up', harden),
  login('null-byte', { login_hint: 'a\u0000b', client_id: 'a\u0000b' }, 'stays-up', harden),
];
