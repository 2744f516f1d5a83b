import type { Json, JsonObject } from '../../json.ts';
import type { Version } from '../../version.ts';
import { isJsonObject, isObjectKind, type Kind, type ObjectKind, type Place } from './places.ts';

/** A change that makes a valid statement break a rule. */
export interface Break {
  title: string;
  /** Where the rule is of one version only. */
  version?: Version;
  /** What to put at a place instead; nothing when the change does not apply there. */
  at: (place: Place) => Json[];
}

const texts: Partial<Record<Kind, string[]>> = {
  iri: [
    '',
    'example.org/x',
    'ab=c://example.org',
    'http:',
    'http://a b',
    'http://a/%zz',
    'urn:\ud800',
  ],
  mbox: ['', 'ada@example.org', 'mailto:ada', 'mailto:a@b@c', 'MAILTO:a@b.c', 'mailto:a@b?cc=d@e'],
  sha1: ['', 'ab', 'g'.repeat(40), 'a'.repeat(41)],
  sha2: ['', 'ab', 'g'.repeat(64), 'a'.repeat(65), 'a'.repeat(40)],
  uuid: [
    '',
    '6690e6c93ef04ed38b377f3964730bee',
    '{6690e6c9-3ef0-4ed3-8b37-7f3964730bee}',
    '6690e6c9-3ef0-4ed3-8b37-7f3964730bee8',
    '6690e6c9-3ef0-4ed3-8b37-7f3964730beg',
  ],
  timestamp: [
    '',
    'yesterday',
    '01/11/2015',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-05-04T24:00:00Z',
    '2026-05-04T12:30:61Z',
    '2026-05-04T12:30:00-00:00',
    '2026-05-04T12:30:00-0000',
    '2026-05-04T12:30:00-00',
    '2026-05-04T12:30:00+24:00',
    ' 2026-05-04T12:30:00Z',
    '2026-05-04 12:30:00Z',
  ],
  duration: ['', 'P', 'PT', '1H', 'PA1H', '-PT1H', 'P1Y2W', 'PT1.5H3M', 'PT1S ', 'PT.5S', 'P1H'],
  languageTag: ['', 'a', 'a12345678', 'en_GB', 'en-', 'zh-a-aaa-a-bbb', 'de-1996-1996', 'en-a'],
  mediaType: ['', 'text', 'text/', 'text/plain; charset', 'text plain/x', 'text/plain,text/html'],
  enumeration: ['', 'Nonsense'],
  version: ['', '0.9.9', '1.1.0', '3.0.0', '1', '1.0.x'],
  text: ['NUL \0', 'lone \ud800', '\udfff'],
};

const ofOtherTypes: Partial<Record<Kind, Json[]>> = {
  boolean: ['true', 1, {}, []],
  number: ['1', true, [], Number.POSITIVE_INFINITY],
  scaled: ['0.5', 1.01, -1.01, true],
  length: ['27', -1, 1.5, 2 ** 53],
};

const required: Partial<Record<ObjectKind, string[]>> = {
  statement: ['actor', 'verb', 'object'],
  subStatement: ['actor', 'verb', 'object', 'objectType'],
  objectAgent: ['objectType'],
  anonymousGroup: ['objectType', 'member'],
  authorityGroup: ['objectType', 'member'],
  account: ['homePage', 'name'],
  verb: ['id'],
  activity: ['id'],
  component: ['id'],
  statementRef: ['objectType', 'id'],
  contextAgent: ['objectType', 'agent'],
  contextGroup: ['objectType', 'group'],
  attachment: ['usageType', 'display', 'contentType', 'length', 'sha2'],
};

const ada = { mbox: 'mailto:ada@example.org' };

/** Properties that may not join what is there. */
const excess: Partial<Record<ObjectKind, JsonObject[]>> = {
  subStatement: [
    { id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' },
    { stored: '2026-05-04T12:30:00Z' },
    { version: '1.0.0' },
    { authority: ada },
  ],
  agent: [{ member: [ada] }, { mbox: ada.mbox, openid: 'https://example.org/ada' }],
  identifiedGroup: [{ mbox: ada.mbox, openid: 'https://example.org/ada' }],
  authorityGroup: [ada],
  anonymousGroup: [{ member: [] }, { member: [{ objectType: 'Group', ...ada }] }],
  definition: [
    { interactionType: 'numeric', steps: [] },
    { interactionType: 'choice', scale: [] },
    { interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] },
  ],
  score: [
    { min: 1, max: 1 },
    { min: 0, max: 10, raw: 11 },
    { min: 0, max: 10, raw: -1 },
  ],
  contextActivities: [{ sibling: [] }],
};

export const breaks: Break[] = [
  {
    title: 'null',
    at: ({ path }) => (path.length === 0 ? [] : [null]),
  },
  {
    title: 'a text without its format',
    at: ({ kind }) => texts[kind] ?? [],
  },
  {
    title: 'a value of another type',
    at: ({ kind }) =>
      ofOtherTypes[kind] ?? (kind in texts ? [5, true, {}, ['a']] : [5, true, 'text']),
  },
  {
    title: 'an unknown property',
    at: ({ kind, value }) =>
      isObjectKind(kind) && isJsonObject(value)
        ? [
            { ...value, nonsense: 1 },
            JSON.parse(`{"__proto__": 1, ${JSON.stringify(value).slice(1)}`),
          ]
        : [],
  },
  {
    title: 'a property in another case',
    at: ({ kind, value }) =>
      isObjectKind(kind) && isJsonObject(value)
        ? Object.keys(value).map((key) => renamed(value, key, key.toUpperCase()))
        : [],
  },
  {
    title: 'a value of an enumeration in another case',
    at: ({ kind, value }) =>
      kind === 'enumeration' && typeof value === 'string' ? [value.toUpperCase()] : [],
  },
  {
    title: 'a missing property',
    at: ({ kind, value }) =>
      isObjectKind(kind) && isJsonObject(value)
        ? (required[kind] ?? []).map((key) => without(value, key))
        : [],
  },
  {
    title: 'a property too many',
    at: ({ kind, value }) =>
      isObjectKind(kind) && isJsonObject(value)
        ? (excess[kind] ?? []).map((added) => ({ ...value, ...added }))
        : [],
  },
  {
    title: 'an agent without identifier',
    at: ({ kind, value }) =>
      kind === 'agent' && isJsonObject(value)
        ? [['mbox', 'mbox_sha1sum', 'openid', 'account'].reduce(without, value)]
        : [],
  },
  {
    title: 'a key that is no language tag',
    at: ({ kind, value }) =>
      kind === 'languageMap' && isJsonObject(value)
        ? [
            { ...value, en_GB: 'x' },
            { ...value, '': 'x' },
          ]
        : [],
  },
  {
    title: 'a key that is no IRI',
    at: ({ kind, value }) =>
      kind === 'extensions' && isJsonObject(value)
        ? [
            { ...value, session: 'x' },
            { ...value, '': 'x' },
          ]
        : [],
  },
  {
    title: 'an extension that cannot be kept',
    at: ({ kind, value }) =>
      kind === 'extensions' && isJsonObject(value)
        ? [
            { ...value, 'urn:x': { far: [Number.NEGATIVE_INFINITY] } },
            { ...value, 'urn:x': deep() },
          ]
        : [],
  },
  {
    title: 'relevant types without any',
    version: '2.0.0',
    at: ({ kind }) => (kind === 'relevantTypes' ? [[]] : []),
  },
  {
    title: 'an authority of other than two agents',
    at: ({ kind, value }) =>
      kind === 'authorityGroup' && isJsonObject(value) && Array.isArray(value.member)
        ? [
            { ...value, member: value.member.slice(1) },
            { ...value, member: [...value.member, ada] },
            { ...value, member: [ada, ada] },
          ]
        : [],
  },
  {
    title: 'a SubStatement in a SubStatement',
    at: ({ kind, value }) =>
      kind === 'subStatement' && isJsonObject(value) ? [{ ...value, object: value }] : [],
  },
  {
    title: 'a voided object that is no StatementRef',
    at: ({ kind, value }) =>
      kind === 'statement' && isJsonObject(value)
        ? [
            {
              ...value,
              verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
              object: { id: 'https://example.org/x' },
            },
          ]
        : [],
  },
  {
    title: 'a revision or platform without an activity',
    at: ({ kind, value }) =>
      (kind === 'statement' || kind === 'subStatement') && isJsonObject(value)
        ? [
            { ...value, object: { objectType: 'Agent', ...ada }, context: { revision: '1' } },
            { ...value, object: { objectType: 'Group', ...ada }, context: { platform: 'p' } },
          ]
        : [],
  },
  {
    title: 'a signature of another media type',
    at: ({ kind, value }) =>
      kind === 'attachment' && isJsonObject(value)
        ? [
            {
              ...value,
              usageType: 'http://adlnet.gov/expapi/attachments/signature',
              contentType: 'text/plain',
            },
          ]
        : [],
  },
];

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = object;
  return rest;
}

function renamed(object: JsonObject, key: string, name: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([each, value]) => [each === key ? name : each, value]),
  );
}

function deep(): Json {
  return JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
}
