import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { LrsAccess } from '../../../tools/lrs-access.ts';
import { SESSION } from '../../cmi5/vocabulary.ts';
import { type LmsServer, openLmsServer } from '../lms/server.ts';
import { type Visit, type VisitPlace, type VisitResult, visit } from '../visit.ts';
import type { Au, OpenedAus } from './opened-au.ts';

/** The parts of a statement that tests look at. */
export interface SentStatement {
  id: string;
  timestamp: string;
  actor: object;
  verb: { id: string };
  object: { id: string; definition?: { interactionType?: string; name?: Record<string, string> } };
  result?: {
    score?: { scaled: number };
    success?: boolean;
    completion?: boolean;
    duration?: string;
    response?: string;
  };
  context: {
    registration: string;
    extensions?: Record<string, unknown>;
    contextActivities?: Record<string, { id: string }[]>;
  };
}

export interface Attendance extends VisitResult {
  /** What the session sent, in the order of its arrival. */
  statements: SentStatement[];
  sessionId: string;
}

export interface XapiVisit extends Visit {
  launchMode?: 'Normal' | 'Browse' | 'Review';
  /** The token was fetched before. */
  isStale?: boolean;
  returnUrl?: string;
  look?: VisitPlace['onBeforeLeave'];
}

/** One learner in one registration; statements and documents go to a real LRS. */
export interface SmallLms {
  /** Launches by cmi5, or as the Tin Can guideline has it. */
  attend(au: Au, plan: XapiVisit): Promise<Attendance>;
  activityIdOf(au: Au): string;
  origin: string;
  close(): Promise<void>;
}

export const PUBLISHER = 'https://publisher.example/grouping';

export interface SmallLmsDeps {
  browser: Browser;
  access: LrsAccess;
  opened: OpenedAus;
  profile: 'cmi5' | 'xapi';
}

export async function openSmallLms(deps: SmallLmsDeps): Promise<SmallLms> {
  const { browser, access, opened, profile } = deps;
  const registration = randomUUID();
  const actor = {
    objectType: 'Agent',
    account: { homePage: 'https://school.example', name: randomUUID() },
  };
  /** Answers of the fetch URL by its path. */
  const tokens = new Map<string, string>();
  const files: Record<string, () => string> = {
    '/lms/back.html': () => '<!doctype html><title>Back</title><p class="cw-page">Welcome back</p>',
  };
  const server: LmsServer = await openLmsServer({
    packageFolder: opened.folder,
    files,
    onCommit() {},
  });
  // 10.2.1: the LMS's own id, not the publisher's.
  const activityIdOf = ({ id }: Au) => `https://school.example/aus/${encodeURIComponent(id)}`;

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = {
      Authorization: access.authorization,
      'X-Experience-API-Version': '1.0.3',
      'Content-Type': 'application/json',
    };
    const response = await fetch(`${access.endpoint}/${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const prepare = async (au: Au, plan: XapiVisit, sessionId: string): Promise<void> => {
    const query = new URLSearchParams({
      stateId: 'LMS.LaunchData',
      activityId: activityIdOf(au),
      agent: JSON.stringify(actor),
      registration,
    });
    const launchData = {
      contextTemplate: {
        contextActivities: { grouping: [{ id: PUBLISHER }] },
        extensions: { [SESSION]: sessionId },
      },
      launchMode: plan.launchMode ?? 'Normal',
      moveOn: au.moveOn,
      ...(au.masteryScore !== undefined && { masteryScore: au.masteryScore }),
      ...(plan.returnUrl && { returnURL: plan.returnUrl }),
    };
    await ask(`activities/state?${query}`, { method: 'PUT', body: JSON.stringify(launchData) });
  };
  /** 8.2.3: once. */
  const offerToken = (sessionId: string, isStale: boolean): string => {
    const path = `/lms/fetch-${sessionId}`;
    tokens.set(path, isStale ? '' : access.authorization.replace('Basic ', ''));
    files[path] = () => {
      const token = tokens.get(path);
      tokens.set(path, '');
      return JSON.stringify(
        token ? { 'auth-token': token } : { 'error-code': '1', 'error-text': 'fetched before' },
      );
    };
    return `${server.origin}${path}`;
  };
  const launchUrl = (au: Au, sessionId: string, plan: XapiVisit): string => {
    const common = { endpoint: `${access.endpoint}/`, actor: JSON.stringify(actor), registration };
    const own: Record<string, string> =
      profile === 'cmi5'
        ? { fetch: offerToken(sessionId, plan.isStale ?? false), activityId: activityIdOf(au) }
        : { auth: access.authorization, activity_id: au.id, grouping: PUBLISHER };
    return `/package/${au.url}?${new URLSearchParams({ ...common, ...own })}`;
  };
  const sentSince = async (since: number): Promise<SentStatement[]> => {
    const list = await ask(`statements?ascending=true&limit=500&registration=${registration}`);
    const { statements } = (await list.json()) as { statements: SentStatement[] };
    return statements.slice(since);
  };

  return {
    origin: server.origin,
    activityIdOf,
    async attend(au, plan) {
      const sessionId = randomUUID();
      const before = (await sentSince(0)).length;
      if (profile === 'cmi5') await prepare(au, plan, sessionId);
      const launch = launchUrl(au, sessionId, plan);
      const place = { browser, url: server.origin + launch, launch, onBeforeLeave: plan.look };
      let hasEnded = plan.isStale ?? false;
      let tries = 0;
      const isStored = () => {
        void sentSince(before).then((sent) => {
          hasEnded ||= /(terminated|suspended)$/.test(sent.at(-1)?.verb.id ?? '');
        });
        // A moment for what must not follow the end.
        return hasEnded && ++tries > 15;
      };
      const result = await visit({ ...place, isStored }, plan);
      return { ...result, statements: await sentSince(before), sessionId };
    },
    close: () => server.close(),
  };
}
