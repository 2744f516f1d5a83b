import { claim } from '@crosswalk/lti-platform';
import type { DeepLinkCase } from '../case.ts';

const dl = (
  name: string,
  mutate: DeepLinkCase['mutate'],
  expect: DeepLinkCase['expect'],
  {
    level = 'MUST',
    specRef = 'Deep Linking 2.0 4.5',
    profile,
    who = 'instructor',
  }: Partial<DeepLinkCase> = {},
): DeepLinkCase => ({
  id: `deep-link.${name}`,
  kind: 'deep-link',
  ...{ specRef, level, who, mutate, expect },
  ...(profile && { profile }),
});

const asked = (deepLinking: object, count: number, more: object = {}) => ({
  request: { deepLinking },
  count,
  ...more,
});

export const deepLinks: DeepLinkCase[] = [
  dl('one-item', { count: 1 }, { items: 1 }),
  dl('two-items', { count: 2 }, { items: 2 }),
  dl('nothing-chosen', { count: 0 }, { items: 0 }),
  dl('line-item', { count: 1, withLineItem: true }, { items: 1 }),
  dl(
    'one-only',
    asked({ accept_multiple: false }, 1),
    { items: 1 },
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl(
    'one-of-two',
    asked({ accept_multiple: false }, 2),
    { atMost: 1 },
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl(
    'no-line-item',
    asked({ accept_lineitem: false }, 1, { withLineItem: true }),
    { items: 1 },
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl(
    'links-only',
    asked({ accept_types: ['ltiResourceLink'] }, 1),
    { items: 1 },
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl(
    'type-not-ours',
    asked({ accept_types: ['file'] }, 1),
    { atMost: 0 },
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl(
    'then-launch',
    { count: 1, thenLaunch: true },
    { items: 1 },
    { specRef: 'Deep Linking 2.0 3.2; Core 1.3 5.4.6' },
  ),
  dl('second-deployment', { count: 1, secondDeployment: true }, { items: 1 }),
  dl('settings-missing', { count: 1, token: { without: [claim.deepLinkingSettings] } }, 'refused', {
    specRef: 'Deep Linking 2.0 4.4.1',
  }),
  dl(
    'return-url-missing',
    {
      count: 1,
      token: {
        claims: {
          [claim.deepLinkingSettings]: {
            accept_types: ['ltiResourceLink'],
            accept_presentation_document_targets: ['iframe'],
          },
        },
      },
    },
    'refused',
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl(
    'return-url-script',
    {
      count: 1,
      token: {
        claims: {
          [claim.deepLinkingSettings]: {
            deep_link_return_url: 'javascript:alert(1)',
            accept_types: ['ltiResourceLink'],
            accept_presentation_document_targets: ['iframe'],
          },
        },
      },
    },
    'refused',
    { level: 'HARDEN' },
  ),
  dl(
    'accept-types-missing',
    {
      count: 1,
      token: {
        claims: {
          [claim.deepLinkingSettings]: {
            deep_link_return_url: 'https://lms.example/return',
            accept_presentation_document_targets: ['iframe'],
          },
        },
      },
    },
    'refused',
    { specRef: 'Deep Linking 2.0 4.4.1' },
  ),
  dl('student', { count: 1 }, 'refused', { level: 'HARDEN', who: 'student' }),
  dl('no-context', { count: 1, noCourse: true }, { items: 1 }, { specRef: 'Deep Linking 2.0 4.4' }),
];
