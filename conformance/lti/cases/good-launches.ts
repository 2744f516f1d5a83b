import { claim, role } from '@crosswalk/lti-platform';
import type { LaunchCase, LaunchMutation, Level, Who } from '../case.ts';

const good = (
  name: string,
  specRef: string,
  mutate: LaunchMutation,
  { who = 'student', level = 'MUST' }: { who?: Who; level?: Level } = {},
): LaunchCase => ({
  id: `launch.good.${name}`,
  kind: 'launch',
  ...{ specRef, level, who, mutate },
  expect: 'launched',
});

const INSTITUTION = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';
const own = { student: role.learner, instructor: role.instructor };
const short = { student: 'Learner', instructor: 'Instructor' };

/** The nine good launches of certification, each by an instructor and by a student. */
const certification = (['instructor', 'student'] as const).flatMap((who) => {
  const roles = (...names: string[]): LaunchMutation => ({ request: { roles: names } });
  const variants: [string, LaunchMutation][] = [
    ['plain', {}],
    ['many-roles', roles(own[who], `${INSTITUTION}Staff`, `${INSTITUTION}Other`, role.mentor)],
    ['short-role', roles(short[who])],
    ['unknown-role', roles(own[who], 'http://purl.imsglobal.org/vocab/lis/v2/unknown#Helper')],
    ['no-role', roles()],
    ['email-only', { request: { privacy: 'email' } }],
    ['names-only', { request: { privacy: 'names' } }],
    ['no-pii', { request: { privacy: 'nothing' } }],
    ['no-context', { noCourse: true }],
  ];
  return variants.map(([name, mutate]) =>
    good(`${who}-${name}`, 'Core 1.3 5.3; certification', mutate, { who }),
  );
});

const added = (claims: Record<string, unknown>): LaunchMutation => ({ request: { claims } });
const token = (claims: Record<string, unknown>): LaunchMutation => ({ token: { claims } });

export const goodLaunches: LaunchCase[] = [
  ...certification,
  good('unknown-claims', 'Core 1.3 5.3', added({ 'https://lms.example/x': { a: [1, null] } })),
  good(
    'claims-of-other-specs',
    'Core 1.3 5.3',
    added({
      'https://purl.imsglobal.org/spec/lti-ces/claim/caliper-endpoint-service': { scopes: [] },
      'https://purl.imsglobal.org/spec/lti/claim/eulaservice': { url: 'https://lms.example/eula' },
    }),
  ),
  good(
    'custom-missing',
    'Core 1.3 5.4.6',
    { token: { without: [claim.custom] } },
    { who: 'instructor' },
  ),
  good('custom-unresolved', 'Core 1.3 5.4.6', {
    request: { custom: { start: '$CourseSection.timeFrame.begin', link: '{link_id}' } },
  }),
  good('presentation-missing', 'Core 1.3 5.4.4', {
    token: { without: [claim.launchPresentation] },
  }),
  good('presentation-empty', 'Core 1.3 5.4.4', token({ [claim.launchPresentation]: {} })),
  good('platform-missing', 'Core 1.3 5.4.2', { token: { without: [claim.toolPlatform] } }),
  good(
    'lis',
    'Core 1.3 5.4.5',
    added({ [claim.lis]: { person_sourcedid: 'p', course_section_sourcedid: 'c' } }),
  ),
  good(
    'link-with-id-only',
    'Core 1.3 5.3.5',
    token({ [claim.resourceLink]: { id: 'only-an-id' } }),
  ),
  good(
    'empty-names',
    'Core 1.3 5.3',
    token({ name: '', given_name: '', family_name: '', email: '' }),
  ),
  good(
    'unicode-names',
    'Core 1.3 5.3.6',
    token({ name: '𝔘𝔫𝔦 İstanbul שָׁלוֹם 👩‍🔬', given_name: 'ß' }),
  ),
  good('long-sub', 'Core 1.3 5.3.6', token({ sub: 's'.repeat(255) })),
  good(
    'long-resource-link-id',
    'Core 1.3 5.3.5',
    token({ [claim.resourceLink]: { id: 'r'.repeat(255) } }),
  ),
  good('case-of-ids', 'Core 1.3 5.3.5', token({ [claim.resourceLink]: { id: 'AbC-aBc' } })),
  good('aud-list-of-one', 'OpenID Connect Core 2', {
    request: { claims: {} },
    token: { claims: { aud: ['$clientId'] } },
  }),
  good('aud-list-of-one-azp', 'OpenID Connect Core 2', {
    token: { claims: { aud: ['$clientId'], azp: '$clientId' } },
  }),
  good('azp', 'Security 1.0 5.1.3', { token: { claims: { azp: '$clientId' } } }),
  good('header-typ-missing', 'RFC 7519 5.1', { token: { withoutHeader: ['typ'] } }),
  good('second-deployment', 'Core 1.3 3.1.3', { secondDeployment: true }),
  good(
    'token-30s-old',
    'Security 1.0 5.1.3 rule 10',
    { token: { times: { iat: -30, exp: 270 } } },
    { level: 'SHOULD' },
  ),
  good(
    'clock-20s-ahead',
    'Security 1.0 5.1.3 (D2L clocks)',
    { token: { times: { iat: 20, nbf: 20, exp: 320 } } },
    { level: 'SHOULD' },
  ),
  good(
    'clock-20s-behind',
    'Security 1.0 5.1.3',
    { token: { times: { iat: -80, exp: -20 } } },
    { level: 'SHOULD' },
  ),
  good(
    'times-with-fractions',
    'RFC 7519 2',
    { token: { times: { iat: -1.5, exp: 299.5 } } },
    { level: 'SHOULD' },
  ),
  good(
    'institution-roles-only',
    'Core 1.3 A.2.2',
    { request: { roles: [role.administrator] } },
    { who: 'instructor' },
  ),
  good(
    'sub-role',
    'Core 1.3 A.2.3.1',
    {
      request: {
        roles: [
          'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant',
          role.instructor,
        ],
      },
    },
    { who: 'instructor' },
  ),
  good('test-student', 'Core 1.3 A.2.1', { request: { roles: [role.learner, role.testUser] } }),
  good('target-with-query', 'Core 1.3 5.3.4', {
    request: { targetLinkUri: '$target?a=1&b=%C3%A4' },
  }),
  good('message-hint-missing', 'Core 1.3 4.1', { request: { hasMessageHint: false } }),
  good('login-by-get', 'Security 1.0 5.1.1.1', { request: { method: 'GET' } }),
  good('login-without-client', 'Core 1.3 4.1.2', { request: { login: { client_id: null } } }),
  good('login-without-deployment', 'Core 1.3 4.1.3', {
    request: { login: { lti_deployment_id: null } },
  }),
  good('two-tabs', 'Security 1.0 5.1.1', { trick: 'two-tabs' }),
  good(
    'blocked-cookies',
    'postMessage Storage 0.1',
    {
      trick: 'blocked-cookies',
      request: { storageTarget: 'storage' },
    },
    { level: 'SHOULD' },
  ),
  {
    ...good('anonymous', 'Core 1.3 5.3.6.1', {}, { who: 'nobody' }),
    level: 'SHOULD',
  },
];
