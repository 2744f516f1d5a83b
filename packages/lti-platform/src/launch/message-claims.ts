import type { JWTPayload } from 'jose';
import { secondsOf } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Person } from '../courses.ts';
import { claim, message, role } from '../names.ts';
import { targetOf, toolOf } from './begin-launch.ts';
import type { Launch, LaunchRequest, Privacy } from './launches.ts';
import { serviceClaims } from './service-claims.ts';

/** Core 1.3 5.3 and 5.4: all claims of a message, as they should be. */
export function messageClaims(context: Context, launch: Launch, nonce: string): JWTPayload {
  const { request } = launch;
  const tool = toolOf(context, request);
  const nowS = secondsOf(context.clock);
  const course = context.courses.get(request.courseId ?? '');
  const person = course?.members.get(request.userId ?? '');
  return {
    iss: context.issuer,
    aud: tool.clientId,
    iat: nowS,
    exp: nowS + context.profile.idTokenLifeS,
    nonce,
    ...(request.userId !== null && personClaims(request.userId, person, request.privacy ?? 'all')),
    [claim.messageType]: request.message ?? message.resourceLink,
    [claim.version]: '1.3.0',
    [claim.deploymentId]: request.deploymentId,
    [claim.targetLinkUri]: targetOf(context, tool, request),
    [claim.roles]: request.roles ?? person?.roles ?? [role.learner],
    [claim.toolPlatform]: {
      guid: `guid-of-${context.profile.name}`,
      name: 'A platform',
      version: '1',
      product_family_code: context.profile.productFamily,
    },
    [claim.launchPresentation]: {
      document_target: 'iframe',
      locale: 'en',
      return_url: context.urls.launchReturn,
      ...request.presentation,
    },
    ...(course && {
      [claim.context]: {
        id: course.id,
        label: course.label,
        title: course.title,
        type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
      },
    }),
    ...linkClaims(context, request),
    ...serviceClaims(context, launch),
    ...request.claims,
  };
}

/** Core 1.3 5.3.6: what of a person the platform shares. */
function personClaims(
  userId: string,
  person: Person | undefined,
  privacy: Privacy,
): Record<string, unknown> {
  const {
    givenName = 'Given',
    familyName = 'Family',
    email = `${userId}@school.example`,
  } = person ?? {};
  const names = {
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
  };
  return {
    sub: userId,
    ...((privacy === 'all' || privacy === 'names') && names),
    ...((privacy === 'all' || privacy === 'email') && { email }),
  };
}

function linkClaims(
  { courses }: Context,
  { courseId, linkId, message: type, custom, forUser }: LaunchRequest,
): Record<string, unknown> {
  const link = courses.get(courseId ?? '')?.links.get(linkId ?? '');
  const values = { ...link?.custom, ...custom };
  const isAboutLink = type !== message.deepLinking;
  return {
    ...(isAboutLink && {
      [claim.resourceLink]: {
        id: linkId ?? 'a-link',
        title: link?.title ?? 'A link',
        description: '',
      },
    }),
    ...(Object.keys(values).length > 0 && { [claim.custom]: values }),
    ...(forUser !== undefined && { [claim.forUser]: { user_id: forUser, roles: [role.learner] } }),
  };
}
