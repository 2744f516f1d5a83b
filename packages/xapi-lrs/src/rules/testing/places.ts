import type { Json, JsonObject } from '../../json.ts';
import type { Statement } from '../statement.ts';

/** A place in a statement, and what stands there. */
export interface Place {
  kind: Kind;
  /** Keys from the statement inwards; none for the statement itself. */
  path: (string | number)[];
  value: Json;
}

export type ObjectKind =
  | 'statement'
  | 'subStatement'
  | 'agent'
  | 'objectAgent'
  | 'identifiedGroup'
  | 'anonymousGroup'
  | 'authorityGroup'
  | 'account'
  | 'verb'
  | 'activity'
  | 'definition'
  | 'component'
  | 'statementRef'
  | 'result'
  | 'score'
  | 'context'
  | 'contextActivities'
  | 'contextAgent'
  | 'contextGroup'
  | 'attachment';
export type ListKind =
  | 'agents'
  | 'activities'
  | 'components'
  | 'contextAgents'
  | 'contextGroups'
  | 'attachments'
  | 'relevantTypes'
  | 'texts';
export type TextKind =
  | 'iri'
  | 'mbox'
  | 'sha1'
  | 'sha2'
  | 'uuid'
  | 'timestamp'
  | 'duration'
  | 'languageTag'
  | 'mediaType'
  | 'enumeration'
  | 'version'
  | 'text';
export type Kind =
  | ObjectKind
  | ListKind
  | TextKind
  | 'languageMap'
  | 'extensions'
  | 'scaled'
  | 'number'
  | 'length'
  | 'boolean';

type KindOf = Kind | ((value: Json) => Kind);

const activityDefinition: Record<string, Kind> = {
  name: 'languageMap',
  description: 'languageMap',
  type: 'iri',
  moreInfo: 'iri',
  extensions: 'extensions',
  interactionType: 'enumeration',
  correctResponsesPattern: 'texts',
  choices: 'components',
  scale: 'components',
  source: 'components',
  target: 'components',
  steps: 'components',
};

const identifiers: Record<string, Kind> = {
  objectType: 'enumeration',
  name: 'text',
  mbox: 'mbox',
  mbox_sha1sum: 'sha1',
  openid: 'iri',
  account: 'account',
};

const actor = (value: Json): Kind => {
  if (!isJsonObject(value) || value.objectType !== 'Group') return 'agent';
  const names = ['mbox', 'mbox_sha1sum', 'openid', 'account'];
  return names.some((name) => name in value) ? 'identifiedGroup' : 'anonymousGroup';
};

const object = (value: Json): Kind => {
  switch (isJsonObject(value) ? value.objectType : undefined) {
    case 'Agent':
      return 'objectAgent';
    case 'Group':
      return actor(value);
    case 'StatementRef':
      return 'statementRef';
    case 'SubStatement':
      return 'subStatement';
    default:
      return 'activity';
  }
};

const authority = (value: Json): Kind =>
  isJsonObject(value) && value.objectType === 'Group' ? 'authorityGroup' : 'agent';

const activities = (value: Json): Kind => (Array.isArray(value) ? 'activities' : 'activity');

const happening: Record<string, KindOf> = {
  actor,
  verb: 'verb',
  object,
  result: 'result',
  context: 'context',
  timestamp: 'timestamp',
  attachments: 'attachments',
};

/** What stands below an object, by key. */
const properties: Record<ObjectKind, Record<string, KindOf>> = {
  statement: { id: 'uuid', ...happening, stored: 'timestamp', authority, version: 'version' },
  subStatement: { objectType: 'enumeration', ...happening },
  agent: identifiers,
  objectAgent: identifiers,
  identifiedGroup: { ...identifiers, member: 'agents' },
  anonymousGroup: { ...identifiers, member: 'agents' },
  authorityGroup: { ...identifiers, member: 'agents' },
  account: { homePage: 'iri', name: 'text' },
  verb: { id: 'iri', display: 'languageMap' },
  activity: { objectType: 'enumeration', id: 'iri', definition: 'definition' },
  definition: activityDefinition,
  component: { id: 'text', description: 'languageMap' },
  statementRef: { objectType: 'enumeration', id: 'uuid' },
  result: {
    score: 'score',
    success: 'boolean',
    completion: 'boolean',
    response: 'text',
    duration: 'duration',
    extensions: 'extensions',
  },
  score: { scaled: 'scaled', raw: 'number', min: 'number', max: 'number' },
  context: {
    registration: 'uuid',
    instructor: actor,
    team: actor,
    contextActivities: 'contextActivities',
    contextAgents: 'contextAgents',
    contextGroups: 'contextGroups',
    revision: 'text',
    platform: 'text',
    language: 'languageTag',
    statement: 'statementRef',
    extensions: 'extensions',
  },
  contextActivities: {
    parent: activities,
    grouping: activities,
    category: activities,
    other: activities,
  },
  contextAgent: { objectType: 'enumeration', agent: 'agent', relevantTypes: 'relevantTypes' },
  contextGroup: { objectType: 'enumeration', group: actor, relevantTypes: 'relevantTypes' },
  attachment: {
    usageType: 'iri',
    display: 'languageMap',
    description: 'languageMap',
    contentType: 'mediaType',
    length: 'length',
    sha2: 'sha2',
    fileUrl: 'iri',
  },
};

/** What stands in a list. */
const items: Record<ListKind, Kind> = {
  agents: 'agent',
  activities: 'activity',
  components: 'component',
  contextAgents: 'contextAgent',
  contextGroups: 'contextGroup',
  attachments: 'attachment',
  relevantTypes: 'iri',
  texts: 'text',
};

/** Every place of a valid statement but the values of extensions, which are free. */
export function placesOf(statement: Statement): Place[] {
  return placesFrom('statement', [], statement);
}

function placesFrom(kind: Kind, path: Place['path'], value: Json): Place[] {
  return [
    { kind, path, value },
    ...below(kind, value).flatMap(([key, inner, child]) =>
      placesFrom(inner, [...path, key], child),
    ),
  ];
}

function below(kind: Kind, value: Json): [string | number, Kind, Json][] {
  if (Array.isArray(value)) {
    const of = isListKind(kind) ? items[kind] : undefined;
    return value.map((item, index) => [index, kindOf(of, item), item]);
  }
  if (!isJsonObject(value) || kind === 'extensions') return [];
  const kinds = isObjectKind(kind) ? properties[kind] : {};
  return Object.entries(value).map(([key, child]) => [
    key,
    kind === 'languageMap' ? 'text' : kindOf(kinds[key], child),
    child,
  ]);
}

function kindOf(kind: KindOf | undefined, value: Json): Kind {
  if (kind === undefined) throw new Error('A valid statement has no such place.');
  return typeof kind === 'function' ? kind(value) : kind;
}

export function isObjectKind(kind: Kind): kind is ObjectKind {
  return Object.hasOwn(properties, kind);
}

function isListKind(kind: Kind): kind is ListKind {
  return Object.hasOwn(items, kind);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of a statement with another value at a place. */
export function replaceAt(statement: Statement, path: Place['path'], value: Json): Json {
  const [key, ...rest] = path;
  return key === undefined ? value : replaceIn(statement, key, rest, value);
}

function replaceIn(parent: Json, key: string | number, rest: Place['path'], value: Json): Json {
  const replace = (child: Json): Json => {
    const [next, ...further] = rest;
    return next === undefined ? value : replaceIn(child, next, further, value);
  };
  if (Array.isArray(parent)) {
    return parent.map((item, index) => (index === key ? replace(item) : item));
  }
  if (!isJsonObject(parent)) throw new Error('There is no such place.');
  return Object.fromEntries(
    Object.entries(parent).map(([name, child]) => [name, name === key ? replace(child) : child]),
  );
}
