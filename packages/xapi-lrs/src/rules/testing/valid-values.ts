import fc from 'fast-check';
import type { Json, JsonObject } from '../../json.ts';
import type { Version } from '../../version.ts';
import type { LanguageMap } from '../statement.ts';

/** Any text that PostgreSQL can keep. */
export const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('Ada', 'Paris', '𝔘 \u202e{}'),
  )
  .map((value) => value.replaceAll('\0', ''));

const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);

/** Few enough that statements share some. */
const commonIri = fc.integer({ min: 0, max: 20 }).map((n) => `https://example.org/activities/${n}`);

export const iri = fc.oneof(
  commonIri,
  word.map((name) => `https://example.org/${name}?a=1&b=[2]#part-${name}`),
  word.map((name) => `http://exämple.org/日本/%C3%A4/${name}`),
  fc.uuid().map((id) => `urn:uuid:${id}`),
  word.map((name) => `tag:example.org,2026:${name}`),
);

export const uuid = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
);

export const languageTag = fc.constantFrom(
  'en',
  'en-GB',
  'en-us',
  'de-CH-1996',
  'cmn',
  'zh-Hant-TW',
  'sr-Latn-RS',
  'es-419',
  'sl-rozaj-biske',
  'de-a-foo-b-bar-x-more',
  'x-klingon',
  'i-default',
  'en-GB-oed',
);

export const languageMap: fc.Arbitrary<LanguageMap> = fc.dictionary(languageTag, text, {
  maxKeys: 3,
  noNullPrototype: true,
});

export const duration = fc.constantFrom(
  'PT0S',
  'PT1H30M',
  'P3Y1M29DT4H35M59.14S',
  'P4W',
  'PT0.12567S',
  'P1.5D',
  'PT1,5H',
);

const instant = fc
  .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString());

const offset = fc.constantFrom('Z', '+00:00', '+02:00', '-05:30', '+14:00');
const fraction = fc.constantFrom('', '.5', '.25', '.123456789');

const rfc3339 = fc.oneof(
  instant,
  fc
    .tuple(instant, fraction, offset)
    .map(([date, digits, zone]) => `${date.slice(0, 19)}${digits}${zone}`),
);

const iso8601 = fc.constantFrom(
  '2026-05-04',
  '2026-05-04T12:30',
  '2026-05-04T12:30:15,5+02',
  '2026-05-04T12:30:15.123456-0330',
  '20260504T123015Z',
  '20260504T1230',
  '2024-02-29T23:59:60Z',
);

export function timestamp(version: Version): fc.Arbitrary<string> {
  return version === '2.0.0' ? rfc3339 : fc.oneof(rfc3339, iso8601);
}

/** JSON as it is once parsed: -0 is a value of fast-check, not of what is read back. */
export function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

const extensionValue: fc.Arbitrary<Json> = fc
  .oneof(
    fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }),
    fc.constantFrom<Json>(null, '', {}, [], 'NUL \0', '\ud800', 1e308, -5e-324),
    fc.constant<Json>(JSON.parse('{"__proto__": {"constructor": 1}, "toString": null}')),
  )
  .map((value): Json => JSON.parse(JSON.stringify(value)));

export const extensions: fc.Arbitrary<JsonObject> = fc.dictionary(iri, extensionValue, {
  maxKeys: 2,
  noNullPrototype: true,
});
