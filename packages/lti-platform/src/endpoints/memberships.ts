import type { Context } from '../context.ts';
import type { Course, Person } from '../courses.ts';
import { type Answer, json, Refusal } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import { claim, mediaType, message, scope } from '../names.ts';
import { pageOf } from './paging.ts';
import { serviceCall } from './service-call.ts';

/** NRPS 2.0 2. */
export function membershipsRoute(context: Context): Route {
  return {
    name: 'memberships',
    methods: ['GET'],
    path: '/courses/:courseId/memberships',
    handle: (exchange) => list(context, exchange),
  };
}

function list(context: Context, exchange: Exchange): Answer {
  const answers = mediaType.memberships;
  serviceCall(context, exchange, { scopes: [scope.membership], answers });
  const course = context.courses.get(exchange.params.courseId ?? '');
  if (!course) throw new Refusal(404, 'No such course');
  const query = exchange.url.searchParams;
  const linkId = query.get('rlid');
  if (linkId !== null && !course.links.has(linkId)) throw new Refusal(404, 'No such link');
  const since = query.get('since');
  const wanted = query.get('role');
  const people = (since === null ? current(course) : changed(course, Number(since))).filter(
    ({ roles }) => wanted === null || roles.some((name) => name.endsWith(wanted)),
  );
  const asked = Number(query.get('limit') ?? context.profile.membersPerPage);
  const perPage = Math.min(asked, context.profile.membersPerPage);
  const isLast = Number(query.get('page') ?? 0) + perPage >= people.length;
  const page = pageOf(people, exchange.url, {
    perPage,
    style: 'rfc8288',
    // NRPS 2.0 2.4.3: where the changes from now on can be asked for.
    ...(isLast && { links: { differences: differencesOf(exchange.url, course) } }),
  });
  const body = {
    id: exchange.url.href,
    context: { id: course.id, label: course.label, title: course.title },
    members: page.items.map((person) => member(person, linkId)),
  };
  return json(body, { type: context.profile.membershipAnswer, headers: page.headers });
}

function differencesOf(url: URL, course: Course): string {
  const differences = new URL(url.pathname, url);
  differences.searchParams.set('since', String(course.changes.length));
  return differences.href;
}

const current = (course: Course) =>
  [...course.members.values()].filter(({ status }) => status !== 'Deleted');

/** NRPS 2.0 2.4.3: who was added, changed or removed (`Deleted`) since. */
function changed(course: Course, since: number): Person[] {
  const ids = new Set(course.changes.slice(since));
  return [...course.members.values()].filter(({ userId }) => ids.has(userId));
}

function member(person: Person, linkId: string | null): Record<string, unknown> {
  const { userId, roles, givenName, familyName, email, status, isStatusTold } = person;
  return {
    user_id: userId,
    roles,
    ...(isStatusTold && { status }),
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
    email,
    ...(linkId !== null && {
      message: [
        { [claim.messageType]: message.resourceLink, [claim.resourceLink]: { id: linkId } },
      ],
    }),
  };
}
