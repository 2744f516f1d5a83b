import type { ToolUrls } from '../registrations/tool-urls.ts';
import { wantedScopes } from '../scopes.ts';
import { isObject } from './json-object.ts';
import type { OpenidConfiguration } from './openid-configuration.ts';

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const DEEP_LINKING = 'LtiDeepLinkingRequest';

/** Claims that a launch reads; a platform may leave out any but the first two. */
const claims = ['iss', 'sub', 'name', 'given_name', 'family_name', 'email', 'locale'];

/** What of this tool's wishes the platform can grant, for the page and for the request. */
export function offerOf({ scopesSupported, messages }: OpenidConfiguration) {
  const deepLinking = messages.find(({ type }) => type === DEEP_LINKING);
  return {
    // Some platforms name no scopes there and grant them all the same.
    scopes:
      scopesSupported.length === 0
        ? [...wantedScopes]
        : wantedScopes.filter((scope) => scopesSupported.includes(scope)),
    hasDeepLinking: deepLinking !== undefined || messages.length === 0,
    placements: deepLinking?.placements ?? [],
  };
}

/** The body of a registration request (Dynamic Registration 1.0, 3.6). */
export function toolConfiguration({
  urls,
  scopes,
  placements,
  hasDeepLinking,
}: {
  urls: ToolUrls;
  scopes: readonly string[];
  /** Of deep linking. */
  placements: readonly string[];
  hasDeepLinking: boolean;
}) {
  return {
    application_type: 'web',
    client_name: 'Crosswalk',
    response_types: ['id_token'],
    grant_types: ['client_credentials', 'implicit'],
    initiate_login_uri: urls.login,
    redirect_uris: [urls.launch],
    jwks_uri: urls.jwks,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopes.join(' '),
    [TOOL]: {
      domain: new URL(urls.launch).host,
      description: 'Decks and quizzes whose results arrive in the gradebook.',
      target_link_uri: urls.launch,
      claims,
      messages: [
        { type: 'LtiResourceLinkRequest', target_link_uri: urls.launch, label: 'Crosswalk' },
        ...(hasDeepLinking
          ? [
              {
                type: DEEP_LINKING,
                target_link_uri: urls.deepLink,
                label: 'Choose from Crosswalk',
                ...(placements.length > 0 && { placements }),
              },
            ]
          : []),
      ],
    },
  };
}

/** The answer to it (3.7). Undefined when it has no client id. */
export function readRegistered(
  found: unknown,
): { clientId: string; deploymentId: string | undefined; scopes: string[] } | undefined {
  if (!isObject(found)) return undefined;
  const { client_id: clientId, scope } = found;
  if (typeof clientId !== 'string' || clientId === '') return undefined;
  const tool = isObject(found[TOOL]) ? found[TOOL] : {};
  const { deployment_id: given } = tool;
  const deploymentId = typeof given === 'number' ? String(given) : given;
  return {
    clientId,
    deploymentId: typeof deploymentId === 'string' && deploymentId ? deploymentId : undefined,
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [],
  };
}
