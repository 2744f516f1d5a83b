import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { dataFolder, type HubProcess, startHub } from '../../../tools/hub-process.ts';
import { createLrsAccess, type LrsAccess } from '../../../tools/lrs-access.ts';
import { openChromium } from '../../scorm/chromium.ts';
import { type ContentSite, openSite } from './client-page.ts';

/** The parts of @xapi/cmi5 that are used here. */
interface Cmi5Session {
  initialize(): Promise<unknown>;
  getLearnerPreferences(): { languagePreference?: string };
  interactionTrueFalse(test: string, question: string, answer: boolean): Promise<unknown>;
  pass(score: number): Promise<unknown>;
  complete(): Promise<unknown>;
  terminate(): Promise<unknown>;
}

declare const Cmi5: new () => Cmi5Session;

interface Sent {
  actor: object;
  verb: { id: string };
  object: { id: string };
  context: {
    registration: string;
    extensions: Record<string, string>;
    contextActivities: { grouping: { id: string }[]; category?: { id: string }[] };
  };
}

const actor = {
  objectType: 'Agent',
  account: { homePage: 'https://school.example', name: 'learner-1' },
};
const activityId = 'https://school.example/courses/1/units/1';
const SESSION = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';

describe('@xapi/cmi5 in Chromium, launched on a page of another origin', function () {
  this.timeout(60_000);
  const registration = randomUUID();
  const sessionId = randomUUID();
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let hub: HubProcess;
  let access: LrsAccess;
  let site: ContentSite;
  let sent: Sent[];

  before('launch and play', async () => {
    [browser, folder, site] = await Promise.all([
      openChromium(),
      dataFolder(),
      openSite('@xapi/cmi5/dist/Cmi5.umd.js'),
    ]);
    hub = await startHub({ dataDir: folder.path });
    access = await createLrsAccess(hub, { defaultVersion: '1.0.3' });
    await prepareLaunch();
    await play();
    const list = await ask('GET', `statements?ascending=true&registration=${registration}`);
    sent = ((await list.json()) as { statements: Sent[] }).statements;
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await hub?.stop();
    await folder?.remove();
  });

  it('sends what its session holds, in order', () => {
    expect(sent.map(({ verb }) => verb.id.split('/').at(-1))).to.deep.equal([
      ...['initialized', 'answered', 'passed', 'completed', 'terminated'],
    ]);
    for (const statement of sent) expect(statement.actor).to.deep.include(actor);
  });

  it('has read the launch data: its statements carry the context template', () => {
    for (const { context } of sent) {
      expect(context.registration).to.equal(registration);
      expect(context.extensions[SESSION]).to.equal(sessionId);
      expect(context.contextActivities.grouping.map(({ id }) => id)).to.include(
        'https://school.example/publisher/1',
      );
    }
  });

  /** As an LMS does before a launch (cmi5 8.1, 10.0 and 11.0). */
  async function prepareLaunch(): Promise<void> {
    const agent = encodeURIComponent(JSON.stringify(actor));
    const state = `activityId=${encodeURIComponent(activityId)}&registration=${registration}`;
    await ask('PUT', `activities/state?stateId=LMS.LaunchData&agent=${agent}&${state}`, {
      contextTemplate: {
        contextActivities: { grouping: [{ id: 'https://school.example/publisher/1' }] },
        extensions: { [SESSION]: sessionId },
      },
      launchMode: 'Normal',
      moveOn: 'CompletedAndPassed',
      masteryScore: 0.7,
    });
    await ask('PUT', `agents/profile?profileId=cmi5LearnerPreferences&agent=${agent}`, {
      languagePreference: 'de-DE',
    });
  }

  async function play(): Promise<void> {
    const authToken = Buffer.from(`${access.key}:${access.secret}`).toString('base64');
    site.answer('/fetch', () => ({ 'auth-token': authToken }));
    const query = new URLSearchParams({
      ...{ endpoint: `${access.endpoint}/`, fetch: `${site.url}fetch`, registration, activityId },
      actor: JSON.stringify(actor),
    });
    const page = await browser.newPage();
    await page.goto(`${site.url}?${query}`);
    const language = await page.evaluate(async () => {
      const session = new Cmi5();
      await session.initialize();
      await session.interactionTrueFalse('test', 'question', true);
      await session.pass(0.9);
      await session.complete();
      await session.terminate();
      return session.getLearnerPreferences().languagePreference;
    });
    expect(language).to.equal('de-DE');
    await page.close();
  }

  async function ask(method: string, path: string, document?: object): Promise<Response> {
    const response = await fetch(`${access.endpoint}/${path}`, {
      method,
      headers: {
        Authorization: access.authorization,
        'X-Experience-API-Version': '1.0.3',
        ...(document && { 'Content-Type': 'application/json', 'If-None-Match': '*' }),
      },
      ...(document && { body: JSON.stringify(document) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
});
