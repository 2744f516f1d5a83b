import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Course, Person } from '../courses.ts';
import { type Answer, formPost } from '../http/answer.ts';
import { message, role } from '../names.ts';
import { createPlatform, type Platform } from '../platform.ts';
import { coursePage, framePage, isTeacher } from './course-page.ts';
import { connectPage, homePage } from './home-page.ts';
import { leaveFrame, page, STORAGE_FRAME } from './layout.ts';
import { markup } from './markup.ts';
import { takeContent } from './take-content.ts';

/**
 * A small LMS with pages on the engine: courses, students, a gradebook, deep linking, launches in a
 * frame. Its ids are the same at each start, so that a hub knows it again.
 */
export async function createSandbox({
  host,
  port,
}: {
  /** Default `127.0.0.1`: another site than a hub on `localhost`. */
  host?: string;
  /** Default: a free one. */
  port?: number;
} = {}): Promise<Platform> {
  const platform: Platform = await createPlatform({
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    otherwise: (request, response) => serve(platform, request, response),
    deepLinkPages: { after: (session, answer) => takeContent(platform, session, answer) },
  });
  addCourses(platform);
  return platform;
}

function addCourses({ courses }: Platform): void {
  const people: Pick<Person, 'userId' | 'givenName' | 'familyName' | 'roles'>[] = [
    { userId: 'teacher', givenName: 'Tina', familyName: 'Torres', roles: [role.instructor] },
    { userId: 'ada', givenName: 'Ada', familyName: 'Okafor', roles: [role.learner] },
    { userId: 'ben', givenName: 'Ben', familyName: 'Lindqvist', roles: [role.learner] },
    { userId: 'chen', givenName: 'Chen', familyName: 'Wei', roles: [role.learner] },
  ];
  for (const title of ['Geography 101', 'Biology, evening class']) {
    const course = courses.add({ title, label: title.split(/\W/)[0] ?? title });
    for (const person of people) courses.enrol(course.id, person);
  }
}

function serve(platform: Platform, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', platform.url);
  const answer = request.method === 'GET' ? answerTo(platform, url) : undefined;
  const { status, headers, body } = answer ?? missing();
  response.writeHead(status, headers).end(body);
}

function answerTo(platform: Platform, url: URL): Answer | undefined {
  if (url.pathname === '/') return homePage(platform);
  if (url.pathname === '/connect') return connectPage(platform, url.searchParams.get('url') ?? '');
  const [, area, courseId = '', place, linkId] = url.pathname.split('/');
  const course = platform.courses.get(courseId);
  const person = course && personIn(course, url.searchParams.get('as'));
  if (!course || !person) return undefined;
  const visit = { course, person };
  const as = `as=${encodeURIComponent(person.userId)}`;
  const back = `/courses/${courseId}?${as}`;
  if (area === 'returned') return leaveFrame(back);
  if (area === 'go') return loginOf(platform, { ...visit, place, linkId });
  if (area !== 'courses') return undefined;
  if (place === undefined) return coursePage(platform, visit);
  const src = `/go/${courseId}/${[place, linkId].filter(Boolean).join('/')}?${as}`;
  if (place === 'add') return framePage(visit, { title: 'Add activities', src });
  const link = course.links.get(linkId ?? '');
  return link && framePage(visit, { title: link.title, src });
}

/** In the frame: the login that the browser takes to the tool. */
function loginOf(
  { tools, launch, url }: Platform,
  {
    course,
    person,
    place,
    linkId,
  }: { course: Course; person: Person; place: string | undefined; linkId: string | undefined },
): Answer | undefined {
  const [tool] = tools();
  if (!tool || (place === 'add' && !isTeacher(person))) return undefined;
  const begun = launch({
    ...{ clientId: tool.clientId, courseId: course.id, userId: person.userId },
    storageTarget: STORAGE_FRAME,
    services: ['ags', 'nrps', 'pns'],
    ...(place === 'add' ? { message: message.deepLinking } : linkId && { linkId }),
    presentation: { return_url: `${url}/returned/${course.id}?as=${person.userId}` },
  });
  return formPost(begun.url, begun.parameters);
}

function personIn(course: Course, userId: string | null): Person | undefined {
  return course.members.get(userId ?? 'teacher');
}

function missing(): Answer {
  return page(
    'Not found',
    markup`<h1>There is nothing here</h1><p><a href="/">To the courses</a></p>`,
    404,
  );
}
