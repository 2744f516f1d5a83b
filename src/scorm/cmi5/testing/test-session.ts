import { randomUUID } from 'node:crypto';
import type { Statement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import type { TestAnswer, TestHub } from '../../../api/test-hub.ts';
import { findCourse } from '../../courses/course.store.ts';
import { type Cmi5Launch, type Cmi5LaunchInput, launchCmi5 } from '../launch.ts';
import type { StatementContext } from '../sessions/session.ts';
import { type AuVerb, categories, extensions, verbs } from '../statements/vocabulary.ts';

/** An AU in the hands of a test, as its launch made it. */
export interface TestSession {
  registration: string;
  sessionId: string;
  parameters: URLSearchParams;
  authorization: string;
  /** Asks the LRS with the token of the session. */
  ask(method: string, path: string, body?: unknown): Promise<TestAnswer>;
  template: StatementContext;
  /** A cmi5 defined statement that keeps the rules. */
  statement(verb: AuVerb, score?: number): Statement;
  say(...statements: Statement[]): Promise<TestAnswer>;
}

type LaunchOptions = Partial<Omit<Cmi5LaunchInput, 'course' | 'personId'>>;

type Launched = { courseId: string; personId: string } & LaunchOptions;

export async function launchFor(
  { hub, tenantId }: TestHub,
  { courseId, personId, ...options }: Launched,
): Promise<Cmi5Launch> {
  const course = await hub.database.read(tenantId, (db) => findCourse(db, courseId));
  if (!course) throw new Error('no such course');
  const deps = { ...hub, publicUrl: hub.config.publicUrl };
  return launchCmi5(deps, tenantId, {
    ...{ course, personId, launchMode: 'Normal' },
    ...options,
  });
}

/** Launches an AU over the code, and goes on over HTTP as an AU does: token, launch data, preferences. */
export async function beginSession(hub: TestHub, launched: Launched): Promise<TestSession> {
  const { request } = hub;
  const { url, registration, sessionId } = await launchFor(hub, launched);
  const parameters = new URL(url).searchParams;
  const given = (name: string) => parameters.get(name) ?? '';
  const fetched = await request('POST', new URL(given('fetch')).pathname, { key: null });
  const authorization = `Basic ${propertyOf(fetched.body, 'auth-token')}`;
  const ask: TestSession['ask'] = (method, path, body) =>
    request(method, `/xapi/${path}`, {
      key: null,
      body,
      headers: { Authorization: authorization, 'X-Experience-API-Version': '1.0.3' },
    });
  const { activityId, actor } = { activityId: given('activityId'), actor: given('actor') };
  const place = new URLSearchParams({ activityId, agent: actor, registration });
  const data = await ask('GET', `activities/state?stateId=LMS.LaunchData&${place}`);
  expect(data.status, data.text).to.equal(200);
  const profile = new URLSearchParams({ profileId: 'cmi5LearnerPreferences', agent: actor });
  await ask('GET', `agents/profile?${profile}`);
  // Sound because the launch data are ours.
  const template = propertyOf(data.body, 'contextTemplate') as StatementContext;
  const masteryScore = propertyOf(data.body, 'masteryScore');
  return {
    ...{ registration, sessionId, parameters, authorization, ask, template },
    say: (...statements) => ask('POST', 'statements', statements),
    statement: (verb, score) => ({
      id: randomUUID(),
      actor: JSON.parse(actor),
      verb: { id: verbs[verb], display: { en: verb } },
      object: { objectType: 'Activity', id: activityId },
      ...resultOf(verb, score),
      context: {
        ...template,
        registration,
        contextActivities: {
          ...template.contextActivities,
          category: [categories.cmi5, ...(isJudged(verb) ? [categories.moveOn] : [])].map((id) => ({
            id,
          })),
        },
        extensions: {
          ...template.extensions,
          ...(typeof masteryScore === 'number' && { [extensions.masteryScore]: masteryScore }),
        },
      },
      timestamp: new Date().toISOString(),
    }),
  };
}

function isJudged(verb: AuVerb): boolean {
  return verb === 'completed' || verb === 'passed' || verb === 'failed';
}

function resultOf(verb: AuVerb, scaled: number | undefined): Pick<Statement, 'result'> {
  if (verb === 'initialized') return {};
  return {
    result: {
      ...(verb === 'completed' && { completion: true }),
      ...(verb === 'passed' && { success: true }),
      ...(verb === 'failed' && { success: false }),
      ...(scaled !== undefined && { score: { scaled } }),
      duration: 'PT12.5S',
    },
  };
}

export function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
