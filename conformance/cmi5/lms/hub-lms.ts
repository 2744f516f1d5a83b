import { HubAnswerError, hubClient, type JobView } from '../../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../../tools/hub-process.ts';
import { createLrsAccess, type LrsAccess } from '../../../tools/lrs-access.ts';
import { coursePackage, courseXml } from './course-package.ts';

/** The parts of a statement that tests look at. */
export interface SeenStatement {
  id: string;
  timestamp: string;
  actor: { objectType?: string; account?: { homePage: string; name: string } };
  verb: { id: string };
  object: { id: string; definition?: { type?: string } };
  result?: {
    score?: { scaled?: number };
    success?: boolean;
    completion?: boolean;
    duration?: string;
    extensions?: Record<string, unknown>;
  };
  context: {
    registration: string;
    extensions: Record<string, unknown>;
    contextActivities: { grouping: { id: string }[]; category?: { id: string }[] };
  };
}

export interface Launch {
  courseId: string;
  personId: string;
  auId?: string;
  launchMode?: 'Normal' | 'Browse' | 'Review';
  returnUrl?: string;
}

/** What a registration shows of itself. */
export interface SeenRegistration {
  id: string;
  completion: string;
  success: string;
  scoreScaled: number | null;
  satisfiedBlocks: string[];
  aus: { id: string; activityId: string; isMet: boolean }[];
}

/** A hub process as an LMS of cmi5, by its API alone. */
export interface HubLms {
  hub: HubProcess;
  access: LrsAccess;
  /** As the hub names itself. */
  origin: string;
  person(locale?: string): Promise<string>;
  /** @returns the course's id. @throws Error with what the hub answered */
  importCourse(file: Buffer, fileName?: string): Promise<string>;
  /** A package of these AUs and blocks, and a learner in it. */
  enrol(...body: string[]): Promise<{ courseId: string; personId: string }>;
  launch(launch: Launch): Promise<{ url: string; registration: string }>;
  /** A link that opens the course for somebody new. */
  playLink(courseId: string): Promise<string>;
  register(who: { courseId: string; personId: string }): Promise<SeenRegistration>;
  registration(courseId: string, id: string): Promise<SeenRegistration>;
  waive(courseId: string, id: string, waiver: object): Promise<SeenRegistration>;
  /** Oldest first. */
  statements(registration: string): Promise<SeenStatement[]>;
  close(): Promise<void>;
}

export async function startHubLms(): Promise<HubLms> {
  const folder = await dataFolder();
  const hub = await startHub({ dataDir: folder.path });
  const { call, imported } = hubClient(hub);
  const access = await createLrsAccess(hub, { defaultVersion: '1.0.3' });
  const course = (courseId: string) => `/v1/courses/${courseId}`;

  const lms: HubLms = {
    ...{ hub, access, origin: hub.url.replace('127.0.0.1', 'localhost') },
    person: async (locale) =>
      (await call<{ id: string }>('POST', '/v1/people', { displayName: 'Ada', locale })).id,
    async importCourse(file, fileName = 'course.zip') {
      const { report } = await imported<ImportView>(new Blob([new Uint8Array(file)]), fileName);
      return report.courseId;
    },
    async enrol(...body) {
      const xml = courseXml({ body: body.join('') });
      const courseId = await lms.importCourse(coursePackage(xml));
      return { courseId, personId: await lms.person() };
    },
    launch: ({ courseId, ...launch }) => call('POST', `${course(courseId)}/launches`, launch),
    async playLink(courseId) {
      const body = { courseId, personId: await lms.person() };
      return (await call<{ url: string }>('POST', '/v1/play-links', body)).url;
    },
    register: ({ courseId, personId }) =>
      call('POST', `${course(courseId)}/registrations`, { personId }),
    registration: (courseId, id) => call('GET', `${course(courseId)}/registrations/${id}`),
    waive: (courseId, id, waiver) =>
      call('POST', `${course(courseId)}/registrations/${id}/waivers`, waiver),
    async statements(registration) {
      const query = `registration=${registration}&ascending=true&limit=500`;
      const answer = await fetch(`${access.endpoint}/statements?${query}`, {
        headers: {
          Authorization: access.authorization,
          'X-Experience-API-Version': '1.0.3',
        },
      });
      if (!answer.ok) throw new HubAnswerError(answer.status, await answer.text());
      return ((await answer.json()) as { statements: SeenStatement[] }).statements;
    },
    async close() {
      await hub.stop();
      await folder.remove();
    },
  };
  return lms;
}

interface ImportView extends JobView {
  report: { courseId: string };
}
