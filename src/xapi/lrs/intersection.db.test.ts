import { expect } from 'chai';
import fc from 'fast-check';
import { intersect } from '../../../packages/xapi-lrs/src/postgres/listing/intersect.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';

const PLACES = 60;

/** Places as bursts, some dense and some sparse: conditions change their parts along the way. */
const places = fc
  .array(
    fc.record({ from: fc.nat(PLACES), length: fc.nat(20), step: fc.integer({ min: 1, max: 7 }) }),
    {
      maxLength: 4,
    },
  )
  .map((bursts) => [
    ...new Set(
      bursts.flatMap(({ from, length, step }) =>
        Array.from({ length }, (_, i) => from + i * step).filter((place) => place < PLACES),
      ),
    ),
  ]);

const cases = fc.record({
  conditions: fc.array(fc.array(places, { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 4,
  }),
  listing: fc.record({
    from: fc.oneof(fc.constant(0), fc.nat(PLACES)),
    before: fc.oneof(fc.constant(PLACES), fc.nat(PLACES)),
    ascending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 12 }),
  }),
  effort: fc.record({
    sample: fc.integer({ min: 1, max: 8 }),
    candidates: fc.integer({ min: 1, max: 6 }),
    rounds: fc.integer({ min: 1, max: 30 }),
    probeCost: fc.integer({ min: 0, max: 3 }),
  }),
});

describe('intersections of keys', () => {
  let db: Database;

  before(async () => {
    db = await testDatabase();
  });

  it('are exact, however the keys lie and however little is looked at in a round', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(cases, async ({ conditions, listing, effort }) => {
        let key = 0;
        const keyed = conditions.map((lists) =>
          lists.map((list) => ({ key: String(key++), list })),
        );
        const rows = keyed.flat().flatMap(({ key, list }) => list.map((seq) => ({ key, seq })));
        const tenant = await testTenant(db);
        const seqs = await db.tenant(tenant, async (t) => {
          await t.query(
            `insert into statement_key select $1, x.* from unnest($2::bigint[], $3::bigint[]) as x`,
            [tenant, rows.map(({ key }) => key), rows.map(({ seq }) => seq)],
          );
          return intersect(
            t,
            { ...listing, conditions: keyed.map((lists) => lists.map(({ key }) => key)) },
            effort,
          );
        });
        const common = Array.from({ length: PLACES }, (_, place) => place).filter(
          (place) =>
            place >= listing.from &&
            place < listing.before &&
            conditions.every((lists) => lists.some((list) => list.includes(place))),
        );
        if (!listing.ascending) common.reverse();
        expect(seqs).to.deep.equal(common.slice(0, listing.limit));
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 150) },
    );
  });
});
