import fc from 'fast-check';
import type { Version } from '../../version.ts';
import { signatureUsageType } from '../attachments.ts';
import {
  type Attachment,
  type Context,
  type Result,
  type Score,
  type SimpleObject,
  type Statement,
  type StatementRef,
  type SubStatement,
  type Verb,
  voidedVerb,
} from '../statement.ts';
import { activity } from './valid-activity.ts';
import { actor, agent, authority, group } from './valid-actors.ts';
import {
  asJson,
  duration,
  extensions,
  iri,
  languageMap,
  languageTag,
  text,
  timestamp,
  uuid,
} from './valid-values.ts';

const verb: fc.Arbitrary<Verb> = fc.record(
  { id: fc.oneof(iri, fc.constant(voidedVerb)), display: languageMap },
  { requiredKeys: ['id'] },
);

const finite = fc
  .oneof(fc.integer(), fc.double({ noDefaultInfinity: true, noNaN: true }))
  .map(asJson);

const score: fc.Arbitrary<Score> = fc
  .record(
    {
      scaled: fc.double({ min: -1, max: 1, noNaN: true }).map(asJson),
      raw: finite,
      min: finite,
      max: finite,
    },
    { requiredKeys: [] },
  )
  .map(inOrder);

/** The same numbers, with min below max and raw between them. */
function inOrder({ scaled, raw, min, max }: Score): Score {
  const ordered: Score = scaled === undefined ? {} : { scaled };
  const numbers = [min, raw, max].filter((value) => value !== undefined).sort((a, b) => a - b);
  if (min !== undefined && max !== undefined && numbers[0] === numbers.at(-1)) return ordered;
  if (min !== undefined) ordered.min = numbers.shift() ?? min;
  if (max !== undefined) ordered.max = numbers.pop() ?? max;
  if (raw !== undefined) ordered.raw = numbers[0] ?? raw;
  return ordered;
}

const result: fc.Arbitrary<Result> = fc.record(
  {
    score,
    success: fc.boolean(),
    completion: fc.boolean(),
    response: text,
    duration,
    extensions,
  },
  { requiredKeys: [] },
);

const statementRef: fc.Arbitrary<StatementRef> = fc.record({
  objectType: fc.constant<'StatementRef'>('StatementRef'),
  id: uuid,
});

const activities = fc.oneof(activity, fc.array(activity, { maxLength: 3 }));
const relevantTypes = fc.array(iri, { minLength: 1, maxLength: 2 });

const context1: fc.Arbitrary<Context> = fc.record(
  {
    registration: uuid,
    instructor: actor,
    team: group,
    contextActivities: fc.record(
      { parent: activities, grouping: activities, category: activities, other: activities },
      { requiredKeys: [] },
    ),
    revision: text,
    platform: text,
    language: languageTag,
    statement: statementRef,
    extensions,
  },
  { requiredKeys: [] },
);

const context2: fc.Arbitrary<Context> = fc.record(
  {
    contextAgents: fc.array(
      fc.record(
        { objectType: fc.constant<'contextAgent'>('contextAgent'), agent, relevantTypes },
        { requiredKeys: ['objectType', 'agent'] },
      ),
      { maxLength: 2 },
    ),
    contextGroups: fc.array(
      fc.record(
        { objectType: fc.constant<'contextGroup'>('contextGroup'), group, relevantTypes },
        { requiredKeys: ['objectType', 'group'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

function context(version: Version): fc.Arbitrary<Context> {
  if (version === '1.0.3') return context1;
  return fc.tuple(context1, context2).map(([common, added]) => ({ ...common, ...added }));
}

const hexadecimal = (digits: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 9 }).map((n) => `${n}fA0`.repeat(digits / 4));

const attachment: fc.Arbitrary<Attachment> = fc
  .record(
    {
      usageType: fc.oneof(iri, fc.constant(signatureUsageType)),
      display: languageMap,
      description: languageMap,
      contentType: fc.constantFrom('text/plain', 'text/plain; charset="utf-8"', 'image/svg+xml'),
      length: fc.nat(),
      sha2: fc.oneof(...[56, 64, 96, 128].map(hexadecimal)),
      fileUrl: iri,
    },
    { requiredKeys: ['usageType', 'display', 'contentType', 'length', 'sha2'] },
  )
  .map((one) =>
    one.usageType === signatureUsageType
      ? { ...one, contentType: 'application/octet-stream' }
      : one,
  );

const attachments = fc.array(attachment, { maxLength: 2 });

const simpleObject: fc.Arbitrary<SimpleObject> = fc.oneof(
  { weight: 3, arbitrary: activity },
  agent.map((one) => ({ ...one, objectType: 'Agent' as const })),
  group,
  statementRef,
);

const ownVersions = { '1.0.3': ['1.0', '1.0.0', '1.0.9'], '2.0.0': ['2.0.0', '2.0', '1.0.3'] };

/**
 * Any statement that keeps every rule of that version, as it is once parsed from JSON. Identifiers and
 * IRIs come from a small stock now and then, so that several statements share some.
 */
export function validStatement(version: Version): fc.Arbitrary<Statement> {
  const happening = {
    actor,
    verb,
    result,
    context: context(version),
    timestamp: timestamp(version),
    attachments,
  };
  const subStatement: fc.Arbitrary<SubStatement> = fc
    .record(
      {
        objectType: fc.constant<'SubStatement'>('SubStatement'),
        ...happening,
        object: simpleObject,
      },
      { requiredKeys: ['objectType', 'actor', 'verb', 'object'] },
    )
    .map(fitContext);
  return fc
    .record(
      {
        id: uuid,
        ...happening,
        object: fc.oneof({ weight: 3, arbitrary: simpleObject }, subStatement),
        stored: timestamp(version),
        authority,
        version: fc.constantFrom(...ownVersions[version]),
      },
      { requiredKeys: ['actor', 'verb', 'object'] },
    )
    .map((statement) => asJson(fitVerb(fitContext(statement))));
}

/** Revision and platform only with an activity. */
function fitContext<T extends Statement | SubStatement>(statement: T): T {
  const { object, context: given } = statement;
  if (given === undefined || (object.objectType ?? 'Activity') === 'Activity') return statement;
  const { revision: _, platform: __, ...fitting } = given;
  return { ...statement, context: fitting };
}

/** Only a StatementRef can be voided. */
function fitVerb(statement: Statement): Statement {
  const { verb: done, object } = statement;
  if (done.id !== voidedVerb || object.objectType === 'StatementRef') return statement;
  return { ...statement, verb: { ...done, id: 'https://example.org/verbs/did' } };
}
