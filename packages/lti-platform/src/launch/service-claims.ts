import type { Context } from '../context.ts';
import { claim, message, scope } from '../names.ts';
import { toolOf } from './begin-launch.ts';
import type { Launch, LaunchRequest } from './launches.ts';

const agsScopes: readonly string[] = [
  scope.lineItem,
  scope.lineItemRead,
  scope.score,
  scope.result,
];

/** The services that this launch offers, as far as the tool was granted them. */
export function serviceClaims(context: Context, launch: Launch): Record<string, unknown> {
  const { request } = launch;
  const { courseId, services = ['ags', 'nrps'] } = request;
  const granted = toolOf(context, request).scopes;
  const ags = agsScopes.filter((name) => granted.includes(name));
  const isInCourse = courseId !== null;
  return {
    ...(isInCourse &&
      services.includes('ags') &&
      ags.length > 0 && { [claim.endpoint]: endpoint(context, request, ags) }),
    ...(isInCourse &&
      services.includes('nrps') &&
      granted.includes(scope.membership) && {
        [claim.namesAndRoles]: {
          context_memberships_url: context.urls.memberships(courseId),
          service_versions: ['2.0'],
        },
      }),
    ...(services.includes('pns') &&
      granted.includes(scope.noticeHandlers) && {
        [claim.notices]: {
          service_versions: ['1.0'],
          platform_notification_service_url: context.urls.noticeHandlers(
            request.deploymentId ?? '',
          ),
          scope: [scope.noticeHandlers],
          notice_types_supported: ['LtiHelloWorldNotice', 'LtiContextCopyNotice'],
        },
      }),
    ...(request.message === message.deepLinking && deepLinking(context, launch)),
  };
}

/** AGS 2.0 3.1: `lineitem` only where the link has just one. */
function endpoint(
  { gradebook, urls }: Context,
  { courseId, linkId, lineItemId, message: type }: LaunchRequest,
  scopes: readonly string[],
): Record<string, unknown> {
  const course = courseId ?? '';
  const ofLink = gradebook
    .lineItemsOf(course)
    .filter(({ resourceLinkId }) => resourceLinkId !== undefined && resourceLinkId === linkId);
  const id = lineItemId ?? (ofLink.length === 1 ? ofLink[0]?.id : undefined);
  return {
    scope: scopes,
    lineitems: urls.lineItems(course),
    ...(id !== undefined &&
      type !== message.deepLinking && { lineitem: urls.lineItem(course, id) }),
  };
}

function deepLinking({ deepLinks, urls }: Context, { sessionId = '' }: Launch) {
  const session = deepLinks.find(sessionId);
  return {
    [claim.deepLinkingSettings]: {
      ...session?.settings,
      deep_link_return_url: urls.deepLinkReturn(sessionId),
      data: session?.data,
    },
  };
}
