import type { Version } from '../../version.ts';
import { voidedVerb } from '../statement.ts';
import { activity } from './activity.ts';
import { actor, agent, authority, group } from './actors.ts';
import { attachments } from './attachment.ts';
import { context, statementRef } from './context.ts';
import { result } from './result.ts';
import { type Fault, fault, isObject, misfit, type Rule, under } from './rule.ts';
import { forbidden, required, shape } from './shape.ts';
import { formatted, iri, languageMap, oneOf, timestamp, uuid } from './value-rules.ts';

const verb = shape({
  name: 'a verb',
  requirement: 'XAPI-00044',
  properties: {
    id: required(iri('XAPI-00044'), 'XAPI-00044'),
    display: languageMap('XAPI-00045'),
  },
});

const objectTypes = ['Activity', 'Agent', 'Group', 'StatementRef', 'SubStatement'];
const anyObjectType = oneOf(objectTypes, 'XAPI-00046');

/** What an object without objectType seems to be, which only an Activity may lack. */
function unnamedObject(value: Record<string, unknown>): Fault | undefined {
  const is = (key: string): boolean => Object.hasOwn(value, key);
  if (is('mbox') || is('mbox_sha1sum') || is('openid') || is('account') || is('member')) {
    return fault('lacks "objectType"', '"objectType": "Agent" or "Group"', 'XAPI-00065');
  }
  if (is('actor') || is('verb')) {
    return fault('lacks "objectType"', '"objectType": "SubStatement"', 'XAPI-00073');
  }
  return undefined;
}

function objectRule(subStatement: Rule): Rule {
  const rules = new Map<unknown, Rule>([
    ['Activity', activity],
    ['Agent', agent],
    ['Group', group],
    ['StatementRef', statementRef],
    ['SubStatement', subStatement],
  ]);
  return (value) => {
    if (!isObject(value)) return misfit(value, `one of ${objectTypes.join(', ')}`, 'XAPI-00005');
    const { objectType } = value;
    const rule = rules.get(objectType);
    if (rule !== undefined) return rule(value);
    if (Object.hasOwn(value, 'objectType')) {
      const broken = anyObjectType(objectType);
      if (broken !== undefined) return under('objectType', broken);
    }
    return unnamedObject(value) ?? activity(value);
  };
}

/** xAPI 1.0.3 data 2.4.6: revision and platform only with an Activity. */
function checkContextOfActivity(statement: Record<string, unknown>): Fault | undefined {
  const { object, context: ofStatement } = statement;
  if (!isObject(ofStatement) || !isObject(object)) return undefined;
  if (object.objectType === undefined || object.objectType === 'Activity') return undefined;
  for (const [key, requirement] of [
    ['revision', 'XAPI-00084'],
    ['platform', 'XAPI-00085'],
  ] as const) {
    if (Object.hasOwn(ofStatement, key)) {
      const found = `does not go with an object of type ${object.objectType}`;
      return under('context', under(key, fault(found, 'an Activity as object', requirement)));
    }
  }
  return undefined;
}

/** xAPI 1.0.3 data 2.3.2. */
function checkVoiding(statement: Record<string, unknown>): Fault | undefined {
  const { verb: done, object } = statement;
  if (!isObject(done) || done.id !== voidedVerb) return undefined;
  if (isObject(object) && object.objectType === 'StatementRef') return undefined;
  return under('object', fault('is voided', 'a StatementRef', 'XAPI-00017'));
}

const versions = {
  '1.0.3': formatted((text) => /^1\.0(?:\.\d+)?$/.test(text), '"1.0.0" or 1.0.x', 'XAPI-00101'),
  // A statement may come as it was written for 1.0.x, and keeps that version (XAPI-00332).
  '2.0.0': formatted((text) => /^[12]\.0(?:\.\d+)?$/.test(text), '"2.0.0" or 1.0.x', 'XAPI-00101'),
};

/** xAPI 1.0.3 data 2.4, 2.0 4.2.2. */
export function statement(version: Version): Rule {
  const common = {
    actor: required(actor('XAPI-00003'), 'XAPI-00003'),
    verb: required(verb, 'XAPI-00004'),
    result,
    context: context(version),
    timestamp: timestamp(version, 'XAPI-00022'),
    attachments,
  };
  const subStatement = shape({
    name: 'a SubStatement',
    requirement: 'XAPI-00066',
    properties: {
      objectType: oneOf(['SubStatement'], 'XAPI-00046'),
      ...common,
      object: required(
        objectRule(forbidden('no SubStatement in a SubStatement', 'XAPI-00071')),
        'XAPI-00005',
      ),
      id: forbidden('no id in a SubStatement', 'XAPI-00070'),
      stored: forbidden('no stored in a SubStatement', 'XAPI-00069'),
      version: forbidden('no version in a SubStatement', 'XAPI-00068'),
      authority: forbidden('no authority in a SubStatement', 'XAPI-00067'),
    },
    across: [checkContextOfActivity],
  });
  return shape({
    name: 'a Statement',
    requirement: 'XAPI-00014',
    properties: {
      id: uuid('XAPI-00027'),
      ...common,
      object: required(objectRule(subStatement), 'XAPI-00005'),
      stored: timestamp(version, 'XAPI-00023'),
      authority,
      version: versions[version],
    },
    across: [checkContextOfActivity, checkVoiding],
  });
}
