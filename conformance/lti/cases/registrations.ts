import type { Fault } from '@crosswalk/lti-platform';
import type { RegistrationCase } from '../case.ts';

const reg = (
  name: string,
  mutate: RegistrationCase['mutate'],
  expect: RegistrationCase['expect'],
  { level = 'MUST', specRef = 'Dynamic Registration 1.0 3' }: Partial<RegistrationCase> = {},
): RegistrationCase => ({
  id: `registration.${name}`,
  kind: 'registration',
  ...{ specRef, level, mutate, expect },
});

const fault = (path: Fault['path'], given: object): Fault =>
  ({ path, nth: 'every', ...given }) as Fault;
const configuration = (values: object) => fault('configuration', { body: JSON.stringify(values) });

export const registrations: RegistrationCase[] = [
  reg('good', {}, 'registered'),
  reg('then-launch', { thenLaunch: true }, 'registered'),
  reg('token-refused', { token: 'invented' }, 'refused', {
    specRef: 'Dynamic Registration 1.0 3.5',
  }),
  reg('configuration-500', { faults: [fault('configuration', { status: 500 })] }, 'refused'),
  reg('configuration-bad-json', { faults: [fault('configuration', { badJson: true })] }, 'refused'),
  reg('configuration-empty', { faults: [configuration({})] }, 'refused'),
  reg(
    'configuration-redirect',
    { faults: [fault('configuration', { redirectTo: 'http://169.254.169.254/' })] },
    'refused',
    { level: 'HARDEN' },
  ),
  reg('configuration-hanging', { faults: [fault('configuration', { hang: true })] }, 'refused', {
    level: 'SHOULD',
  }),
  reg(
    'issuer-of-another-host',
    {
      faults: [
        configuration({
          issuer: 'https://evil.example',
          authorization_endpoint: '$url/authorize',
          token_endpoint: '$url/token',
          jwks_uri: '$url/jwks',
          registration_endpoint: '$url/registration',
        }),
      ],
    },
    'refused',
    { specRef: 'Dynamic Registration 1.0 3.5; OpenID Discovery 4.3' },
  ),
  reg('registration-400', { faults: [fault('registration', { status: 400 })] }, 'refused'),
  reg('registration-bad-json', { faults: [fault('registration', { badJson: true })] }, 'refused'),
  reg(
    'registration-without-client',
    { faults: [fault('registration', { body: '{"client_name":"x"}' })] },
    'refused',
  ),
];
