import type { JsonObject } from '../json.ts';

// Type aliases, so that each of them is a JsonObject too.

/** Texts by language tag (RFC 5646). */
export type LanguageMap = { [languageTag: string]: string };

export type Account = {
  homePage: string;
  name: string;
};

/** Exactly one of these identifies an agent or an identified group (inverse functional identifier). */
export type Identifiers = {
  /** `mailto:` IRI. */
  mbox?: string;
  mbox_sha1sum?: string;
  openid?: string;
  account?: Account;
};

export type Agent = Identifiers & {
  objectType?: 'Agent';
  name?: string;
};

/** Anonymous (without identifier, with members) or identified. */
export type Group = Identifiers & {
  objectType: 'Group';
  name?: string;
  member?: Agent[];
};

export type Actor = Agent | Group;

export type Verb = {
  id: string;
  display?: LanguageMap;
};

export type InteractionComponent = {
  id: string;
  description?: LanguageMap;
};

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

export type ActivityDefinition = {
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
};

export type Activity = {
  objectType?: 'Activity';
  id: string;
  definition?: ActivityDefinition;
};

export type StatementRef = {
  objectType: 'StatementRef';
  id: string;
};

export type Score = {
  scaled?: number;
  raw?: number;
  min?: number;
  max?: number;
};

export type Result = {
  score?: Score;
  success?: boolean;
  completion?: boolean;
  response?: string;
  /** ISO 8601 duration. */
  duration?: string;
  extensions?: JsonObject;
};

export const contextActivityKinds = ['parent', 'grouping', 'category', 'other'] as const;

/** Senders may give one activity where a list is meant; prepared statements have lists. */
export type ContextActivities = {
  [kind in (typeof contextActivityKinds)[number]]?: Activity | Activity[];
};

/** xAPI 2.0 only. */
export type ContextAgent = {
  objectType: 'contextAgent';
  agent: Agent;
  relevantTypes?: string[];
};

/** xAPI 2.0 only. */
export type ContextGroup = {
  objectType: 'contextGroup';
  group: Group;
  relevantTypes?: string[];
};

export type Context = {
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
};

export type Attachment = {
  usageType: string;
  display: LanguageMap;
  description?: LanguageMap;
  contentType: string;
  /** Octets of the content. */
  length: number;
  /** SHA-2 of the content in hexadecimal. */
  sha2: string;
  fileUrl?: string;
};

type StatementBase = {
  actor: Actor;
  verb: Verb;
  result?: Result;
  context?: Context;
  /** RFC 3339. */
  timestamp?: string;
  attachments?: Attachment[];
};

/** An Agent as object has to tell its objectType, an Activity not. */
export type SimpleObject = Activity | (Agent & { objectType: 'Agent' }) | Group | StatementRef;

export type SubStatement = StatementBase & {
  objectType: 'SubStatement';
  object: SimpleObject;
};

export type Statement = StatementBase & {
  id?: string;
  object: SimpleObject | SubStatement;
  stored?: string;
  authority?: Actor;
  version?: string;
};

/** Verb of statements that void the one they refer to (xAPI 1.0.3 data 2.3.2). */
export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided';
