import { randomUUID } from 'node:crypto';
import { DEFINED, MASTERY, MOVE_ON } from '../vocabulary.ts';
import type { HubLms, Launch } from './hub-lms.ts';

const ADL = 'http://adlnet.gov/expapi/verbs';

export interface Score {
  scaled?: number;
  raw?: number;
  min?: number;
  max?: number;
}

interface Activities {
  grouping?: { id: string }[];
  category?: { id: string }[];
}

/** A statement that is still to be sent, with all that a test may break. */
export interface Spoken {
  id?: string;
  actor: { objectType?: string; account?: { homePage: string; name: string }; mbox?: string };
  verb: { id: string };
  object: { objectType?: string; id: string };
  result?: { score?: Score; success?: boolean; completion?: boolean; duration?: string };
  context?: {
    registration?: string;
    contextActivities?: Activities;
    extensions?: Record<string, unknown>;
  };
  timestamp?: string;
}

/** The parts of the launch data that AUs read (cmi5 10.2). */
export interface LaunchData {
  contextTemplate: { contextActivities: Activities; extensions: Record<string, unknown> };
  launchMode: string;
  moveOn: string;
  launchParameters?: string;
  masteryScore?: number;
  returnURL?: string;
  entitlementKey?: { courseStructure: string; alternate?: string };
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, else text. */
  body: unknown;
}

interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** null: none. */
  authorization?: string | null;
}

/** The side of an AU: what a launch gave it, and what it says. */
export interface Au {
  launch: URL;
  registration: string;
  endpoint: string;
  activityId: string;
  actor: Spoken['actor'];
  authorization: string;
  launchData: LaunchData;
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  /** POST of statements. */
  say(...statements: Spoken[]): Promise<Answer>;
  /** Path of the launch data, or of what these parameters make of it. */
  state(parameters?: Record<string, string>): string;
  /** Path of the learner's preferences, or of what these parameters make of it. */
  profile(parameters?: Record<string, string>): string;
  /** cmi5 defined, by all rules. */
  defined(verb: string, score?: Score): Spoken;
  /** cmi5 allowed, by all rules. */
  allowed(verb?: string): Spoken;
}

export async function post(url: string): Promise<Answer> {
  return answerOf(await fetch(url, { method: 'POST' }));
}

export function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

type Launched = Launch | { url: string; registration: string };

/** An AU that has its token and launch data, and has said nothing. */
export async function openAu(lms: HubLms, launched: Launched): Promise<Au> {
  const { url, registration } = 'url' in launched ? launched : await lms.launch(launched);
  const launch = new URL(url);
  const given = (name: string) => launch.searchParams.get(name) ?? '';
  const endpoint = given('endpoint');
  const actor: Spoken['actor'] = JSON.parse(given('actor'));
  const activityId = given('activityId');
  const token = await post(given('fetch'));
  const authorization = `Basic ${propertyOf(token.body, 'auth-token')}`;

  async function ask(method: string, path: string, options: AskOptions = {}): Promise<Answer> {
    const { body, headers = {} } = options;
    const by = options.authorization === undefined ? authorization : options.authorization;
    const isJson = body !== undefined && typeof body !== 'string';
    const response = await fetch(`${endpoint}${path}`, {
      method,
      headers: {
        'X-Experience-API-Version': '1.0.3',
        ...(by !== null && { Authorization: by }),
        ...(isJson && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
    });
    return answerOf(response);
  }
  const agent = JSON.stringify(actor);
  const state = (parameters: Record<string, string> = {}) => {
    const place = { stateId: 'LMS.LaunchData', activityId, agent, registration };
    return `activities/state?${new URLSearchParams({ ...place, ...parameters })}`;
  };
  const profile = (parameters: Record<string, string> = {}) => {
    const place = { profileId: 'cmi5LearnerPreferences', agent };
    return `agents/profile?${new URLSearchParams({ ...place, ...parameters })}`;
  };
  // Sound because the tests of launch data look at each of its parts.
  const launchData = (await ask('GET', state())).body as LaunchData;

  return {
    ...{ launch, registration, endpoint, activityId, actor, authorization, launchData },
    ...{ ask, state, profile },
    ...statementsOf({ activityId, actor, registration, launchData }),
    say: (...statements) => ask('POST', 'statements', { body: statements }),
  };
}

/** What it may say by all rules. */
function statementsOf({
  activityId,
  actor,
  registration,
  launchData,
}: Pick<Au, 'activityId' | 'actor' | 'registration' | 'launchData'>): Pick<
  Au,
  'allowed' | 'defined'
> {
  const allowed = (verb = 'experienced'): Spoken => ({
    ...{ id: randomUUID(), actor: structuredClone(actor), verb: { id: `${ADL}/${verb}` } },
    object: { objectType: 'Activity', id: activityId },
    context: { ...structuredClone(launchData.contextTemplate), registration },
    timestamp: new Date().toISOString(),
  });
  const defined = (verb: string, score?: Score): Spoken => {
    const { context, ...statement } = allowed(verb);
    const isJudged = verb === 'passed' || verb === 'failed';
    const isOutcome = isJudged || verb === 'completed';
    const categories = [DEFINED, ...(isOutcome ? [MOVE_ON] : [])].map((id) => ({ id }));
    const { masteryScore } = launchData;
    return {
      ...statement,
      ...(verb !== 'initialized' && {
        result: {
          duration: 'PT30S',
          ...(isJudged && { success: verb === 'passed' }),
          ...(verb === 'completed' && { completion: true }),
          ...(score && { score }),
        },
      }),
      context: {
        ...context,
        contextActivities: { ...context?.contextActivities, category: categories },
        extensions: {
          ...context?.extensions,
          ...(isJudged && masteryScore !== undefined && { [MASTERY]: masteryScore }),
        },
      },
    };
  };
  return { allowed, defined };
}

/** An AU that learners can see: it has read the preferences and is initialized. */
export async function startAu(lms: HubLms, launched: Launched): Promise<Au> {
  const au = await openAu(lms, launched);
  await au.ask('GET', au.profile());
  await accepted(au, au.defined('initialized'));
  return au;
}

/** Plays an AU with these verbs and ends it. */
export async function playAu(
  lms: HubLms,
  launch: Launch,
  ...verbs: (string | [verb: string, score: Score])[]
): Promise<Au> {
  const au = await startAu(lms, launch);
  for (const said of [...verbs, 'terminated']) {
    const [verb, score] = typeof said === 'string' ? [said] : said;
    await accepted(au, au.defined(verb, score));
  }
  return au;
}

/** Says it; throws when it is refused. */
export async function accepted(au: Au, statement: Spoken): Promise<void> {
  const { status, body } = await au.say(statement);
  if (status !== 200) throw new Error(`${statement.verb.id}: ${status} ${JSON.stringify(body)}`);
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const { status, headers } = response;
  return { status, headers, body: isJson ? JSON.parse(text) : text };
}
