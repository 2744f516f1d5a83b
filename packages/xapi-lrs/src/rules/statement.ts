import type { JsonObject } from '../json.ts';

/** Texts by language tag (RFC 5646). */
export type LanguageMap = { [languageTag: string]: string };

export interface Account {
  homePage: string;
  name: string;
}

/** Exactly one of these identifies an agent or an identified group (inverse functional identifier). */
export interface Identifiers {
  /** `mailto:` IRI. */
  mbox?: string;
  mbox_sha1sum?: string;
  openid?: string;
  account?: Account;
}

export interface Agent extends Identifiers {
  objectType?: 'Agent';
  name?: string;
}

/** Anonymous (without identifier, with members) or identified. */
export interface Group extends Identifiers {
  objectType: 'Group';
  name?: string;
  member?: Agent[];
}

export type Actor = Agent | Group;

export interface Verb {
  id: string;
  display?: LanguageMap;
}

export interface InteractionComponent {
  id: string;
  description?: LanguageMap;
}

export const interactionTypes = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
] as const;
export type InteractionType = (typeof interactionTypes)[number];

export interface ActivityDefinition {
  name?: LanguageMap;
  description?: LanguageMap;
  type?: string;
  moreInfo?: string;
  extensions?: JsonObject;
  interactionType?: InteractionType;
  correctResponsesPattern?: string[];
  choices?: InteractionComponent[];
  scale?: InteractionComponent[];
  source?: InteractionComponent[];
  target?: InteractionComponent[];
  steps?: InteractionComponent[];
}

export interface Activity {
  objectType?: 'Activity';
  id: string;
  definition?: ActivityDefinition;
}

export interface StatementRef {
  objectType: 'StatementRef';
  id: string;
}

export interface Score {
  scaled?: number;
  raw?: number;
  min?: number;
  max?: number;
}

export interface Result {
  score?: Score;
  success?: boolean;
  completion?: boolean;
  response?: string;
  /** ISO 8601 duration. */
  duration?: string;
  extensions?: JsonObject;
}

export const contextActivityKinds = ['parent', 'grouping', 'category', 'other'] as const;

/** Senders may give one activity where a list is meant; prepared statements have lists. */
export type ContextActivities = {
  [kind in (typeof contextActivityKinds)[number]]?: Activity | Activity[];
};

/** xAPI 2.0 only. */
export interface ContextAgent {
  objectType: 'contextAgent';
  agent: Agent;
  relevantTypes?: string[];
}

/** xAPI 2.0 only. */
export interface ContextGroup {
  objectType: 'contextGroup';
  group: Group;
  relevantTypes?: string[];
}

export interface Context {
  registration?: string;
  instructor?: Actor;
  team?: Group;
  contextActivities?: ContextActivities;
  contextAgents?: ContextAgent[];
  contextGroups?: ContextGroup[];
  revision?: string;
  platform?: string;
  language?: string;
  statement?: StatementRef;
  extensions?: JsonObject;
}

export interface Attachment {
  usageType: string;
  display: LanguageMap;
  description?: LanguageMap;
  contentType: string;
  /** Octets of the content. */
  length: number;
  /** SHA-2 of the content in hexadecimal. */
  sha2: string;
  fileUrl?: string;
}

interface StatementBase {
  actor: Actor;
  verb: Verb;
  result?: Result;
  context?: Context;
  /** RFC 3339. */
  timestamp?: string;
  attachments?: Attachment[];
}

export interface SubStatement extends StatementBase {
  objectType: 'SubStatement';
  object: Activity | Actor | StatementRef;
}

export interface Statement extends StatementBase {
  id?: string;
  object: Activity | Actor | StatementRef | SubStatement;
  stored?: string;
  authority?: Actor;
  version?: string;
}

/** Verb of statements that void the one they refer to (xAPI 1.0.3 data 2.3.2). */
export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided';
