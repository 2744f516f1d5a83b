import { createHash } from 'node:crypto';
import type { PreparedStatement } from '@crosswalk/xapi-lrs';
import fc from 'fast-check';
import { uuidv7 } from '../../platform/crypto/uuid.ts';

/** A statement as a store takes it, with what a test says of it. */
export function testStatement(about: Partial<PreparedStatement> = {}): PreparedStatement {
  const id = about.id ?? uuidv7();
  const json = JSON.stringify({ id, said: about.verb ?? 'did', text: 'ä "quoted" \u0007\u2028\0' });
  return {
    id,
    version: '2.0.0',
    json,
    hasTimestamp: true,
    hash: createHash('sha256').update(json).digest('hex'),
    verb: 'verb:did',
    registration: undefined,
    agents: [],
    activities: [],
    authority: 'mbox:mailto:app@example.com',
    refersTo: undefined,
    voids: false,
    definitions: [],
    names: [],
    attachments: [],
    ...about,
  };
}

export const voiding = (target: string, about: Partial<PreparedStatement> = {}) =>
  testStatement({ verb: 'verb:voided', refersTo: target, voids: true, ...about });

/** Few of each, so that random statements and filters meet. */
const few = (kind: string, count: number) =>
  fc.constantFrom(...Array.from({ length: count }, (_, i) => `${kind}:${i}`));
const mention = (kind: string) => fc.record({ key: few(kind, 4), direct: fc.boolean() });
export const agents = few('agent', 4);
export const activities = few('activity', 4);
export const verbs = few('verb', 3);
export const registrations = fc.constantFrom(
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
);
export const authorities = few('agent', 2);

interface Sketch {
  statement: Partial<PreparedStatement>;
  /** Place, in the whole history, of the statement that it refers to; may lie ahead. */
  refersTo: number | undefined;
}

/** Histories of batches whose statements refer to one another, back and ahead. */
export const histories: fc.Arbitrary<PreparedStatement[][]> = fc
  .array(
    fc.array(
      fc.record<Sketch>({
        statement: fc.record({
          verb: verbs,
          registration: fc.option(registrations, { nil: undefined }),
          agents: fc.array(mention('agent'), { maxLength: 3 }),
          activities: fc.array(mention('activity'), { maxLength: 3 }),
          authority: authorities,
          hasTimestamp: fc.boolean(),
          voids: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        }),
        refersTo: fc.option(fc.nat({ max: 30 }), { nil: undefined, freq: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((batches) => {
    const ids = batches.flat().map(() => uuidv7());
    let place = 0;
    return batches.map((batch) =>
      batch.map(({ statement, refersTo }) => {
        const id = ids[place++];
        const target = refersTo === undefined ? undefined : ids[refersTo];
        const authority = { key: statement.authority ?? '', direct: false };
        return testStatement({
          ...statement,
          ...(id !== undefined && { id }),
          agents: [...(statement.agents ?? []), authority],
          refersTo: target,
          voids: statement.voids === true && target !== undefined,
        });
      }),
    );
  });
