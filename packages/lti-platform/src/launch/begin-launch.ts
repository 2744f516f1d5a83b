import type { Context } from '../context.ts';
import { message } from '../names.ts';
import type { Tool } from '../tools.ts';
import type { DeepLinkingSettings, Launch, LaunchRequest } from './launches.ts';

type Parts = Pick<Context, 'tools' | 'launches' | 'deepLinks' | 'courses' | 'issuer' | 'profile'>;

const defaults: DeepLinkingSettings = {
  accept_types: ['link', 'file', 'html', 'ltiResourceLink', 'image'],
  accept_presentation_document_targets: ['iframe', 'window', 'embed'],
  accept_media_types: 'image/*,text/html',
  accept_multiple: true,
  accept_lineitem: true,
  auto_create: false,
  title: 'A title',
  text: 'A text',
};

/** Security 1.0 5.1.1.1: the login that the browser is sent to the tool with. */
export function beginLaunch(parts: Parts, request: LaunchRequest): Launch {
  const tool = toolOf(parts, request);
  const deploymentId = request.deploymentId ?? tool.deploymentIds[0] ?? '';
  const storage =
    request.storageTarget === undefined ? parts.profile.storageTarget : request.storageTarget;
  const session =
    request.message === message.deepLinking
      ? parts.deepLinks.open({
          clientId: tool.clientId,
          deploymentId,
          courseId: request.courseId,
          settings: { ...defaults, ...request.deepLinking },
        })
      : undefined;
  return parts.launches.add({
    request: { ...request, deploymentId },
    url: tool.loginUrl,
    method: request.method ?? 'POST',
    parameters: {
      iss: parts.issuer,
      target_link_uri: targetOf(parts, tool, request),
      client_id: tool.clientId,
      lti_deployment_id: deploymentId,
      ...(storage === null ? {} : { lti_storage_target: storage }),
    },
    ...(session && { sessionId: session.id }),
  });
}

export function toolOf({ tools }: Pick<Context, 'tools'>, { clientId }: LaunchRequest): Tool {
  const tool = tools.get(clientId);
  if (!tool) throw new Error(`There is no tool ${clientId}.`);
  return tool;
}

export function targetOf(
  { courses }: Pick<Context, 'courses'>,
  tool: Tool,
  { targetLinkUri, message: type, courseId, linkId }: LaunchRequest,
): string {
  if (targetLinkUri !== undefined) return targetLinkUri;
  if (type === message.deepLinking) return tool.deepLinkUri;
  const link = courses.get(courseId ?? '')?.links.get(linkId ?? '');
  return link?.url ?? tool.targetLinkUri;
}
