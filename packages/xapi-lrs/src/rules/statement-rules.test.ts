import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../json.ts';
import { type Version, versions } from '../version.ts';
import { checkStatement } from './statement-rules.ts';
import { breaks } from './testing/breaks.ts';
import { complaintOf } from './testing/complaint-of.ts';
import { type Place, placesOf, replaceAt } from './testing/places.ts';
import { validStatement } from './testing/valid-statement.ts';

describe('rules of statements', () => {
  for (const version of versions) {
    it(`any valid statement of ${version} is accepted as it is`, () => {
      fc.assert(
        fc.property(validStatement(version), (statement) => {
          expect(checkStatement(statement, version)).to.equal(statement);
        }),
        { numRuns: 1000 },
      );
    });

    for (const { title, at, version: only = version } of breaks) {
      if (only !== version) continue;
      it(`${version}: ${title} is refused, and the error says where`, () => {
        let broken = 0;
        fc.assert(
          fc.property(validStatement(version), (statement) => {
            for (const place of placesOf(statement)) {
              for (const value of at(place)) {
                broken += 1;
                expectRefusal(replaceAt(statement, place.path, value), version, place);
              }
            }
          }),
          { numRuns: 20 },
        );
        expect(broken).to.be.greaterThan(0);
      });
    }
  }
});

function expectRefusal(input: Json, version: Version, { path }: Place): void {
  const { pointer, message, expected, requirement } = complaintOf(() =>
    checkStatement(input, version),
  );
  const place = path
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
  expect(
    `${pointer}/`.startsWith(`${place}/`) || `${place}/`.startsWith(`${pointer}/`),
    `${pointer} for ${place}`,
  ).to.equal(true);
  expect(message).to.be.a('string');
  expect(expected).to.be.a('string');
  expect(requirement).to.match(/^(XAPI-\d{5}|data 2\.4\.4\.1|data 4\.1|2\.0 4\.\d.*)$/);
}
